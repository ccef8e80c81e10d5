//go:build !race && !interleave

package actor

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestNoAllocation sends from outside and between actors, one at a time and in crowds.
func TestNoAllocation(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	s := start(Options{Workers: 2})
	done := make(chan struct{}, 1)
	var a, b Ref[int]
	hop := func(to *Ref[int]) do[int] {
		return func(c *Context[int], m int) {
			if m == 0 {
				done <- struct{}{}
				return
			}
			Send(c, *to, m-1)
		}
	}
	a, b = Spawn(s.System, hop(&b)), Spawn(s.System, hop(&a))
	n := 0
	count := Spawn(s.System, do[int](func(_ *Context[int], m int) {
		if n++; n == 100 {
			n = 0
			done <- struct{}{}
		}
	}))
	bounded := Spawn(s.System, do[int](func(_ *Context[int], m int) {
		if m == 99 {
			done <- struct{}{}
		}
	}), Mailbox(3))
	for name, f := range map[string]func(){
		"between actors": func() { a.TrySend(1000); <-done },
		"from outside": func() {
			for range 100 {
				count.Send(bg, 1)
			}
			<-done
		},
		"one by one": func() { a.TrySend(0); <-done },
		"bounded": func() {
			for i := range 100 {
				bounded.Send(bg, i)
			}
			<-done
		},
	} {
		for range 10 {
			f() // so that there are spare envelopes
		}
		// A garbage collection may free some of them.
		if n := testing.AllocsPerRun(100, f); n > 1 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	s.stop(t)
}

// TestIdleMemory measures a million actors, or fewer, that have each received a message.
func TestIdleMemory(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	s := start(Options{Workers: 1})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	all := make([]node, n)
	for i := range all {
		all[i].Init(s.System, &all[i])
		all[i].Ref().TrySend(1)
	}
	done := make(chan struct{})
	Spawn(s.System, do[int](func(*Context[int], int) { close(done) })).TrySend(1)
	<-done
	runtime.GC()
	runtime.GC() // the first leaves what was pooled
	runtime.ReadMemStats(&after)
	const state = 8 // of a node
	if got := float64(after.HeapAlloc-before.HeapAlloc)/float64(n) - state; got > 128 {
		t.Errorf("an idle actor takes %.1f bytes beside its state", got)
	}
	runtime.KeepAlive(all)
	s.stop(t)
}

// TestBurst: what a burst of messages has taken is freed, even if it was received in one
// turn, and the actor has then sent something.
func TestBurst(t *testing.T) {
	for _, batch := range []int{0, 1 << 20} {
		for _, sends := range []bool{false, true} {
			t.Run(fmt.Sprint("batch ", batch, ", sends ", sends), func(t *testing.T) { burst(t, batch, sends) })
		}
	}
}

func burst(t *testing.T, batch int, sends bool) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	s := start(Options{Workers: 1, Batch: batch})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const n = 300_000
	hold, done := make(chan struct{}), make(chan struct{})
	last := Spawn(s.System, do[int](func(*Context[int], int) { close(done) }))
	a := Spawn(s.System, do[int](func(c *Context[int], m int) {
		if m == 0 {
			<-hold
		}
		if m == n && sends {
			Send(c, last, 1)
		}
	}))
	for i := range n + 1 {
		a.TrySend(i)
	}
	if !sends {
		last.TrySend(1)
	}
	close(hold)
	<-done
	// Once this is received, the run has ended.
	again := make(chan struct{})
	Spawn(s.System, do[int](func(*Context[int], int) { close(again) })).TrySend(1)
	<-again
	for range 6 {
		runtime.GC()
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
	s.stop(t)
}
