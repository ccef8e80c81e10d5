package rt_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
)

// ring is a queue for one producer and one consumer, as the command would rewrite it.
type ring struct {
	head, tail             atomic.Uint64
	cachedHead, cachedTail uint64
	slots                  []slot
}

type slot struct{ item int }

func newRing(n int) *ring {
	return rt.Alloc(&ring{slots: rt.Slice(make([]slot, n), "ring.slots")}, "ring")
}

func (q *ring) tryPut(v int) bool {
	tail := q.tail.Load()
	if tail-rt.R(&q.cachedHead) == uint64(len(q.slots)) {
		rt.P(&q.cachedHead).Set(q.head.Load())
		if tail-rt.R(&q.cachedHead) == uint64(len(q.slots)) {
			return false
		}
	}
	rt.P(&q.slots[tail%uint64(len(q.slots))].item).Set(v)
	q.tail.Store(tail + 1)
	return true
}

func (q *ring) tryGet() (int, bool) {
	head := q.head.Load()
	if head == rt.R(&q.cachedTail) {
		rt.P(&q.cachedTail).Set(q.tail.Load())
		if head == rt.R(&q.cachedTail) {
			return 0, false
		}
	}
	v := rt.R(&q.slots[head%uint64(len(q.slots))].item)
	q.head.Store(head + 1)
	return v, true
}

func spsc(items int, fail func(format string, args ...any)) {
	q := newRing(2)
	wg := rt.Alloc(new(sync.WaitGroup), "wg")
	wg.Add(2)
	rt.Go("producer", func() {
		f := rt.Enter()
		defer wg.Done()
		for i := 0; rt.Cond(f, 1, i) && i < items; i++ {
			for rt.Cond(f, 2, i) && !q.tryPut(i+1) {
			}
		}
	})
	rt.Go("consumer", func() {
		f := rt.Enter()
		defer wg.Done()
		for i := 0; rt.Cond(f, 3, i) && i < items; i++ {
			for {
				rt.Head(f, 4, i)
				v, ok := q.tryGet()
				if ok {
					if v != i+1 {
						fail("got %d, want %d", v, i+1)
					}
					break
				}
			}
		}
	})
	wg.Wait()
}

func TestSPSC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) { spsc(3, t.Errorf) })
}
