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

const usage = `usage: go run . [flags]

Shows a queue of github.com/puzpuzpuz/xsync that a consumer can wait on: under a context, for a
limited time, in a select statement, and at the end of a funnel of many producers.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt kills
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("xsync", flag.ContinueOnError)
	producers := flags.Int("producers", 4, "how many producers the funnel has, 1 to 1000")
	messages := flags.Int("messages", 100_000, "how many messages each of them sends, 1 to 10 million")
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
	case *messages < 1 || *messages > 10_000_000:
		err = errors.New("-messages must be from 1 to 10000000")
	case *runs < 1 || *runs > 1000:
		err = errors.New("-runs must be from 1 to 1000")
	}
	if err != nil {
		fmt.Fprintf(stderr, "xsync: %v\n(xsync -h explains the flags)\n", err)
		return 2
	}
	if *page == "" {
		err = demo(ctx, stdout, *producers, *messages)
	} else {
		err = tables(ctx, stdout, stderr, *page, *runs)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "xsync: interrupted")
		return 130
	}
	if err != nil {
		fmt.Fprintf(stderr, "xsync: %v\n", err)
		return 1
	}
	return 0
}

// tables measures all ways under all loads.
func tables(ctx context.Context, stdout, stderr io.Writer, page string, runs int) error {
	command := fmt.Sprintf("cd examples/xsync && go run . -table %s -runs %d", page, runs)
	if err := figures.Check(page); err != nil {
		return err
	}
	text := figures.Origin(command, runs)
	for _, l := range loads {
		fmt.Fprintf(stderr, "measuring: %s\n", l.name)
		all := measure(ctx, l, ways, runs)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		text += "\n" + table(l, ways, all)
	}
	return figures.Publish(stdout, page, text)
}
