package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/diatomic-go/diatomic/internal/figures"
)

const usage = `usage: eventloop [flags]

Shows an event loop that sleeps in epoll_wait, watching a pipe, while goroutines post tasks to it.
They rouse it through an eventfd, with at most one write for each sleep.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt kills
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("eventloop", flag.ContinueOnError)
	producers := flags.Int("producers", 4, "how many goroutines post tasks, 1 to 1000")
	tasks := flags.Int("tasks", 100_000, "how many tasks each of them posts, 1 to a million")
	page := flags.String("table", "", "measure instead, and put the tables into this `page`, or print them if it is -")
	runs := flags.Int("runs", 11, "how often to measure each way, 1 to 1000")
	flags.SetOutput(io.Discard)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return 0
	case err != nil:
	case flags.NArg() > 0:
		err = errors.New("there are no arguments, only flags")
	case *producers < 1 || *producers > 1000:
		err = errors.New("-producers must be from 1 to 1000")
	case *tasks < 1 || *tasks > 1_000_000:
		err = errors.New("-tasks must be from 1 to 1000000")
	case *runs < 1 || *runs > 1000:
		err = errors.New("-runs must be from 1 to 1000")
	}
	if err != nil {
		fmt.Fprintf(stderr, "eventloop: %v\n(eventloop -h explains the flags)\n", err)
		return 2
	}
	if *page == "" {
		err = demo(ctx, stdout, *producers, *tasks)
	} else {
		err = tables(ctx, stdout, stderr, *page, *runs)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "eventloop: interrupted")
		return 130
	}
	if err != nil {
		fmt.Fprintf(stderr, "eventloop: %v\n", err)
		return 1
	}
	return 0
}

// tables measures all bells under all loads.
func tables(ctx context.Context, stdout, stderr io.Writer, page string, runs int) error {
	command := fmt.Sprintf("go run ./examples/eventloop -table %s -runs %d", page, runs)
	if err := figures.Check(page); err != nil {
		return err
	}
	text := figures.Origin(command, runs)
	for _, l := range loads {
		fmt.Fprintf(stderr, "measuring: %s\n", l.name)
		all, err := measure(ctx, l, runs)
		if err != nil {
			return err
		}
		text += "\n" + table(l, all)
	}
	return figures.Publish(stdout, page, text)
}
