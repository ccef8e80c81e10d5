// Command bench makes all pages of figures in one go: it runs the commands of the rooms
// one after the other, with the flags that it is given.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

var rooms = []string{"primitive", "mpsc", "waitset"}

const usage = `usage, in bench: go run . [flags]

Runs all benchmarks, and rewrites the pages of figures in ../docs. It takes three quarters of an hour.
It does the same as the following, one after the other, each with the flags given; -h tells what they are.

	go run ./primitive    ../docs/performance.md
	go run ./mpsc         ../docs/performance-mpsc.md
	go run ./waitset      ../docs/performance-waitset.md
`

func main() {
	for _, arg := range os.Args[1:] {
		if arg == "-h" || arg == "--help" || arg == "-help" {
			fmt.Fprint(os.Stderr, usage)
			return
		}
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	os.Exit(code)
}

// run returns the exit code of the last command that failed. Wrong flags and an interrupt
// end it.
func run(args []string) (code int, err error) {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt) // the commands get it too, and end
	tmp, err := os.MkdirTemp("", "diatomic-bench-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(tmp)
	for _, room := range rooms {
		program := filepath.Join(tmp, room+".exe")
		if text, err := exec.Command("go", "build", "-o", program, "./"+room).CombinedOutput(); err != nil {
			return 1, fmt.Errorf("go build: %w\n%s", err, text)
		}
		fmt.Fprintf(os.Stderr, "== %s\n", room)
		cmd := exec.Command(program, args...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		err := cmd.Run()
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit):
			if code = exit.ExitCode(); code == 2 || code == 130 {
				return code, nil
			}
		case err != nil:
			return 1, err
		}
	}
	return code, nil
}
