// Command bench runs the benchmarks of package suite, all peers side by side, and
// writes tables and plots. See -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
)

const usage = `bench runs diatomic and its peers side by side, and writes tables and plots.

	go run .                    the full run: rewrites ../docs/perf and the tables in ../docs/performance.md
	go run . -quick             about two minutes; writes into ./out
	go run . -run 'Same|Unit'   some of the benchmarks; writes into ./out
	go run . -draw -o ../docs/perf -page ../docs/performance.md    no run: draws again from the raw data

The raw data are in Go's benchmark format: raw.txt may be given to benchstat.
Ctrl-C ends the run and keeps what was measured so far.
Exit code: 0 all right, 1 failed, 2 wrong usage, 3 a target was missed (with -check), 130 interrupted.

`

var errMissed = errors.New("a target was missed")

func main() {
	if len(os.Args) == 2 && os.Args[1] == rmwChild && rmwChild != "" {
		rmwMain()
	}
	os.Exit(exitCode(run()))
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "bench:", err)
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case errors.Is(err, errMissed):
		return 3
	}
	return 1
}

func run() error {
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), usage)
		fs.PrintDefaults()
	}
	var (
		quick = fs.Bool("quick", false, "shorter runs, and fewer idle consumers")
		count = fs.Int("count", 10, "how often each benchmark is run")
		only  = fs.String("run", "", "run only the benchmarks whose name matches this regular expression")
		out   = fs.String("o", "", "directory for the results (default ../docs/perf, or ./out with -quick or -run)")
		page  = fs.String("page", "", "page whose tables are rewritten (default ../docs/performance.md with the full run)")
		draw  = fs.Bool("draw", false, "draw tables and plots from the raw data in -o, and run nothing")
		check = fs.Bool("check", false, "exit with 3 if a target is missed")
	)
	switch err := fs.Parse(os.Args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		os.Exit(2)
	}
	match, err := regexp.Compile(*only)
	if err != nil || fs.NArg() > 0 || *count < 1 {
		fmt.Fprintln(os.Stderr, "bench: wrong arguments: see -h")
		os.Exit(2)
	}
	full := !*quick && *only == "" && !*draw
	if *out == "" {
		*out = "out"
		if full {
			*out = filepath.Join("..", "docs", "perf")
		}
	}
	if *page == "" && full {
		*page = filepath.Join("..", "docs", "performance.md")
	}
	raw := filepath.Join(*out, "raw.txt")
	if !*draw {
		if err := os.MkdirAll(*out, 0o777); err != nil {
			return err
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		r := &runner{quick: *quick, count: *count, match: match, raw: raw}
		if err := r.run(ctx); err != nil {
			return fmt.Errorf("%w; what was measured so far is in %s", err, raw)
		}
	}
	d, err := readData(raw)
	if err != nil {
		return err
	}
	r := &report{data: d, dir: *out, page: *page}
	if err := r.write(); err != nil {
		return err
	}
	met := r.printTargets(os.Stdout)
	fmt.Printf("\nTables and plots are in %s.\n", *out)
	if *check && !met {
		return errMissed
	}
	return nil
}
