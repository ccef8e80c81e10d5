package figures

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Origin says where and how figures came about.
func Origin(command string, runs int) string {
	return fmt.Sprintf(
		"Measured by `%s` on %s: %s, %d cores, %s/%s, %s, commit %s. Medians of %d runs, in brackets their quartiles.\n",
		command,
		time.Now().UTC().Format(time.DateOnly),
		processor(),
		runtime.NumCPU(),
		runtime.GOOS,
		runtime.GOARCH,
		runtime.Version(),
		Commit("."),
		runs,
	)
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

// Commit names the commit that is checked out around dir, and says if there are changes
// besides. Those in docs, where figures are written, don't count.
func Commit(dir string) string {
	git := func(args ...string) (string, error) {
		text, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
		return strings.TrimSpace(string(text)), err
	}
	commit, err := git("rev-parse", "--short=12", "HEAD")
	if err != nil {
		return "unknown"
	}
	if changes, err := git("status", "--porcelain", "--", ":/", ":(top,exclude)docs"); err != nil || changes != "" {
		commit += " and changes"
	}
	return commit
}
