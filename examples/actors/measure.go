package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/diatomic-go/diatomic/internal/program"
)

// sizes are the numbers of actors that are measured.
func (o *options) sizes() []int {
	if o.quick {
		return []int{1000, 10_000}
	}
	return []int{1000, 10_000, 100_000, 1_000_000}
}

// runsOf is how often n actors are measured: a million goroutines take their time.
func (o *options) runsOf(n int) int {
	if n >= 1_000_000 {
		return (o.runs + 1) / 2
	}
	return o.runs
}

// results are samples by kind and number of actors, in the order of the runs.
type results struct {
	sizes   []int
	samples map[string]map[int][]sample
}

// measure takes all samples, in turns, so that what disturbs the machine disturbs both
// kinds.
func measure(ctx context.Context, o options, bar *program.Progress) (*results, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	r := &results{o.sizes(), map[string]map[int][]sample{byActors: {}, byGoroutines: {}}}
	for run := range o.runs {
		for _, n := range r.sizes {
			kinds := []string{byActors, byGoroutines}
			if run >= o.runsOf(n) {
				continue
			}
			if run%2 == 1 {
				kinds[0], kinds[1] = kinds[1], kinds[0]
			}
			for _, kind := range kinds {
				bar.Show("run %d of %d: %d %s", run+1, o.runs, n, kind)
				s, err := inChild(ctx, self, kind, n, o.workers)
				if err != nil {
					return nil, err
				}
				r.samples[kind][n] = append(r.samples[kind][n], s)
			}
		}
	}
	return r, nil
}

// inChild has another process take a sample.
func inChild(ctx context.Context, self, kind string, n, workers int) (s sample, err error) {
	var stderr strings.Builder
	c := exec.CommandContext(ctx, self, "-sample", fmt.Sprint(kind, " ", n), "-workers", strconv.Itoa(workers))
	c.Stderr = &stderr
	out, err := c.Output()
	if ctx.Err() != nil {
		return s, ctx.Err()
	}
	if err == nil {
		err = json.Unmarshal(out, &s)
	}
	if err != nil {
		return s, fmt.Errorf("a measurement of %d %s failed: %w\n%s", n, kind, err, stderr.String())
	}
	return s, nil
}

// column is one figure of the samples.
func (r *results) column(kind string, n int, f figure) []float64 {
	samples := r.samples[kind][n]
	v := make([]float64, len(samples))
	for i, s := range samples {
		v[i] = f.of(s)
	}
	return v
}
