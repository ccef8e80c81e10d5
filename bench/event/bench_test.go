package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/figures"
)

// BenchmarkIdle is a notification though nobody waits, by several goroutines at the same
// time. The time is per notification of one of them.
func BenchmarkIdle(b *testing.B) {
	for _, g := range idlers {
		for _, p := range peers {
			if p.idle == nil {
				continue
			}
			b.Run(fmt.Sprintf("goroutines=%d/peer=%s", g, p.name), func(b *testing.B) {
				notify := p.idle()
				var wg sync.WaitGroup
				for i := range g {
					n := (b.N + i) / g
					wg.Go(func() { notify(n) })
				}
				wg.Wait()
			})
		}
	}
}

// BenchmarkPingPong is a round trip of two goroutines.
func BenchmarkPingPong(b *testing.B) {
	for _, k := range kinds {
		for _, p := range peers {
			if !p.takes(k.name) {
				continue
			}
			b.Run(fmt.Sprintf("wait=%s/peer=%s", k.name, p.name), func(b *testing.B) {
				b.ReportAllocs()
				pingPong(p, k.under, b.N)
			})
		}
	}
}

// BenchmarkOne wakes one of so many waiters.
func BenchmarkOne(b *testing.B) {
	crowds(b, (*crowd).one)
}

// BenchmarkAll wakes all of them. The time is for each.
func BenchmarkAll(b *testing.B) {
	crowds(b, func(c *crowd, k int) { c.all((k + c.n - 1) / c.n) })
}

func crowds(b *testing.B, wake func(c *crowd, k int)) {
	for _, n := range counts {
		for _, p := range peers {
			if p.single || !p.takes("plain") {
				continue
			}
			b.Run(caseName(n, p.name), func(b *testing.B) {
				c := newCrowd(p, n)
				wake(c, 1)
				b.ResetTimer()
				wake(c, b.N)
				b.StopTimer()
				c.stop()
			})
		}
	}
}

// BenchmarkQueue hands an item over.
func BenchmarkQueue(b *testing.B) {
	for _, room := range rooms {
		for _, h := range handovers {
			b.Run(fmt.Sprintf("room=%d/way=%s", room, h.name), func(b *testing.B) {
				b.ReportAllocs()
				queue(b, h.new(room), 0)
			})
		}
	}
}

// BenchmarkPaced hands an item over when that is due. Only the processor time matters.
func BenchmarkPaced(b *testing.B) {
	for _, h := range handovers {
		b.Run("way="+h.name, func(b *testing.B) { queue(b, h.new(1024), pace) })
	}
}

func queue(b *testing.B, p pipe, every time.Duration) {
	cpu := figures.CPUTime()
	p.run(b.N, every)
	b.ReportMetric(float64(figures.CPUTime()-cpu)/float64(b.N), "cpu-ns/op")
}

// BenchmarkMemory is what a thousand waiters take, without their stacks.
func BenchmarkMemory(b *testing.B) {
	const waiters = 1000
	for _, k := range kinds[:2] {
		for _, p := range peers {
			if p.single || !p.takes(k.name) {
				continue
			}
			b.Run(fmt.Sprintf("wait=%s/peer=%s", k.name, p.name), func(b *testing.B) {
				for range b.N {
					ctx, _ := k.under()
					warm := make(chan struct{})
					var wg sync.WaitGroup
					for range waiters { // the goroutines themselves are reused
						wg.Go(func() { <-warm })
					}
					close(warm)
					wg.Wait()
					at := p.new()
					var open atomic.Bool
					var here atomic.Int64
					before := heap()
					for range waiters {
						wg.Go(func() {
							here.Add(1)
							at.wait(ctx, open.Load)
						})
					}
					for here.Load() < waiters {
						runtime.Gosched()
					}
					time.Sleep(20 * time.Millisecond) // until they sleep
					b.ReportMetric(max(0, float64(heap()-before)/waiters), "B/waiter")
					open.Store(true)
					at.notifyAll(waiters)
					wg.Wait()
				}
			})
		}
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestPeers: each peer does what it is measured at, under the race detector too.
func TestPeers(t *testing.T) {
	for _, p := range peers {
		for _, k := range kinds {
			if p.takes(k.name) {
				pingPong(p, k.under, 200)
			}
		}
		if p.idle != nil {
			p.idle()(10)
		}
		if p.single || !p.takes("plain") {
			continue
		}
		c := newCrowd(p, 3)
		c.one(100)
		c.all(100)
		c.stop()
	}
}

func TestHandovers(t *testing.T) {
	for _, h := range handovers {
		for _, room := range rooms {
			const n = 1001
			want := 0
			for i := range sides {
				share := n / sides
				if i < n%sides {
					share++
				}
				want += share * (share - 1) / 2
			}
			if got := h.new(room).run(n, 0); got != want {
				t.Errorf("%s, room %d: the sum is %d, want %d", h.name, room, got, want)
			}
		}
	}
}

// A wait under a context ends with it.
func TestCancelled(t *testing.T) {
	for _, p := range peers {
		if p.name == "semaphore" || p.needsPark {
			continue // its waits go on until the condition holds
		}
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Millisecond, cancel)
		p.new().wait(ctx, func() bool { return false })
	}
}

// A report is made of whatever there is.
func TestReport(t *testing.T) {
	d := stats.New()
	for _, p := range peers {
		d.Add("One/"+caseName(2, p.name), "ns/op", 100, 200)
		d.Add("One/"+caseName(1000, p.name), "ns/op", 110, 220)
	}
	i := slices.IndexFunc(newReport(d).Sections, func(s section) bool { return s.Name == "one" })
	text, want := newReport(d).Sections[i].Text, "| `event.Event` | 150 ns | 1.00 | 165 ns | 1.00 | 1.10 |"
	if !strings.Contains(text, want) {
		t.Errorf("got\n%s", text)
	}
}
