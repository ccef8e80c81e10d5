package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/diatomic-go/diatomic/examples/actors/epidemic"
	"github.com/diatomic-go/diatomic/examples/actors/sim"
	"github.com/diatomic-go/diatomic/internal/program"
)

// simulate runs the epidemic on actors, shows what came of it, and verifies that by a run
// without actors.
func simulate(ctx context.Context, stdout, stderr io.Writer, o options) error {
	bar := program.NewProgress(stderr)
	defer bar.End()
	outbreak, result, took, err := timed(
		o,
		bar,
		"actors",
		func(b *epidemic.Outbreak) (sim.Result, error) { return b.Run(ctx, o.workers) },
	)
	if err != nil {
		return err
	}
	if err := summary(stdout, o, outbreak.Registry.Past(), result, took); err != nil {
		return err
	}
	_, reference, alone, err := timed(
		o,
		bar,
		"reference",
		func(b *epidemic.Outbreak) (sim.Result, error) { return b.RunSequentially(ctx) },
	)
	if err != nil {
		return err
	}
	if result != reference {
		return fmt.Errorf(
			"the reference differs: it has %d events in %d rounds, digest %x",
			reference.Events,
			reference.Rounds,
			reference.Digest[:8],
		)
	}
	_, err = fmt.Fprintf(
		stdout,
		"\nverified: one loop without actors has the same events, states and digest, in %.2f s\n",
		alone.Seconds(),
	)
	return err
}

// timed makes an outbreak and runs it. The time is that of the run.
func timed(
	o options,
	bar *program.Progress,
	name string,
	run func(*epidemic.Outbreak) (sim.Result, error),
) (*epidemic.Outbreak, sim.Result, time.Duration, error) {
	bar.Show("%s: %d people meet", name, o.People)
	b := epidemic.New(o.Params)
	b.Progress = func(now sim.Time, events int) { bar.Show("%s: day %d, %d events", name, now/24, events) }
	start := time.Now()
	result, err := run(b)
	took := time.Since(start)
	bar.End()
	return b, result, took, err
}
