package diatomic_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestAllocations: none on any path, once it was taken.
func TestAllocations(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	var s diatomic.WakeSink
	src := s.Source()
	w := [2]diatomic.Waker{new(nop), new(nop)}
	values := [2]diatomic.Waker{withAny{w[0]}, withAny{1 << 20}}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	// The predicate that fails until something is registered makes each wait park,
	// and be woken by itself.
	var n atomic.Int64
	looks := 0
	parks := func() bool {
		if looks++; looks%3 == 2 {
			src.Notify() // registered by now: the park that follows ends at once
		}
		return looks%3 == 0
	}
	never := func() bool { return false }
	// In turn, so that none comes twice in a row.
	var fresh [3]context.Context
	for i := range fresh {
		var cancel context.CancelFunc
		fresh[i], cancel = context.WithCancel(ctx)
		defer cancel()
	}
	foreign := testenv.NewOwn()
	i := 0
	for _, test := range []struct {
		name string
		call func()
	}{
		{"idle Notify", func() { src.Notify() }},
		{"Register same, Notify", func() { s.Register(w[0]); src.Notify() }},
		{"Register alternating, Notify", func() { i++; s.Register(w[i&1]); src.Notify() }},
		{"Register alternating", func() { i++; s.Register(w[i&1]) }},
		{"Register structs with interfaces", func() { i++; s.Register(values[i&1]) }},
		{"Register, Unregister", func() { s.Register(w[0]); s.Unregister() }},
		{"Poll", func() { s.Poll(w[0], never) }},
		{"PollUntil", func() { diatomic.PollUntil(&s, w[0], func() (int64, bool) { return n.Add(1), false }) }},
		{"Wait", func() { s.Wait(context.Background(), parks) }},
		{"Wait, cancellable", func() { s.Wait(ctx, parks) }},
		{"Wait, a new context each time", func() { i++; s.Wait(fresh[i%len(fresh)], parks) }},
		{"Wait, a context of somebody's own", func() { s.Wait(foreign, parks) }},
		{"WaitUntil", func() {
			diatomic.WaitUntil(ctx, &s, func() (int64, bool) { ok := parks(); return n.Add(1), ok })
		}},
		{"WaitTimeout", func() { s.WaitTimeout(time.Hour, parks) }},
		{"Ready", func() { s.Ready(never); src.Notify() }},
		{"Source", func() { s.Source().Notify() }},
	} {
		looks = 0
		for range 10 { // from then on a context is watched
			test.call()
		}
		if allocs := testing.AllocsPerRun(100, test.call); allocs != 0 {
			t.Errorf("%s: %v allocations", test.name, allocs)
		}
	}
}

// TestParkedAllocations: none for a wait that really parks and is woken by another
// goroutine, under a context that can be cancelled, whether it is the same each time or
// not.
func TestParkedAllocations(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	ctxs := func(n int) func(i int) context.Context {
		list := make([]context.Context, n)
		for i := range list {
			ctx, cancel := context.WithCancel(context.Background())
			t.Cleanup(cancel)
			list[i] = ctx
		}
		return func(i int) context.Context { return list[i%n] }
	}
	one, three := ctxs(1), ctxs(3)
	type wait = func(i int, s *diatomic.WakeSink, ready func() bool)
	waits := map[string]wait{
		"one context":    func(i int, s *diatomic.WakeSink, ready func() bool) { s.Wait(one(i), ready) },
		"three in turn":  func(i int, s *diatomic.WakeSink, ready func() bool) { s.Wait(three(i), ready) },
		"with a timeout": func(i int, s *diatomic.WakeSink, ready func() bool) { s.WaitTimeout(time.Hour, ready) },
	}
	for name, wait := range waits {
		var sink [2]diatomic.WakeSink
		var turn atomic.Uint32
		side := func(me uint32) func() {
			mine := func() bool { return turn.Load() == me || turn.Load() == 2 }
			i := 0
			return func() {
				i++
				wait(i, &sink[me], mine)
				turn.CompareAndSwap(me, 1-me)
				sink[1-me].Source().Notify()
			}
		}
		here, there := side(0), side(1)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for turn.Load() != 2 {
				there()
			}
		}()
		if allocs := testing.AllocsPerRun(1000, here); allocs >= 0.01 {
			t.Errorf("%s: %v allocations per round trip", name, allocs)
		}
		turn.Store(2)
		sink[1].Source().Notify()
		<-done
	}
}
