// Speed measures the model checker: how fast a search is in which all plain memory of
// rewritten code is watched, how many states it takes, and how long the tool takes to
// start. It writes docs/performance-interleave.md.
//
//	go run ./internal/speed           takes a minute
//	go run ./internal/speed -o -      prints the table
//	go run ./internal/speed -check    exits with 3 if a target is missed
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/result"
)

const usage = `usage: speed [flags]

Measures the model checker, and writes docs/performance-interleave.md. It runs in the root of the module.

Exit codes: 0 all is well, 1 something failed, 2 wrong usage, 3 -check, and a target is missed, 130 interrupted.

`

// The package that the tool runs, and how many items the long model has.
const (
	dir   = "./internal/speed/queue"
	items = 100
)

func main() { program.Main("speed", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("speed", flag.ContinueOnError)
	page := flags.String("o", filepath.FromSlash("docs/performance-interleave.md"),
		"the `page` to write; - prints the table")
	count := flags.Int("count", 10, "measure so many times")
	check := flags.Bool("check", false, "exit with 3 if a target is missed")
	if code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		if flags.NArg() > 0 || *count < 1 {
			return errors.New("want no arguments, and to measure once at least")
		}
		return nil
	}); !ok {
		return code
	}
	m := new(measured)
	err := figures.Measure(stdout, *page, "go run ./internal/speed", *count, func(b *strings.Builder) error {
		if err := m.all(ctx, *count); err != nil {
			return err
		}
		b.WriteString("\n")
		m.table(b)
		return nil
	})
	code := program.Exit(ctx, "speed", err, stderr)
	if code == 0 && *check && !m.hold() {
		code = 3
	}
	return code
}

// measured is what each of the runs has measured.
type measured struct {
	rewritten, setup []float64 // steps in a second
	tool, vet        []float64 // seconds
	spsc, mpmc       []float64 // states
}

// all measures everything so many times.
func (m *measured) all(ctx context.Context, count int) error {
	tmp, err := os.MkdirTemp("", "speed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	tool := filepath.Join(tmp, "interleave.exe")
	if _, err := command(ctx, "go", "build", "-o", tool, "./interleave/cmd/interleave"); err != nil {
		return err
	}
	// A start-up is a run without any test. The first of each fills the cache.
	start := func() (float64, error) { return command(ctx, tool, "-run=NONE", dir) }
	vet := func() (float64, error) { return command(ctx, "go", "vet", dir) }
	for _, f := range []func() (float64, error){start, vet} {
		if _, err := f(); err != nil {
			return err
		}
	}
	return figures.InTurns(ctx, 4, count, func(way int) (err error) {
		switch way {
		case 0:
			return m.searches(ctx, tool, filepath.Join(tmp, fmt.Sprint(len(m.rewritten), ".json")), ".")
		case 1:
			r := interleave.Check(model(items), interleave.Options{})
			if r.Verdict != interleave.OK {
				return errors.New(interleave.Summary(r))
			}
			m.setup = append(m.setup, float64(r.Steps)/r.Elapsed.Seconds())
		case 2:
			return add(&m.tool, start)
		case 3:
			return add(&m.vet, vet)
		}
		return nil
	})
}

// add appends what f measures.
func add(list *[]float64, f func() (float64, error)) error {
	x, err := f()
	*list = append(*list, x)
	return err
}

// searches runs the tests of the queues that match a regular expression.
func (m *measured) searches(ctx context.Context, tool, file, tests string) error {
	if _, err := command(ctx, tool, "-json", file, "-time=1m", "-run="+tests, dir); err != nil {
		return err
	}
	lines, err := result.Read(file)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Verdict != "ok" || l.Bound != "none" {
			return fmt.Errorf("%s: %s", l.Test, l.Claim)
		}
		switch l.Test {
		case "TestSPSC":
			m.spsc = append(m.spsc, float64(l.States))
		case "TestMPMC":
			m.mpmc = append(m.mpmc, float64(l.States))
		case "TestSPSCLong":
			m.rewritten = append(m.rewritten, float64(l.Steps)/l.Seconds)
		}
	}
	return nil
}

// command runs a command, and says how many seconds it took.
func command(ctx context.Context, name string, args ...string) (float64, error) {
	cmd := program.Command(ctx, name, args...)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return time.Since(start).Seconds(), nil
}

// target is a row of the table.
type target struct {
	what   string
	limit  float64
	least  bool // else it is the most
	values []float64
}

func (t target) holds() bool {
	x := figures.Median(t.values)
	return len(t.values) > 0 && (t.least && x >= t.limit || !t.least && x <= t.limit)
}

func (m *measured) targets() []target {
	return []target{
		{"steps in a second, all plain memory watched / the same model written with Setup", 0.25, true,
			over(m.rewritten, m.setup)},
		{"states of the SPSC queue, three items", 150, false, m.spsc},
		{"states of the MPMC queue, two producers and two consumers", 9999, false, m.mpmc},
		{"start-up of the tool, cached build / go vet of the package", 5, false, over(m.tool, m.vet)},
	}
}

// over divides the values of each run.
func over(a, b []float64) (list []float64) {
	for i := range min(len(a), len(b)) {
		list = append(list, a[i]/b[i])
	}
	return list
}

func (m *measured) hold() bool {
	for _, t := range m.targets() {
		if !t.holds() {
			return false
		}
	}
	return true
}

func (m *measured) table(b *strings.Builder) {
	b.WriteString("|  | limit | measured | holds |\n|---|---:|---:|---:|\n")
	for _, t := range m.targets() {
		limit, holds := "at most ", "**no**"
		if t.least {
			limit = "at least "
		}
		if t.holds() {
			holds = "yes"
		}
		measured := figures.Spread(t.values)
		if first := t.values[0]; t.limit >= 100 { // a number of states
			measured = fmt.Sprintf("%.0f", first)
		}
		fmt.Fprintf(b, "| %s | %s%v | %s | %s |\n", t.what, limit, t.limit, measured, holds)
	}
	fmt.Fprintf(b, "\nSteps in a second: %s thousand rewritten, %s thousand with Setup. Start-up: %s s, go vet %s s.\n",
		figures.Spread(thousand(m.rewritten)), figures.Spread(thousand(m.setup)), figures.Spread(m.tool),
		figures.Spread(m.vet))
}

func thousand(v []float64) []float64 {
	return figures.Of(v, func(x float64) float64 { return x / 1000 })
}
