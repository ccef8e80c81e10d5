package main

import (
	"context"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/latency"
)

// BenchmarkWakeLatency is for room latency: see package latency.
func BenchmarkWakeLatency(b *testing.B) {
	for _, p := range peers {
		if !p.takes("plain") {
			continue
		}
		latency.WakeUps(b, p.name, func() latency.Waiter {
			at := p.new()
			return latency.Waiter{
				Start:  latency.Goroutine(func(ready func() bool) { at.wait(context.Background(), ready) }),
				Notify: func(int) { at.notify() },
			}
		})
	}
}

// BenchmarkMessageLatency is for room latency: see package latency.
func BenchmarkMessageLatency(b *testing.B) {
	for _, h := range handovers {
		latency.Messages(b, h.name, func() (func(int), func() int) {
			q := h.new(latency.Capacity)
			return q.put, q.get
		})
	}
}
