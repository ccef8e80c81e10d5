package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// load is what the producers do.
type load struct {
	name      string
	producers int
	tasks     int           // in all
	burst     int           // how many at once
	every     time.Duration // between two bursts; 0 means as fast as they can
}

// loads are what each bell is measured under.
var loads = []load{
	{"1 producer, full rate", 1, 400_000, 1, 0},
	{"4 producers, full rate", 4, 400_000, 1, 0},
	{"1 producer, 64 tasks at once, 1000 times/s", 1, 64 * 200, 64, time.Millisecond},
	{"1 producer, 1000 tasks/s", 1, 200, 1, time.Millisecond},
}

// sample is the outcome of one run.
type sample struct {
	wall, cpu      float64 // ns per task
	latency        float64 // median from post to done, in ns; of a paced load only
	writes, sleeps float64 // per 1000 tasks
}

// run has the producers post their tasks to a loop with such a bell.
func (l load) run(makeBell func(*eventfd) bell) (s sample, err error) {
	loop, err := newLoop(makeBell)
	if err != nil {
		return s, err
	}
	start := time.Now()
	left := l.tasks
	var delays []float64
	do := func(t *task) {
		if l.every > 0 {
			delays = append(delays, float64(int64(time.Since(start))-t.sent))
		}
		if left--; left == 0 {
			loop.stop()
		}
	}
	tasks := make([]task, l.tasks)
	each := l.tasks / l.producers
	var producers sync.WaitGroup
	cpu := figures.CPUTime()
	start = time.Now()
	for p := range l.producers {
		producers.Go(func() { l.produce(loop, tasks[p*each:(p+1)*each], do, start) })
	}
	err = loop.run()
	producers.Wait()
	n := float64(l.tasks)
	s = sample{
		wall:    float64(time.Since(start)) / n,
		cpu:     float64(figures.CPUTime()-cpu) / n,
		latency: figures.Median(delays),
		writes:  float64(loop.event.writes.Load()) * 1000 / n,
		sleeps:  float64(loop.sleeps) * 1000 / n,
	}
	return s, errors.Join(err, loop.close())
}

func (l load) produce(loop *loop, tasks []task, do func(*task), start time.Time) {
	for i := range tasks {
		t := &tasks[i]
		t.do = do
		if l.every > 0 {
			if i%l.burst == 0 {
				time.Sleep(time.Until(start.Add(time.Duration(i/l.burst+1) * l.every)))
			}
			t.sent = int64(time.Since(start))
		}
		loop.post(t)
	}
}

// measure runs each bell under l, that many times.
func measure(ctx context.Context, l load, runs int) ([][]sample, error) {
	all := make([][]sample, len(bells))
	err := figures.InTurns(ctx, len(bells), runs, func(i int) error {
		s, err := l.run(bells[i].make)
		all[i] = append(all[i], s)
		return err
	})
	return all, err
}
