// Package driver runs benchmarks in passes, and writes tables and plots of them.
package driver

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
)

// Command is the program of a room, a directory of bench that measures one package. It is
// run in bench.
type Command struct {
	Room   string            // its directory
	Title  string            // what it measures
	Page   string            // whose tables the full run rewrites, in ../docs
	Prefix string            // of the names of files
	Tags   map[string]string // of the build with each parker

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

// Exit codes beside those of every program.
const (
	Missed  = 3
	Nothing = 4
)

// Main runs the command with the arguments of the program, and exits.
func (c *Command) Main() {
	rmw.Child(c.Paths)
	program.Main(c.Room, c.Run)
}

const usage = `usage, in bench: go run ./ROOM [flags]

Runs TITLE side by side, and writes tables and plots.

	go run ./ROOM           the full run: rewrites ../docs/perf, ../docs/PAGE and ../docs/targets.md
	go run ./ROOM -quick    a few minutes: good for a look; judges no target, and writes into ./out
	go run ./ROOM -run RE   some of the benchmarks; writes into ./out
	go run ./ROOM -draw     no run: draws and writes all of it again, from the raw data in ../docs/perf

The raw data are in Go's benchmark format, and may be given to benchstat.
Ctrl-C ends the run and keeps what was measured so far.
Exit code: 0 all right, 1 failed, 2 wrong usage, 3 a target was missed (with -check), 4 -run matches nothing here,
130 interrupted.

`

// Run is the program. It returns its exit code.
func (c *Command) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet(c.Room, flag.ContinueOnError)
	var (
		quick = fs.Bool("quick", false, "shorter runs, and less of it")
		count = fs.Int("count", 10, "how often each benchmark is run, 1 to 1000")
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
	text := strings.NewReplacer("ROOM", c.Room, "TITLE", c.Title, "PAGE", c.Page).Replace(usage)
	var match *regexp.Regexp
	code, ok := program.Parse(fs, program.Usage{Above: text}, args, stdout, stderr, func() (err error) {
		if match, err = regexp.Compile(*only); err != nil {
			return fmt.Errorf("-run: %w", err)
		}
		if *check && *quick {
			return errors.New("-check doesn't go with -quick, which judges no target")
		}
		return cmp.Or(program.NoArguments(fs), program.Between("count", *count, 1, 1000))
	})
	if !ok {
		return code
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
		r := newRunner(c, Options{*quick, *count, match}, raw, stderr)
		if !r.anything() {
			fmt.Fprintf(stderr, "%s: -run %q matches no benchmark\n", c.Room, *only)
			return Nothing
		}
		if err := c.writable(*out, *docs, true); err != nil {
			return program.Exit(ctx, c.Room, err, stderr)
		}
		if err := r.run(ctx); err != nil {
			code := program.Exit(ctx, c.Room, err, stderr)
			if r.out != nil {
				fmt.Fprintf(stderr, "%s: what was measured so far is in %s\n", c.Room, raw)
			}
			return code
		}
	}
	met, err := c.report(raw, *out, *docs, stdout)
	if err == nil && *check && !met {
		fmt.Fprintf(stderr, "%s: a target was missed\n", c.Room)
		return Missed
	}
	return program.Exit(ctx, c.Room, err, stderr)
}

// report makes a report of the raw data, writes it, and returns whether the targets are
// met. It writes nothing if there is nothing to report.
func (c *Command) report(raw, dir, docs string, stdout io.Writer) (met bool, err error) {
	d, err := stats.Read(raw)
	if err != nil {
		return false, err
	}
	report := c.Report(d)
	if !report.anything(c.Report(stats.New())) {
		return false, fmt.Errorf("%s has no results of %s", raw, c.Title)
	}
	if err := c.writable(dir, docs, false); err != nil {
		return false, err
	}
	if err := c.Write(report, dir, docs); err != nil {
		return false, err
	}
	met = page.PrintTargets(stdout, report.Targets, d.Quick())
	_, err = fmt.Fprintf(stdout, "\nTables and plots are in %s.\n", dir)
	return met, err
}

// anything reports whether there is more in r than in a report of no data. That of the
// run doesn't count.
func (r Report) anything(empty Report) bool {
	for i, s := range r.Sections {
		if s.Name != "run" && s.Text != empty.Sections[i].Text {
			return true
		}
	}
	return false
}

// writable makes dir, and reports why what is written into it and docs can't be: the raw
// data only if raw is set.
func (c *Command) writable(dir, docs string, raw bool) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	empty := c.Report(stats.New())
	files := []string{filepath.Join(dir, c.Prefix+"tables.md")}
	if raw {
		files = append(files, filepath.Join(dir, c.Prefix+"raw.txt"))
	}
	for name := range empty.Pictures {
		files = append(files, c.picture(dir, name))
	}
	if err := figures.Writable(files...); err != nil || docs == "" {
		return err
	}
	for file, sections := range c.pages(empty, docs) {
		if err := figures.Writable(file); err != nil {
			return err
		}
		if _, err := page.Rewritten(file, sections); err != nil {
			return err
		}
	}
	return nil
}

// pages are the sections of each page in docs that has some.
func (c *Command) pages(r Report, docs string) map[string][]page.Section {
	pages := map[string][]page.Section{filepath.Join(docs, c.Page): r.Sections}
	if r.Targets != nil {
		pages[filepath.Join(docs, "targets.md")] = []page.Section{{Name: c.Room, Text: r.Table}}
	}
	return pages
}

func (c *Command) picture(dir, name string) string { return filepath.Join(dir, c.Prefix+name+".svg") }

// Write writes tables and plots into dir, and the tables into the pages in docs too,
// unless that is empty.
func (c *Command) Write(r Report, dir, docs string) error {
	if err := page.WriteTables(filepath.Join(dir, c.Prefix+"tables.md"), r.Sections); err != nil {
		return err
	}
	for name, panels := range r.Pictures {
		if err := picture.Save(c.picture(dir, name), panels...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if docs == "" {
		return nil
	}
	for file, sections := range c.pages(r, docs) {
		if err := page.Rewrite(file, sections); err != nil {
			return err
		}
	}
	return nil
}
