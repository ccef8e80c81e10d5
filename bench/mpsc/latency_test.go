package main

import (
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/latency"
	"github.com/diatomic-go/diatomic/mpsc"
)

// BenchmarkMessageLatency is for room latency: see package latency.
func BenchmarkMessageLatency(b *testing.B) {
	for _, p := range peers {
		if p.pipe != nil {
			latency.Messages(b, p.name, func() (func(int), func() int) {
				c := p.pipe(latency.Capacity)
				return c.send, c.recv
			})
		}
	}
}

// BenchmarkWakeLatency is for room latency: see package latency. An empty message is the
// signal here, of which one is enough, as with a channel of capacity 1.
func BenchmarkWakeLatency(b *testing.B) {
	latency.WakeUps(b, "mpsc", func() latency.Waiter {
		rx, tx := mpsc.New[struct{}](1)
		return latency.Waiter{
			Start: latency.Goroutine(func(ready func() bool) {
				for !ready() {
					_, err := rx.Recv(bg)
					must(err)
				}
			}),
			Notify: func(int) { tx.TrySend(struct{}{}) },
		}
	})
}
