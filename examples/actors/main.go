package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"

	"github.com/diatomic-go/diatomic/actor"
	"github.com/diatomic-go/diatomic/examples/actors/epidemic"
	"github.com/diatomic-go/diatomic/internal/program"
)

const usage = `usage: go run . [flags]

Simulates an epidemic, in which each person is an actor, on a few workers; then simulates it again in a
single loop without actors, and compares. With -table it measures actors against goroutines instead.

Exit codes: 0 all is well, 1 it failed or the two simulations differ, 2 wrong flags, 130 interrupted.

`

func main() { program.Main("actors", run) }

// options are the flags.
type options struct {
	epidemic.Params
	workers int
	quick   bool
	page    string
	runs    int
	draw    bool
	sample  string
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("actors", flag.ContinueOnError)
	flags.IntVar(&o.People, "people", 100_000, "how many people there are, 100 to 10 million")
	flags.Uint64Var(&o.Seed, "seed", 1, "what all that is random comes from")
	flags.IntVar(&o.Days, "days", 365, "how many days to simulate at most, 1 to 10000")
	flags.Float64Var(
		&o.Tracing,
		"tracing",
		0.1,
		"the part of cases that are found, and their acquaintances warned, 0 to 1",
	)
	flags.IntVar(&o.workers, "workers", min(runtime.GOMAXPROCS(0), actor.MaxWorkers),
		"how many goroutines run the actors, 1 to 64")
	flags.BoolVar(&o.quick, "quick", false,
		"do less: 5000 people unless -people says otherwise; with -table 3 runs, and 10 000 actors at most")
	flags.StringVar(
		&o.page,
		"table",
		"",
		"measure instead, and put the tables into this `page`, with plot and raw data beside it; or print them if it is -",
	)
	flags.BoolVar(&o.draw, "draw", false, "with -table, only draw the plot again, from the raw data beside the page")
	flags.IntVar(&o.runs, "runs", 10, "how often to measure each, 1 to 1000; a million actors half as often")
	flags.StringVar(&o.sample, "sample", "", "take one `measurement` and print it; -table runs the program so")
	var kind string // of the sample
	var n int
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		given := map[string]bool{}
		flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
		if o.quick && !given["people"] {
			o.People = 5000
		}
		if o.quick && !given["runs"] {
			o.runs = 3
		}
		if given["sample"] {
			var err error
			if kind, n, err = parseSample(o.sample); err != nil {
				return err
			}
		}
		if o.draw && (o.page == "" || o.page == "-") {
			return errors.New("-draw needs -table with a page")
		}
		err := cmp.Or(program.NoArguments(flags),
			program.Between("workers", o.workers, 1, actor.MaxWorkers),
			program.Between("runs", o.runs, 1, 1000))
		if err == nil {
			if err = o.Check(); err != nil {
				err = fmt.Errorf("-%w", err)
			}
		}
		return err
	})
	if !ok {
		return code
	}
	var err error
	switch {
	case kind != "":
		err = printSample(ctx, stdout, kind, n, o.workers)
	case o.page != "":
		err = tables(ctx, stdout, stderr, o)
	default:
		err = simulate(ctx, stdout, stderr, o)
	}
	return program.Exit(ctx, "actors", err, stderr)
}
