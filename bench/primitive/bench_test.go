package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic"
)

// BenchmarkUnit has the units of the figures.
func BenchmarkUnit(b *testing.B) {
	var n atomic.Uint32
	b.Run("op=load", func(b *testing.B) { load(&n, b.N) })
	b.Run("op=add", func(b *testing.B) { add(&n, b.N) })
	b.Run("op=failedCAS", func(b *testing.B) { failedCAS(&n, b.N) })
}

func add(n *atomic.Uint32, k int) {
	for range k {
		n.Add(1)
	}
}

func load(n *atomic.Uint32, k int) (sum uint32) {
	for k /= 8; k > 0; k-- {
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
		sum += n.Load()
	}
	return sum
}

func failedCAS(n *atomic.Uint32, k int) {
	never := n.Load() + 1
	for k /= 8; k > 0; k-- {
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
		n.CompareAndSwap(never, 0)
	}
}

// BenchmarkIdleNotify: nobody waits. The time is per notification of all goroutines
// together.
func BenchmarkIdleNotify(b *testing.B) {
	for _, p := range peers {
		if p.idle == nil {
			continue
		}
		for _, g := range []int{1, 2, 3, 4, 6, 8} {
			b.Run(fmt.Sprintf("peer=%s/goroutines=%d", p.name, g), func(b *testing.B) {
				notify := p.idle()
				if g == 1 {
					notify(b.N)
					return
				}
				var wg sync.WaitGroup
				for range g {
					wg.Go(func() { notify(b.N / g) })
				}
				wg.Wait()
			})
		}
	}
}

// BenchmarkRenotify: the consumer has been notified already and has not looked yet.
func BenchmarkRenotify(b *testing.B) {
	eachPeer(b, func(p *peer) func() func(int) { return p.renotify })
}

// BenchmarkNotifyAwake: a consumer that keeps up without sleeping takes each
// notification.
func BenchmarkNotifyAwake(b *testing.B) {
	eachPeer(b, func(p *peer) func() func(int) { return p.awake })
}

// BenchmarkSame: register the waker that was registered last, and notify.
func BenchmarkSame(b *testing.B) {
	eachCallback(b, func(c *callback) func(wakers) func(int) { return c.same })
}

// BenchmarkAlternate: register two wakers in turn, and notify each.
func BenchmarkAlternate(b *testing.B) {
	eachCallback(b, func(c *callback) func(wakers) func(int) { return c.alternate })
}

// BenchmarkUnregister: register and unregister.
func BenchmarkUnregister(b *testing.B) {
	eachCallback(b, func(c *callback) func(wakers) func(int) { return c.unregister })
}

func eachPeer(b *testing.B, work func(*peer) func() func(int)) {
	for _, p := range peers {
		if f := work(p); f != nil {
			b.Run("peer="+p.name, func(b *testing.B) {
				b.ReportAllocs()
				f()(b.N)
			})
		}
	}
}

func eachCallback(b *testing.B, work func(*callback) func(wakers) func(int)) {
	eachPeer(b, func(p *peer) func() func(int) {
		if p.callback == nil {
			return nil
		}
		return func() func(int) { return work(p.callback)(wakers{new(counting), new(counting)}) }
	})
}

// BenchmarkContend: notifiers against a consumer that registers all the time.
func BenchmarkContend(b *testing.B) {
	for _, p := range peers {
		if p.callback == nil {
			continue
		}
		for _, notifiers := range []int{1, 3} {
			b.Run(fmt.Sprintf("peer=%s/notifiers=%d", p.name, notifiers), func(b *testing.B) {
				contend(b, p, notifiers)
			})
		}
	}
}

func contend(b *testing.B, p *peer, notifiers int) {
	var (
		wg       sync.WaitGroup
		stop     atomic.Bool
		notified atomic.Int64
	)
	w := new(counting)
	notify, register := p.callback.contend(wakers{a: w})
	for range notifiers {
		wg.Go(func() {
			n := 0
			for !stop.Load() {
				notify(64)
				n += 64
			}
			notified.Add(int64(n))
		})
	}
	b.ResetTimer()
	register(b.N)
	stop.Store(true)
	wg.Wait()
	s := b.Elapsed().Seconds()
	b.ReportMetric(float64(b.N)/s, "registers/s")
	b.ReportMetric(float64(notified.Load())/s, "notifies/s")
	b.ReportMetric(float64(w.n.Load())/s, "wakes/s")
}

// BenchmarkPingPong is a round trip of two goroutines that take turns. The turn is an
// atomic; what differs is how the other side is told. A fresh wait makes a context, waits
// under it, and cancels it.
func BenchmarkPingPong(b *testing.B) {
	for _, kind := range []string{"plain", "context", "fresh", "timeout", "select"} {
		for _, p := range peers {
			if sides := p.pingPong[kind]; sides != nil {
				b.Run(fmt.Sprintf("wait=%s/peer=%s", kind, p.name), func(b *testing.B) {
					b.ReportAllocs()
					pingPong(sides, b.N)
				})
			}
		}
	}
}

func pingPong(sides sides, n int) *atomic.Uint32 {
	turn := new(atomic.Uint32)
	together(sides(turn, n))
	return turn
}

// together runs both sides.
func together(sides [2]func()) {
	done := make(chan struct{})
	for _, side := range sides {
		go func() {
			side()
			done <- struct{}{}
		}()
	}
	<-done
	<-done
}

// BenchmarkReply is a request and its reply. What the request needs is made for it: a
// context, and a place for the reply.
func BenchmarkReply(b *testing.B) {
	for _, p := range peers {
		if p.reply != nil {
			b.Run("peer="+p.name, func(b *testing.B) {
				b.ReportAllocs()
				together(p.reply.sides(b.N))
			})
		}
	}
}

// BenchmarkNoWait is what a wait costs that need not wait, to compare two commits by: no
// table has it.
func BenchmarkNoWait(b *testing.B) {
	var sink diatomic.WakeSink
	var n atomic.Int64
	b.Run("wait=Wait", func(b *testing.B) {
		ready := func() bool { return n.Load() == 0 }
		for range b.N {
			sink.Wait(context.Background(), ready)
		}
	})
	b.Run("wait=WaitUntil", func(b *testing.B) {
		for range b.N {
			diatomic.WaitUntil(context.Background(), &sink, func() (int64, bool) { return n.Load(), true })
		}
	})
}
