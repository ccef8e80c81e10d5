package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
)

const usage = `usage: eventloop [flags]

Shows an event loop that sleeps in epoll_wait, watching a pipe, while goroutines post tasks to it.
They rouse it through an eventfd, with at most one write for each sleep.

`

func main() { program.Main("eventloop", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("eventloop", flag.ContinueOnError)
	producers := flags.Int("producers", 4, "how many goroutines post tasks, 1 to 1000")
	tasks := flags.Int("tasks", 100_000, "how many tasks each of them posts, 1 to a million")
	page := flags.String("table", "", "measure instead, and put the tables into this `page`, or print them if it is -")
	runs := flags.Int("runs", 11, "how often to measure each way, 1 to 1000")
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		return cmp.Or(program.NoArguments(flags),
			program.Between("producers", *producers, 1, 1000),
			program.Between("tasks", *tasks, 1, 1_000_000),
			program.Between("runs", *runs, 1, 1000))
	})
	if !ok {
		return code
	}
	var err error
	if *page == "" {
		err = demo(ctx, stdout, *producers, *tasks)
	} else {
		err = tables(ctx, stdout, stderr, *page, *runs)
	}
	return program.Exit(ctx, "eventloop", err, stderr)
}

// tables measures all bells under all loads.
func tables(ctx context.Context, stdout, stderr io.Writer, page string, runs int) error {
	command := fmt.Sprintf("go run ./examples/eventloop -table %s -runs %d", page, runs)
	return figures.Measure(stdout, page, command, runs, func(b *strings.Builder) error {
		for _, l := range loads {
			fmt.Fprintf(stderr, "measuring: %s\n", l.name)
			all, err := measure(ctx, l, runs)
			if err != nil {
				return err
			}
			b.WriteString("\n" + table(l, all))
		}
		return nil
	})
}
