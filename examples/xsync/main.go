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

const usage = `usage: go run . [flags]

Shows a queue of github.com/puzpuzpuz/xsync that a consumer can wait on: under a context, for a
limited time, in a select statement, and at the end of a funnel of many producers.

`

func main() { program.Main("xsync", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("xsync", flag.ContinueOnError)
	producers := flags.Int("producers", 4, "how many producers the funnel has, 1 to 1000")
	messages := flags.Int("messages", 100_000, "how many messages each of them sends, 1 to 10 million")
	page := flags.String("table", "", "measure instead, and put the tables into this `page`, or print them if it is -")
	runs := flags.Int("runs", 11, "how often to measure each way, 1 to 1000")
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		return cmp.Or(program.NoArguments(flags),
			program.Between("producers", *producers, 1, 1000),
			program.Between("messages", *messages, 1, 10_000_000),
			program.Between("runs", *runs, 1, 1000))
	})
	if !ok {
		return code
	}
	var err error
	if *page == "" {
		err = demo(ctx, stdout, *producers, *messages)
	} else {
		err = tables(ctx, stdout, stderr, *page, *runs)
	}
	return program.Exit(ctx, "xsync", err, stderr)
}

// tables measures all ways under all loads.
func tables(ctx context.Context, stdout, stderr io.Writer, page string, runs int) error {
	command := fmt.Sprintf("cd examples/xsync && go run . -table %s -runs %d", page, runs)
	return figures.Measure(stdout, page, command, runs, func(b *strings.Builder) error {
		for _, l := range loads {
			fmt.Fprintf(stderr, "measuring: %s\n", l.name)
			all, err := measure(ctx, l, ways, runs)
			if err != nil {
				return err
			}
			b.WriteString("\n" + table(l, ways, all))
		}
		return nil
	})
}
