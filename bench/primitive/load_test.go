package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
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

// Quantiles that BenchmarkLatency reports.
var quantiles = []float64{0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999}

const (
	latencyRate  = 10_000                // publications a second, of all producers together
	latencyChunk = 10 * time.Microsecond // of work, before others may run
)

// BenchmarkLatency: from publishing to the consumer having it, while as many goroutines
// as twice the cores are always busy. They are the producers too: timers would be late.
func BenchmarkLatency(b *testing.B) {
	for _, p := range peers {
		if p.group == nil && p.actors == nil {
			continue
		}
		b.Run("peer="+p.name, func(b *testing.B) { latency(b, p) })
	}
}

// stamps is a ring of the times of publication of one producer.
type stamps struct {
	at   [1024]int64
	head atomic.Int64 // published; the producer
	tail atomic.Int64 // consumed; the consumer
	_    [64]byte
}

func latency(b *testing.B, p *peer) {
	producers := 2 * runtime.GOMAXPROCS(0)
	rings := make([]stamps, producers)
	each := (b.N + producers - 1) / producers
	lat := make([]int64, 0, each*producers)
	start := time.Now()
	c := p.newConsumers(1)
	done := make(chan struct{})
	c.start(0, func() bool {
		for i := range rings {
			if rings[i].head.Load() != rings[i].tail.Load() {
				return true
			}
		}
		return false
	}, func() bool {
		now := int64(time.Since(start))
		for i := range rings {
			r := &rings[i]
			head := r.head.Load()
			for tail := r.tail.Load(); tail != head; tail++ {
				lat = append(lat, max(now-r.at[tail%int64(len(r.at))], 0))
			}
			r.tail.Store(head)
		}
		if len(lat) == cap(lat) {
			close(done)
			return false
		}
		return true
	})
	var wg sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(producers))
	interval := time.Second * time.Duration(producers) / latencyRate
	for i := range rings {
		wg.Go(func() {
			r := &rings[i]
			due := interval * time.Duration(i) / time.Duration(producers)
			for n := 0; n < each; {
				if now := time.Since(start); now >= due {
					r.at[n%len(r.at)] = int64(now)
					r.head.Store(int64(n + 1))
					c.notify(0)
					n++
					due += interval
				}
				spin(latencyChunk)
				runtime.Gosched()
			}
			// The load stays until everything is consumed.
			for left.Add(-1); ; {
				select {
				case <-done:
					return
				default:
					spin(latencyChunk)
					runtime.Gosched()
				}
			}
		})
	}
	<-done
	wg.Wait()
	slices.Sort(lat)
	for _, q := range quantiles {
		i := min(int(math.Ceil(q*float64(len(lat)))), len(lat)) - 1
		b.ReportMetric(float64(lat[max(i, 0)]), fmt.Sprintf("p%g-ns", q*100))
	}
}

func spin(d time.Duration) {
	for t := time.Now(); time.Since(t) < d; {
	}
}
