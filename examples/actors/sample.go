package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// sample is one measurement, in a process of its own: what goroutines there were is never
// quite given back.
type sample struct {
	Kind  string  // of the actors
	N     int     // of them
	Bytes float64 // per idle actor
	Start float64 // ns per actor, until each has received its first message
	Rate  float64 // messages/s, with many under way
	Alone float64 // messages/s, with a single one
}

// The kinds of actors.
const (
	byActors     = "actors"
	byGoroutines = "goroutines"
)

// What goes on during a measurement.
const (
	balls     = 16      // messages under way
	hops      = 800_000 // of all of them together
	aloneHops = 100_000 // of a single one
)

// newField returns n actors. Channels have room for all the messages that are ever under
// way, so that no goroutine has to wait for another's: with less room all could come to
// wait for each other.
func newField(kind string, n, workers int) field {
	if kind == byActors {
		return newActorField(n, workers)
	}
	return newGoField(n, balls)
}

// take measures n actors of one kind.
func take(kind string, n, workers int) (sample, error) {
	s := sample{Kind: kind, N: n}
	before := inUse()
	start := time.Now()
	f := newField(kind, n, workers)
	walk(f, n, n, n) // one message to each
	s.Start = float64(time.Since(start)) / float64(n)
	s.Bytes = (inUse() - before) / float64(n)
	walk(f, n, balls, hops/10)
	s.Rate = rate(f, n, balls, hops)
	s.Alone = rate(f, n, 1, aloneHops)
	if received, sent := f.stop(), n+hops/10+hops+aloneHops; received != sent {
		return s, fmt.Errorf("%d messages were received, %d sent", received, sent)
	}
	return s, nil
}

// walk sends so many balls, which make so many hops together, and waits until they have.
func walk(f field, n, balls, hops int) {
	f.shared().out.Store(int64(balls))
	for i := range balls {
		f.send(i*(n/balls), newBall(i, hops/balls-1))
	}
	<-f.shared().end
}

// rate is the messages per second of a walk.
func rate(f field, n, balls, hops int) float64 {
	start := time.Now()
	walk(f, n, balls, hops)
	return float64(hops) / time.Since(start).Seconds()
}

// inUse is the memory in heap and stacks.
func inUse() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first one found to be garbage may be swept only now
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}

// parseSample returns the measurement that spec asks for: "actors 1000" or "goroutines
// 1000".
func parseSample(spec string) (kind string, n int, err error) {
	if words := strings.Fields(spec); len(words) == 2 {
		kind = words[0]
		n, _ = strconv.Atoi(words[1]) // or 0, which is too small
	}
	if kind != byActors && kind != byGoroutines || n < balls || n > 100_000_000 {
		return "", 0, fmt.Errorf("-sample %q: it must be %q or %q and a number from %d to 100 million",
			spec, byActors, byGoroutines, balls)
	}
	return kind, n, nil
}

// printSample takes a measurement, unless ctx ends before.
func printSample(ctx context.Context, out io.Writer, kind string, n, workers int) error {
	taken := make(chan error, 1)
	var s sample
	go func() {
		var err error
		s, err = take(kind, n, workers)
		taken <- err
	}()
	select {
	case err := <-taken:
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(s)
	case <-ctx.Done():
		return ctx.Err()
	}
}
