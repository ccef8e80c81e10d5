// Package mutants has changes to the code of this module that break something, and tries
// which models notice them.
package mutants

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/internal/overlay"
	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/result"
)

// Suite is the models of a package.
type Suite struct {
	Name     string
	Package  string   // whose tests have the models
	Packages []string // that are checked
	Flags    []string // of the test binary, for mutants
}

// The suites.
var (
	Primitive = Suite{"the primitive", ".", []string{".", "internal/protocol"}, nil}
	Channel   = Suite{"mpsc", "./mpsc", []string{"mpsc", ".", "internal/protocol"}, []string{"-limit=60s"}}
	Example   = Suite{"the example", "./interleave/example", []string{"interleave/example"}, nil}
	Set       = Suite{"waitset", "./waitset", []string{"waitset", ".", "internal/protocol"}, []string{"-limit=60s"}}
	Checker   = Suite{"interleave", "./interleave/rt", nil, []string{"-test.timeout=5m"}}
	Histories = Suite{"interleave, histories", "./interleave/rt", nil,
		[]string{"-test.timeout=5m", "-test.short=false"}}
	Rounds   = Suite{"interleave, rounds", "./interleave/rt", nil, []string{"-test.timeout=5m"}}
	Specs    = Suite{"interleave, specifications", "./interleave", nil, []string{"-test.timeout=5m"}}
	Runs     = Suite{"interleave, suites", "./interleave/cmd/interleave", nil, []string{"-test.timeout=10m"}}
	Rewriter = Suite{"interleave, rewriting", "./interleave/cmd/interleave", nil, []string{"-test.timeout=10m"}}
	Event    = Suite{"event", "./event", []string{"event", ".", "internal/protocol"}, []string{"-limit=60s"}}
	Actor    = Suite{"actor", "./actor", []string{"actor", "event", ".", "internal/protocol"}, []string{"-limit=20s", "-interleave.deepen"}}
)

// Mutant is a small change to the shipped code that breaks something.
type Mutant struct {
	Name   string
	Breaks string // what goes wrong
	Want   string // the kind of failure that must notice it, as the models' results name it; "": any
	Suite  Suite
	Edits  []overlay.Mutation
	Run    string // models that are tried, as for go test -run
	Tests  bool   // Run has tests of the package as it ships, not models
}

// mutant is one of the primitive, and aimed one of another package, with the models that
// are tried.
type mutant struct {
	name, breaks, want string
	edits              []overlay.Mutation
}

type aimed struct {
	name, breaks, want, run string
	edits                   []overlay.Mutation
}

// WaitModels are the models of the primitive in which the package's own waits run.
const WaitModels = "^TestModel(Poll|Wait|WaitCancelled|WaitUncancelled|LastLook|ForgetWaits|WaitTimeout|ReadyThenWait|ContextPanics|Until|Parker|Ready|Mixed)$"

// Of returns the mutants of a suite.
func Of(s Suite) []Mutant {
	var list []Mutant
	for _, m := range tested[s.Name] {
		list = append(list, Mutant{m.name, m.breaks, "test", s, m.edits, "^Test" + m.run + "$", true})
	}
	for _, m := range protocol {
		if s.Name == Primitive.Name {
			list = append(list, Mutant{m.name, m.breaks, m.want, s, m.edits, "^TestModel", false})
		}
	}
	for _, m := range waits {
		if s.Name == Primitive.Name {
			list = append(list, Mutant{m.name, m.breaks, m.want, s, m.edits, WaitModels, false})
		}
	}
	lists := map[string][]aimed{
		Primitive.Name: aimedWaits,
		Channel.Name:   channel,
		Set.Name:       set,
		Event.Name:     event,
		Actor.Name:     actor,
		Example.Name:   example,
	}
	for _, m := range lists[s.Name] {
		list = append(list, Mutant{m.name, m.breaks, m.want, s, m.edits, pattern(m.run), false})
	}
	return list
}

// pattern is a regular expression for -run: of the test, and perhaps of the model.
func pattern(run string) string {
	test, model, ok := strings.Cut(strings.ReplaceAll(run, " ", "_"), "/")
	if ok {
		return "^TestModel" + test + "$/^" + model + "$"
	}
	return "^TestModel" + test + "$"
}

// Tested returns the suites that have mutants for tests only, and no models.
func Tested() []Suite { return []Suite{Checker, Histories, Specs, Rounds, Runs, Rewriter} }

// Suites returns all suites with models.
func Suites() []Suite { return []Suite{Primitive, Channel, Set, Event, Actor} }

// All returns all mutants.
func All() (list []Mutant) {
	for _, s := range append(append(Suites(), Tested()...), Example) {
		list = append(list, Of(s)...)
	}
	return list
}

// edit is a change of one place, which must be there exactly once.
func edit(file, old, new string) overlay.Mutation {
	return overlay.Mutation{File: file, Old: old, New: new}
}

// Death is how a mutant was noticed.
type Death struct {
	Mutant  string
	Breaks  string
	Killed  bool
	Model   string
	Kind    string
	Text    string
	Bound   string // smallest number of preemptions
	Seconds float64

	Story []byte // what the tests printed
}

// Try runs the models on the mutant, until one fails. It is an error if the wrong kind of
// failure notices it, if no model has run, or if ctx ends before there is a verdict.
func (m Mutant) Try(ctx context.Context, dir string) (Death, error) {
	d, err := m.try(ctx, dir)
	if err == nil && d.Killed && m.Want != "" && d.Kind != m.Want {
		err = fmt.Errorf("%s: noticed by %s (%s), want %s", m.Name, d.Kind, d.Text, m.Want)
	}
	return d, err
}

func (m Mutant) try(ctx context.Context, dir string) (Death, error) {
	d := Death{Mutant: m.Name, Breaks: m.Breaks}
	start := time.Now()
	o, err := m.overlay(dir)
	if err != nil {
		return d, fmt.Errorf("%s: %w", m.Name, err)
	}
	defer o.Close()
	tmp, err := os.MkdirTemp("", "verify-*")
	if err != nil {
		return d, err
	}
	defer os.RemoveAll(tmp)
	bin, results := filepath.Join(tmp, "models"), filepath.Join(tmp, "results")
	if err := o.Build(ctx, m.Suite.Package, bin); err != nil {
		return d, fmt.Errorf("%s: %w", m.Name, err)
	}
	args := []string{"-test.run=" + m.Run, "-test.failfast"}
	if m.Tests {
		args = append(args, "-test.short", "-test.timeout=30s") // one that only hangs is noticed, too
		if len(m.Suite.Packages) == 0 {
			args = append(args, m.Suite.Flags...)
		}
	} else {
		args = append(append(args, "-test.timeout=10m", "-interleave.json="+results), m.Suite.Flags...)
	}
	cmd := program.Command(ctx, bin, args...)
	cmd.Dir = filepath.Join(dir, m.Suite.Package)
	if m.Tests {
		cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+o.JSON) // of go commands that the tests run
	}
	out, err := cmd.CombinedOutput()
	d.Seconds = time.Since(start).Seconds()
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return d, fmt.Errorf("%s: %w", m.Name, err)
	}
	if m.Tests {
		if bytes.Contains(out, []byte("no tests to run")) {
			return d, fmt.Errorf("%s: there is no test %s", m.Name, m.Run)
		}
		d.Killed, d.Story = err != nil, out
		d.Kind, d.Model = "test", strings.Trim(m.Run, "^$")
		return d, nil
	}
	lines, unread := result.Read(results)
	if unread != nil {
		return d, fmt.Errorf("%s: no model has run: %w\n%s", m.Name, unread, out)
	}
	if err == nil {
		return d, nil
	}
	d.Killed, d.Story = true, out
	for _, l := range lines {
		if l.Verdict != "ok" {
			d.Model, d.Kind = l.Model, l.Kind
			d.Text, _, _ = strings.Cut(l.Text, "\n")
			if l.Verdict == "refused" {
				d.Kind, d.Text = "refused", l.Reason
			}
			if l.Smallest != nil {
				d.Bound = fmt.Sprint(*l.Smallest)
			}
			return d, nil
		}
	}
	// The search passed, and what the test asserts of its result failed.
	d.Model, d.Kind = lines[len(lines)-1].Model, "steps"
	for text := range bytes.Lines(out) {
		if s := string(text); strings.Contains(s, "steps, want at most") {
			_, d.Text, _ = strings.Cut(strings.TrimSpace(s), ": ")
		}
	}
	if d.Text == "" {
		return d, fmt.Errorf("%s: the models fail for no known reason:\n%s", m.Name, out)
	}
	return d, nil
}

// overlay is the code with the mutant in it.
func (m Mutant) overlay(dir string) (*overlay.Overlay, error) {
	c := overlay.Config{Dir: dir, Packages: m.Suite.Packages, Mutate: m.Edits, Models: true}
	if m.Tests {
		c.Plain, c.Models, c.Packages = true, false, nil
		for _, e := range m.Edits {
			c.Packages = append(c.Packages, path.Dir(e.File))
		}
	}
	return overlay.New(c)
}

// String is a line for a report.
func (d Death) String() string {
	if !d.Killed {
		return fmt.Sprintf("%-26s SURVIVES: %s (%.1f s)", d.Mutant, d.Breaks, d.Seconds)
	}
	return fmt.Sprintf("%-26s %-9s bound %-2s %s (%.1f s)", d.Mutant, d.Kind, d.Bound, d.Model, d.Seconds)
}
