package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// outcome is what came of counting in one way.
type outcome struct {
	way     way
	samples []sample
	counts  *counts // of the last run
	skipped int     // then
}

// sample is what was measured in one run.
type sample struct{ seconds, rate, sleeps float64 }

func seconds(s sample) float64 { return s.seconds }
func rate(s sample) float64    { return s.rate }
func sleeps(s sample) float64  { return s.sleeps }

// times tells how many times the rate of base w has.
func (w outcome) times(base outcome) string {
	n := min(len(w.samples), len(base.samples)) // they differ after an interrupt
	return figures.Times(figures.Of(w.samples[:n], rate), figures.Of(base.samples[:n], rate))
}

// measure counts the words of fsys in each of the ways, o.runs times. They take turns, so
// that what disturbs the machine disturbs them all. If ctx ends, the run that it
// interrupts only appears if it is the first one.
func measure(ctx context.Context, fsys fs.FS, o options, stderr io.Writer) ([]outcome, error) {
	all := make([]outcome, len(o.ways))
	for i, w := range o.ways {
		all[i].way = w
	}
	st := newStatus(stderr)
	for run := range o.runs {
		for i := range all {
			w := &all[(i+run)%len(all)]
			if o.runs*len(all) > 1 {
				runtime.GC() // what the one before has left
				runtime.GC() // and the batches that the pool kept
			}
			st.begin(o, run, w.way)
			h := w.way.make(o)
			start := time.Now()
			c, err := tally(ctx, fsys, o, h, st)
			took := max(time.Since(start).Seconds(), 1e-9)
			if err != nil && (run > 0 || i > 0 || errors.As(err, new(rootError))) {
				return all, err
			}
			w.samples = append(w.samples, sample{took, float64(c.words) / took, float64(h.slept())})
			w.counts, w.skipped = c, st.skipped
			if err != nil {
				return all, err
			}
			if first := all[0].counts; !c.agrees(first) {
				return all, fmt.Errorf(
					"%d words of %d files were counted, then %d of %d (did a file change meanwhile?)",
					first.words,
					first.files,
					c.words,
					c.files,
				)
			}
		}
	}
	return all, nil
}
