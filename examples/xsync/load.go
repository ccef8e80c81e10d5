package main

import (
	"context"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// load is what the producers do.
type load struct {
	name      string
	producers int
	messages  int           // in all
	every     time.Duration // between two messages; 0 means as fast as they can
}

// loads are what each way is measured under.
var loads = []load{
	{"1 producer, full rate", 1, 1_000_000, 0},
	{"4 producers, full rate", 4, 1_000_000, 0},
	{"1 producer, 1000 messages/s", 1, 200, time.Millisecond},
}

// sample is the outcome of one run.
type sample struct {
	wall, cpu float64 // ns per message
	latency   float64 // median from put to got, in ns; of a paced load only
}

// run sends the messages of l through p.
func (l load) run(p pipe) sample {
	var producers sync.WaitGroup
	cpu, start := figures.CPUTime(), time.Now()
	for range l.producers {
		producers.Go(func() { l.produce(p.put, start) })
	}
	var delays []float64
	if p.get != nil {
		delays = l.consume(p.get, start)
	}
	producers.Wait()
	n := float64(l.messages)
	return sample{
		wall:    float64(time.Since(start)) / n,
		cpu:     float64(figures.CPUTime()-cpu) / n,
		latency: figures.Median(delays),
	}
}

func (l load) produce(put func(int64), start time.Time) {
	for i := range l.messages / l.producers {
		if l.every > 0 {
			time.Sleep(time.Until(start.Add(time.Duration(i+1) * l.every)))
		}
		put(l.stamp(start))
	}
}

// stamp tells the time, but not under full rate: that would cost more than most ways do.
func (l load) stamp(start time.Time) int64 {
	if l.every == 0 {
		return 0
	}
	return int64(time.Since(start))
}

// consume returns how long the messages took, if they are stamped.
func (l load) consume(get func() int64, start time.Time) (delays []float64) {
	for range l.messages {
		if sent := get(); l.every > 0 {
			delays = append(delays, float64(int64(time.Since(start))-sent))
		}
	}
	return delays
}

// measure runs each way under l, that many times. There are no samples of a way that
// doesn't fit the load.
func measure(ctx context.Context, l load, ways []way, runs int) ([][]sample, error) {
	all := make([][]sample, len(ways))
	err := figures.InTurns(ctx, len(ways), runs, func(i int) error {
		if p := ways[i].make(ctx, l); p.put != nil {
			all[i] = append(all[i], l.run(p))
		}
		return nil
	})
	return all, err
}
