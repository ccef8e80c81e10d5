package diatomic_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
)

// BenchmarkPingPong is a round trip of two goroutines that take turns. The turn is a
// variable; what differs is how the other one is told of it.
func BenchmarkPingPong(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.Run("sink", func(b *testing.B) { pingPong(b, newSinkSide(nil)) })
	b.Run("signal", func(b *testing.B) { pingPong(b, newSignalSide(context.Background())) })
	b.Run("channel", benchmarkChannel)
	b.Run("sink-cancellable", func(b *testing.B) {
		pingPong(b, newSinkSide(func(s *diatomic.WakeSink, ready func() bool) { s.Wait(ctx, ready) }))
	})
	b.Run("signal-cancellable", func(b *testing.B) { pingPong(b, newSignalSide(ctx)) })
	b.Run("sink-timeout", func(b *testing.B) { pingPong(b, newSinkSide(waitHour)) })
	b.Run("sink-select", func(b *testing.B) {
		pingPong(b, newSinkSide(func(s *diatomic.WakeSink, ready func() bool) {
			for !ready() {
				select {
				case <-s.Ready(ready):
				case <-ctx.Done():
				}
			}
		}))
	})
}

func pingPong(b *testing.B, side func(turn *atomic.Uint32, n int) [2]func()) {
	var turn atomic.Uint32
	done := make(chan struct{})
	b.ReportAllocs()
	for _, f := range side(&turn, b.N) {
		go func() {
			f()
			done <- struct{}{}
		}()
	}
	<-done
	<-done
}

func waitHour(s *diatomic.WakeSink, ready func() bool) { s.WaitTimeout(time.Hour, ready) }

func newSinkSide(wait func(*diatomic.WakeSink, func() bool)) func(*atomic.Uint32, int) [2]func() {
	return func(turn *atomic.Uint32, n int) [2]func() {
		var sink [2]diatomic.WakeSink
		side := func(me uint32) func() {
			if wait == nil {
				return func() { waitSide(&sink[me], sink[1-me].Source(), turn, me, n) }
			}
			return func() { sinkSide(&sink[me], sink[1-me].Source(), wait, turn, me, n) }
		}
		return [2]func(){side(0), side(1)}
	}
}

func sinkSide(sink *diatomic.WakeSink, other diatomic.WakeSource, wait func(*diatomic.WakeSink, func() bool), turn *atomic.Uint32, me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		wait(sink, mine)
		turn.Store(1 - me)
		other.Notify()
	}
}

func waitSide(sink *diatomic.WakeSink, other diatomic.WakeSource, turn *atomic.Uint32, me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		sink.Wait(context.Background(), mine)
		turn.Store(1 - me)
		other.Notify()
	}
}

// A channel of capacity 1 as a signal that something changed: what a sink stands in for.
func newSignalSide(ctx context.Context) func(*atomic.Uint32, int) [2]func() {
	return func(turn *atomic.Uint32, n int) [2]func() {
		c := [2]chan struct{}{make(chan struct{}, 1), make(chan struct{}, 1)}
		side := func(me uint32) func() {
			if ctx.Done() != nil {
				return func() { signalSideCtx(ctx, c[me], c[1-me], turn, me, n) }
			}
			return func() { signalSide(c[me], c[1-me], turn, me, n) }
		}
		return [2]func(){side(0), side(1)}
	}
}

func signalSide(mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			<-mine
		}
		turn.Store(1 - me)
		select {
		case other <- struct{}{}:
		default:
		}
	}
}

func signalSideCtx(ctx context.Context, mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			select {
			case <-mine:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		select {
		case other <- struct{}{}:
		default:
		}
	}
}

// The channel alone, without a condition of its own.
func benchmarkChannel(b *testing.B) {
	c := [2]chan struct{}{make(chan struct{}, 1), make(chan struct{}, 1)}
	done := make(chan struct{})
	c[0] <- struct{}{}
	for me := range 2 {
		go func() {
			channelSide(c[me], c[1-me], b.N)
			done <- struct{}{}
		}()
	}
	<-done
	<-done
}

func channelSide(mine, other chan struct{}, n int) {
	for range n {
		<-mine
		other <- struct{}{}
	}
}
