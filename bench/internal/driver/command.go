// Package driver runs benchmarks in passes, and writes tables and plots of them.
package driver

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// Command is the program of a room, a directory of bench that measures one package. It is
// run in bench.
type Command struct {
	Room   string            // its directory
	Title  string            // what it measures
	Page   string            // whose tables the full run rewrites, in ../docs
	Prefix string            // of the names of files
	Tags   map[string]string // a build of it for each parker

	Passes func(Options) []Pass
	Paths  func() []rmw.Path // or nil
	Report func(*stats.Data) Report
}

// Report is what is made of the data.
type Report struct {
	Sections []page.Section
	Targets  []page.Target
	Table    string                     // of the targets
	Pictures map[string][]picture.Panel // by file name without prefix
}

var errMissed = errors.New("a target was missed")

// Main runs the command with the arguments of the program, and exits.
func (c *Command) Main() {
	rmw.Child(c.Paths)
	os.Exit(c.exitCode(c.run()))
}

const usage = `usage, in bench: go run ./ROOM [flags]

Runs TITLE side by side, and writes tables and plots.

	go run ./ROOM           the full run: rewrites ../docs/perf, ../docs/PAGE and ../docs/targets.md
	go run ./ROOM -quick    a few minutes: good for a look; judges no target, and writes into ./out
	go run ./ROOM -run RE   some of the benchmarks; writes into ./out
	go run ./ROOM -draw     no run: draws and writes all of it again, from the raw data in ../docs/perf

The raw data are in Go's benchmark format, and may be given to benchstat.
Ctrl-C ends the run and keeps what was measured so far.
Exit code: 0 all right, 1 failed, 2 wrong usage, 3 a target was missed (with -check), 130 interrupted.

`

func (c *Command) exitCode(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", c.Room, err)
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case errors.Is(err, errMissed):
		return 3
	}
	return 1
}

func (c *Command) run() error {
	fs := flag.NewFlagSet(c.Room, flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), strings.NewReplacer("ROOM", c.Room, "TITLE", c.Title, "PAGE", c.Page).Replace(usage))
		fs.PrintDefaults()
	}
	var (
		quick = fs.Bool("quick", false, "shorter runs, and less of it")
		count = fs.Int("count", 10, "how often each benchmark is run")
		only  = fs.String("run", "", "run only the benchmarks whose name matches this regular expression")
		out   = fs.String("o", "", "directory for the results (default ../docs/perf, or ./out with -quick or -run)")
		docs  = fs.String(
			"docs",
			"",
			"directory of the pages to rewrite (default ../docs, or none with -quick, -run or -o)",
		)
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
	if err != nil || fs.NArg() > 0 || *count < 1 || *check && *quick {
		fmt.Fprintln(os.Stderr, c.Room+": wrong arguments: see -h")
		os.Exit(2)
	}
	full := !*quick && *only == ""
	switch {
	case *out == "" && full:
		*out = filepath.Join("..", "docs", "perf")
		if *docs == "" {
			*docs = filepath.Join("..", "docs")
		}
	case *out == "":
		*out = "out"
	}
	raw := filepath.Join(*out, c.Prefix+"raw.txt")
	if !*draw {
		if err := os.MkdirAll(*out, 0o777); err != nil {
			return err
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		r := &runner{Command: c, Options: Options{*quick, *count, match}, raw: raw}
		if err := r.run(ctx); err != nil {
			return fmt.Errorf("%w; what was measured so far is in %s", err, raw)
		}
	}
	d, err := stats.Read(raw)
	if err != nil {
		return err
	}
	report := c.Report(d)
	if err := c.Write(report, *out, *docs); err != nil {
		return err
	}
	met := page.PrintTargets(os.Stdout, report.Targets, d.Quick())
	fmt.Printf("\nTables and plots are in %s.\n", *out)
	if *check && !met {
		return errMissed
	}
	return nil
}

// Write writes tables and plots into dir, and the tables into the pages in docs too,
// unless that is empty.
func (c *Command) Write(r Report, dir, docs string) error {
	if err := page.WriteTables(filepath.Join(dir, c.Prefix+"tables.md"), r.Sections); err != nil {
		return err
	}
	for name, panels := range r.Pictures {
		if err := picture.Save(filepath.Join(dir, c.Prefix+name+".svg"), panels...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if docs == "" {
		return nil
	}
	if err := page.Rewrite(filepath.Join(docs, c.Page), r.Sections); err != nil {
		return err
	}
	if r.Targets == nil {
		return nil
	}
	return page.Rewrite(filepath.Join(docs, "targets.md"), []page.Section{{Name: c.Room, Text: r.Table}})
}
