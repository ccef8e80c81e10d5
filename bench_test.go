package diatomic_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic"
)

// The unit of the figures: one read-modify-write, which succeeds or fails.

func BenchmarkUnit(b *testing.B) {
	b.Run("add", func(b *testing.B) {
		var n atomic.Uint32
		for range b.N {
			n.Add(1)
		}
	})
	b.Run("failedCAS", func(b *testing.B) {
		var n atomic.Uint32
		for range b.N / 8 {
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
			n.CompareAndSwap(1, 2)
		}
	})
}

type countingWaker struct{ n atomic.Uint32 }

func (w *countingWaker) Wake() { w.n.Add(1) }

// Eight at a time, counting down: a loop of its own costs more than the operation.
func notifyEight(src diatomic.WakeSource, n int) {
	for ; n > 0; n-- {
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
	}
}

func BenchmarkIdleNotify(b *testing.B) {
	b.Run("goroutines=1", func(b *testing.B) {
		var sink diatomic.WakeSink
		src := sink.Source()
		notifyEight(src, b.N/8)
	})
	b.Run("goroutines=2", func(b *testing.B) {
		var sink diatomic.WakeSink
		src := sink.Source()
		done := make(chan struct{}, 2)
		for range 2 {
			go func() {
				notifyEight(src, b.N/16)
				done <- struct{}{}
			}()
		}
		<-done
		<-done
	})
}

func BenchmarkRegisterNotify(b *testing.B) {
	b.Run("same", func(b *testing.B) {
		var sink diatomic.WakeSink
		src := sink.Source()
		var w diatomic.Waker = new(countingWaker)
		b.ReportAllocs()
		for range b.N {
			sink.Register(w)
			src.Notify()
		}
	})
	b.Run("alternating", func(b *testing.B) {
		var sink diatomic.WakeSink
		src := sink.Source()
		w := [2]diatomic.Waker{new(countingWaker), new(countingWaker)}
		b.ReportAllocs()
		for i := range b.N {
			sink.Register(w[i&1])
			src.Notify()
		}
	})
}

func BenchmarkRegisterUnregister(b *testing.B) {
	var sink diatomic.WakeSink
	var w diatomic.Waker = new(countingWaker)
	for range b.N {
		sink.Register(w)
		sink.Unregister()
	}
}

// BenchmarkNoWait is what a wait costs that need not wait.
func BenchmarkNoWait(b *testing.B) {
	var sink diatomic.WakeSink
	var n atomic.Int64
	b.Run("Wait", func(b *testing.B) {
		ready := func() bool { return n.Load() == 0 }
		for range b.N {
			sink.Wait(context.Background(), ready)
		}
	})
	b.Run("WaitUntil", func(b *testing.B) {
		for range b.N {
			diatomic.WaitUntil(context.Background(), &sink, func() (int64, bool) { return n.Load(), true })
		}
	})
}
