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
	"syscall"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// Command is a program that is run in the directory of the module.
type Command struct {
	Name    string
	Usage   string            // above the flags
	Package string            // whose benchmarks are run
	Tags    map[string]string // a build of it for each parker
	Prefix  string            // of the names of files
	Page    string            // whose tables are rewritten by the full run, in ../docs

	Passes func(Options) []Pass
	Paths  func() []rmw.Path
	Report func(*stats.Data) Report
}

// Report is what is made of the data.
type Report struct {
	Sections []page.Section
	Targets  []page.Target
	Pictures map[string][]picture.Panel // by file name without prefix
}

var errMissed = errors.New("a target was missed")

// Main runs the command with the arguments of the program, and exits.
func (c *Command) Main() {
	rmw.Child(c.Paths)
	os.Exit(c.exitCode(c.run()))
}

const usage = `
The raw data are in Go's benchmark format, and may be given to benchstat.
Ctrl-C ends the run and keeps what was measured so far.
Exit code: 0 all right, 1 failed, 2 wrong usage, 3 a target was missed (with -check), 130 interrupted.

`

func (c *Command) exitCode(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", c.Name, err)
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case errors.Is(err, errMissed):
		return 3
	}
	return 1
}

func (c *Command) run() error {
	fs := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), c.Usage+usage)
		fs.PrintDefaults()
	}
	var (
		quick = fs.Bool("quick", false, "shorter runs, and less of it")
		count = fs.Int("count", 10, "how often each benchmark is run")
		only  = fs.String("run", "", "run only the benchmarks whose name matches this regular expression")
		out   = fs.String("o", "", "directory for the results (default ../docs/perf, or ./out with -quick or -run)")
		doc   = fs.String("page", "", "page whose tables are rewritten (default ../docs/"+c.Page+" with the full run)")
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
		fmt.Fprintln(os.Stderr, c.Name+": wrong arguments: see -h")
		os.Exit(2)
	}
	full := !*quick && *only == "" && !*draw
	if *out == "" {
		*out = "out"
		if full {
			*out = filepath.Join("..", "docs", "perf")
		}
	}
	if *doc == "" && full {
		*doc = filepath.Join("..", "docs", c.Page)
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
	if err := c.Write(report, *out, *doc); err != nil {
		return err
	}
	met := page.PrintTargets(os.Stdout, report.Targets)
	fmt.Printf("\nTables and plots are in %s.\n", *out)
	if *check && !met {
		return errMissed
	}
	return nil
}

// Write writes tables and plots into dir, and the tables into the page too, if one is named.
func (c *Command) Write(r Report, dir, doc string) error {
	if err := page.WriteTables(filepath.Join(dir, c.Prefix+"tables.md"), r.Sections); err != nil {
		return err
	}
	for name, panels := range r.Pictures {
		if err := picture.Save(filepath.Join(dir, c.Prefix+name+".svg"), panels...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if doc == "" {
		return nil
	}
	return page.Rewrite(doc, r.Sections)
}
