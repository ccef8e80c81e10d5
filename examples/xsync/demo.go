package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/puzpuzpuz/xsync/v4"
)

// demo shows each way to wait, then many at work.
func demo(ctx context.Context, out io.Writer, producers, messages int) error {
	q := NewQueue(xsync.NewSPSCQueue[string](8))

	_, ok := q.GetTimeout(10 * time.Millisecond)
	fmt.Fprintf(out, "time-out  nothing within 10ms: ok = %v\n", ok)

	short, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	_, err := q.Get(short)
	cancel()
	fmt.Fprintf(out, "context   nothing before it was done: %v\n", err)

	go func() {
		time.Sleep(10 * time.Millisecond)
		q.TryPut("hello")
	}()
	v, err := q.Get(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "context   slept until it came: %q\n", v)

	if err := selects(ctx, out, q); err != nil {
		return err
	}
	return funnel(ctx, out, producers, messages)
}

// selects waits for an item or a tick, whichever is first, until the item has come.
func selects(ctx context.Context, out io.Writer, q *Queue[string]) error {
	tick := time.NewTicker(4 * time.Millisecond)
	defer tick.Stop()
	go func() {
		time.Sleep(10 * time.Millisecond)
		q.TryPut("hello again")
	}()
	for ticks := 0; ; {
		select {
		case <-q.Ready():
			if v, ok := q.TryGet(); ok {
				fmt.Fprintf(out, "select    %d ticks, then %q\n", ticks, v)
				return nil
			}
		case <-tick.C:
			ticks++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// funnel has many producers and one consumer, which adds up what they send.
func funnel(ctx context.Context, out io.Writer, producers, messages int) error {
	q := NewQueue(xsync.NewMPMCQueue[int](capacity))
	cpu, start := figures.CPUTime(), time.Now()
	for range producers {
		go func() {
			for i := range messages {
				for !q.TryPut(i) && ctx.Err() == nil {
					runtime.Gosched() // full: that a producer waits is beyond a sink
				}
			}
		}()
	}
	sum := 0
	for range producers * messages {
		v, err := q.Get(ctx)
		if err != nil {
			return err
		}
		sum += v
	}
	took := time.Since(start)
	if want := producers * (messages * (messages - 1) / 2); sum != want {
		return fmt.Errorf("funnel: the sum is %d, want %d", sum, want)
	}
	fmt.Fprintf(out, "funnel    %d messages of %d producers in %.3f s, CPU time %.3f s; the sum is right\n",
		producers*messages, producers, took.Seconds(), (figures.CPUTime() - cpu).Seconds())
	return nil
}
