package main

import (
	"runtime"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/latency"
)

// BenchmarkWakeLatency is for room latency: see package latency. Each sender has a source
// of its own.
func BenchmarkWakeLatency(b *testing.B) {
	for _, p := range peers {
		latency.WakeUps(b, p.name, func() latency.Waiter {
			w := p.plain(runtime.GOMAXPROCS(0))
			return latency.Waiter{
				Start: latency.Goroutine(func(ready func() bool) {
					for !ready() {
						w.wait()
					}
				}),
				Notify: w.notify,
			}
		})
	}
}
