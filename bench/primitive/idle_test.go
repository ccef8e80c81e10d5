package main

import (
	"flag"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
)

var (
	numConsumers = flag.Int("consumers", 10_000, "idle consumers in BenchmarkMemory")
	idleWindow   = flag.Duration("window", 100*time.Millisecond, "how long BenchmarkIdleCPU watches")
)

// BenchmarkMemory: what an idle consumer takes, with what it waits on. Run it with
// -benchtime=1x.
func BenchmarkMemory(b *testing.B) {
	for _, p := range peers {
		if p.callback != nil {
			b.Run("kind=callback/peer="+p.name, func(b *testing.B) { memoryCallback(b, p.callback) })
		}
	}
	for _, p := range peers {
		if p.group != nil {
			b.Run("kind=goroutine/peer="+p.name, func(b *testing.B) { memoryGoroutine(b, p) })
		}
	}
	b.Run("kind=goroutine/peer=none", func(b *testing.B) {
		memoryGoroutine(b, &peer{group: func(int) group { return make(blocked) }})
	})
}

func memoryCallback(b *testing.B, c *callback) {
	for range b.N {
		before := inUse()
		held := c.hold(*numConsumers)
		b.ReportMetric((inUse()-before)/float64(*numConsumers), "B/consumer")
		runtime.KeepAlive(held)
	}
}

func memoryGoroutine(b *testing.B, p *peer) {
	for range b.N {
		before := inUse()
		wake := sleepers(p.group(*numConsumers), *numConsumers)
		b.ReportMetric((inUse()-before)/float64(*numConsumers), "B/consumer")
		wake()
	}
}

// inUse is the memory of the heap, where the runtime's own descriptors of goroutines are
// too, and of stacks.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}

// sleepers starts n goroutines that wait on g, returns when all of them do, as far as
// that can be known, and returns a function that ends them.
func sleepers(g group, n int) (wake func()) {
	var (
		wg      sync.WaitGroup
		looked  atomic.Int64
		awaited atomic.Bool
	)
	ready := func() bool {
		looked.Add(1)
		return awaited.Load()
	}
	wg.Add(n)
	for i := range n {
		go sleeperOne(g, i, ready, &wg)
	}
	for looked.Load() < int64(n) {
		runtime.Gosched()
	}
	return func() {
		awaited.Store(true)
		for i := range n {
			g.Notify(i)
		}
		wg.Wait()
	}
}

func sleeperOne(g group, i int, ready func() bool, wg *sync.WaitGroup) {
	g.Wait(i, ready)
	wg.Done()
}

// blocked is a goroutine that waits on one channel with all the others, the least there
// is.
type blocked chan struct{}

func (c blocked) Wait(_ int, ready func() bool) {
	ready()
	<-c
}
func (c blocked) Notify(int)                        { c <- struct{}{} }
func (blocked) Wakes(int) (wakes int, spurious int) { return 1, 0 }

// BenchmarkIdleCPU: the processor time that a thousand consumers take while nothing
// happens. Run it with -benchtime=1x.
func BenchmarkIdleCPU(b *testing.B) {
	const consumers = 1000
	for _, p := range append(peers, &peer{name: "none", group: func(int) group { return make(blocked) }}) {
		if p.group == nil {
			continue
		}
		b.Run("peer="+p.name, func(b *testing.B) {
			for range b.N {
				wake := sleepers(p.group(consumers), consumers)
				runtime.GC()
				// Nothing to wait for: this is the time in which nothing happens.
				time.Sleep(*idleWindow / 10) // let the collector's workers go to sleep
				start := figures.CPUTime()
				time.Sleep(*idleWindow)
				b.ReportMetric(float64(figures.CPUTime()-start), "cpu-ns")
				b.ReportMetric(idleWindow.Seconds(), "window-s")
				wake()
			}
		})
	}
}
