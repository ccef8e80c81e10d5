package main

import (
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/latency"
)

// BenchmarkWakeLatency is for room latency: see package latency.
func BenchmarkWakeLatency(b *testing.B) {
	for _, p := range peers {
		switch {
		case p.group != nil:
			latency.WakeUps(b, p.name, func() latency.Waiter {
				g := p.group(1)
				return latency.Waiter{
					Start:  latency.Goroutine(func(ready func() bool) { g.Wait(0, ready) }),
					Notify: func(int) { g.Notify(0) },
				}
			})
		case p.actors != nil:
			latency.WakeUps(b, p.name, func() latency.Waiter {
				c := p.newConsumers(1)
				return latency.Waiter{
					Start:  func(ready, run func() bool) { c.start(0, ready, run) },
					Notify: func(int) { c.notify(0) },
				}
			})
		}
	}
}
