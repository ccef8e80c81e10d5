package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// origin says where and how figures came about.
func origin(command string, runs, workers int) string {
	return fmt.Sprintf("Measured by `%s` on %s: %s, %d cores, %s/%s, %s, commit %s; %d workers. Medians of %d runs (a million actors: %d), in brackets their quartiles.\n",
		command, time.Now().UTC().Format(time.DateOnly), processor(), runtime.NumCPU(),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), commit(), workers, runs, (runs+1)/2)
}

// processor is its name, where that is easy to know.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

func commit() string {
	hash, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	c := strings.TrimSpace(string(hash))
	if changes, err := exec.Command("git", "status", "--porcelain").Output(); err != nil || len(changes) > 0 {
		c += " and changes"
	}
	return c
}
