// Package loom has models that were also written for loom, the model checker for Rust, to
// compare how many executions they take.
package loom

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/puzpuzpuz/xsync/v4"
)

// Three threads, two atomic counters, two rounds.
func TestCounters(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var a, b atomic.Int64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for range 2 {
					a.Add(1)
					b.Add(1)
				}
			})
		}
		wg.Wait()
		if a.Load() != 6 || b.Load() != 6 {
			t.Errorf("got %d and %d", a.Load(), b.Load())
		}
	})
}

// Three threads, a mutex, two rounds.
func TestMutex(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var mu sync.Mutex
		n := 0
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for range 2 {
					mu.Lock()
					n++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if n != 6 {
			t.Errorf("got %d", n)
		}
	})
}

// A queue with one producer, one consumer and three items.
func TestSPSC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := xsync.NewSPSCQueue[int](2)
		go func() {
			for v := 1; v <= 3; v++ {
				for !q.TryEnqueue(v) {
				}
			}
		}()
		for want := 1; want <= 3; {
			if v, ok := q.TryDequeue(); ok {
				if v != want {
					t.Errorf("got %d, want %d", v, want)
				}
				want++
			}
		}
	})
}
