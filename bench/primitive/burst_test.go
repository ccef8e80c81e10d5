package main

import (
	"fmt"
	"sync/atomic"
	"testing"
)

// BenchmarkBurst: k publications back to back, each with a notification, and then a pause
// until the consumer has seen them all.
func BenchmarkBurst(b *testing.B) {
	for _, p := range peers {
		if p.group == nil && p.actors == nil {
			continue
		}
		for _, k := range []int{1, 4, 16, 64, 256} {
			b.Run(fmt.Sprintf("peer=%s/k=%d", p.name, k), func(b *testing.B) { burst(b, p, int64(k)) })
		}
	}
}

func burst(b *testing.B, p *peer, k int64) {
	c := p.newConsumers(1)
	var published, seen atomic.Int64
	total := int64(b.N) * k
	ack := make(chan struct{}, 1)
	c.start(0, func() bool { return published.Load() != seen.Load() }, func() bool {
		for {
			now := published.Load()
			if now == seen.Load() {
				return true
			}
			seen.Store(now)
			if now == total {
				close(ack)
				return false
			}
			if now%k == 0 {
				ack <- struct{}{}
			}
		}
	})
	for range b.N {
		for range k {
			published.Add(1)
			c.notify(0)
		}
		<-ack
	}
	b.ReportMetric(float64(c.wakes.Load())/float64(b.N), "wakes/burst")
	b.ReportMetric(float64(c.spurious.Load())/float64(b.N), "spurious/burst")
}
