// Command bench makes all pages of figures in one go: it runs the commands of the rooms
// one after the other, with the flags that it is given.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/internal/program"
)

var rooms = []string{"primitive", "mpsc", "waitset", "event", "actor", "latency"}

const usage = `usage, in bench: go run . [flags]

Runs all benchmarks, and rewrites the pages of figures in ../docs. It takes forty minutes.
It does the same as the following, one after the other, each with the flags given; -h tells what they are.

	go run ./primitive    ../docs/performance.md
	go run ./mpsc         ../docs/performance-mpsc.md
	go run ./waitset      ../docs/performance-waitset.md
	go run ./event        ../docs/performance-event.md
	go run ./actor        ../docs/performance-actor.md
	go run ./latency      ../docs/performance-latency.md
`

func main() { program.Main("bench", run) }

// run returns the exit code of the last command that failed. Wrong flags and an interrupt
// end it. A -run that matches no benchmark of a room is wrong if it matches none in any.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	for _, arg := range args {
		if arg == "-h" || arg == "-help" || arg == "--help" {
			fmt.Fprint(stdout, usage)
			return program.OK
		}
	}
	tmp, err := os.MkdirTemp("", "diatomic-bench-")
	if err != nil {
		return program.Exit(ctx, "bench", err, stderr)
	}
	defer os.RemoveAll(tmp)
	last, nothing := program.OK, 0
	for _, room := range rooms {
		fmt.Fprintf(stderr, "== %s\n", room)
		file := filepath.Join(tmp, room+".exe")
		if text, err := program.Command(ctx, "go", "build", "-o", file, "./"+room).CombinedOutput(); err != nil {
			return program.Exit(ctx, "bench", fmt.Errorf("go build: %w\n%s", err, text), stderr)
		}
		cmd := program.Command(ctx, file, args...) // interrupted, it keeps what was measured
		cmd.Stdout, cmd.Stderr = stdout, stderr
		err := cmd.Run()
		var exit *exec.ExitError
		switch {
		case ctx.Err() != nil:
			return program.Interrupted
		case errors.As(err, &exit):
			switch code := exit.ExitCode(); code {
			case program.WrongUsage:
				return code
			case driver.Nothing:
				nothing++
			default:
				last = code
			}
		case err != nil:
			return program.Exit(ctx, "bench", err, stderr)
		}
	}
	if nothing == len(rooms) {
		return driver.Nothing
	}
	return last
}
