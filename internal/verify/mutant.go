package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

// mutant is a small change to the shipped code that breaks something.
type mutant struct {
	name   string
	breaks string // what goes wrong
	want   string // the kind of failure that must notice it, as the models' results name it
	edits  []overlay.Mutation
}

// edit is a change of one place, which must be there exactly once.
func edit(file, old, new string) overlay.Mutation {
	return overlay.Mutation{File: file, Old: old, New: new}
}

// death is how a mutant was noticed.
type death struct {
	Mutant  string
	Breaks  string
	Killed  bool
	Model   string
	Kind    string
	Text    string
	Bound   string // smallest number of preemptions
	Seconds float64

	story []byte // what the tests printed
}

// line is what a model leaves in the file of -interleave.json.
type line struct {
	Model      string               `json:"model"`
	Verdict    string               `json:"verdict"`
	Kind       string               `json:"kind"`
	Text       string               `json:"text"`
	Smallest   *int                 `json:"smallest_preemption_bound"`
	States     int64                `json:"states"`
	Executions int64                `json:"executions"`
	Branches   int64                `json:"branches"`
	MaxDepth   int                  `json:"max_depth"`
	Seconds    float64              `json:"seconds"`
	Bound      string               `json:"bound"`
	Reason     string               `json:"reason"`
	Oracle     string               `json:"oracle"`
	Calls      map[string]callStats `json:"calls"`
}

type callStats struct {
	Max, Solo     int
	Blocks, Loops bool
}

// try runs the models on the mutant, until one fails.
func (m mutant) try(ctx context.Context, dir string) (death, error) {
	run := "^TestModel"
	if slices.ContainsFunc(waits, func(w mutant) bool { return w.name == m.name }) {
		run = waitModels
	}
	d := death{Mutant: m.name, Breaks: m.breaks}
	start := time.Now()
	o, err := overlay.New(overlay.Config{Dir: dir, Packages: []string{"."}, Mutate: m.edits})
	if err != nil {
		return d, fmt.Errorf("%s: %w", m.name, err)
	}
	defer o.Close()
	tmp, err := os.MkdirTemp("", "verify-*")
	if err != nil {
		return d, err
	}
	defer os.RemoveAll(tmp)
	bin, results := filepath.Join(tmp, "models"), filepath.Join(tmp, "results")
	if err := o.Build(".", bin); err != nil {
		return d, fmt.Errorf("%s: %w", m.name, err)
	}
	cmd := exec.CommandContext(ctx, bin, "-test.run="+run, "-test.failfast", "-test.timeout=10m", "-interleave.json="+results)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	d.Seconds = time.Since(start).Seconds()
	if err == nil {
		return d, nil
	}
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return d, fmt.Errorf("%s: %w", m.name, err)
	}
	d.Killed, d.story = true, out
	lines, err := readLines(results)
	if err != nil {
		return d, err
	}
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
		return d, fmt.Errorf("%s: the models fail for no known reason:\n%s", m.name, out)
	}
	return d, nil
}

func readLines(file string) ([]line, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lines []line
	for text := range bytes.Lines(data) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, errors.New("no model left a result")
	}
	return lines, nil
}
