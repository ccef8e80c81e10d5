package main

import (
	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// spsc is queue.SPSC written by hand for a model: its atomics are the engine's, and its
// plain memory is cells.
type spsc struct {
	head, tail             atomic.Uint64
	cachedHead, cachedTail seam.Cell[uint64]
	ring                   [2]seam.Cell[int]
}

func (q *spsc) put(v int) bool {
	tail := q.tail.Load()
	if tail-q.cachedHead.Get() == uint64(len(q.ring)) {
		q.cachedHead.Set(q.head.Load())
		if tail-q.cachedHead.Get() == uint64(len(q.ring)) {
			return false
		}
	}
	q.ring[tail%uint64(len(q.ring))].Set(v)
	q.tail.Store(tail + 1)
	return true
}

func (q *spsc) get() (v int, ok bool) {
	head := q.head.Load()
	if head == q.cachedTail.Get() {
		q.cachedTail.Set(q.tail.Load())
		if head == q.cachedTail.Get() {
			return 0, false
		}
	}
	v = q.ring[head%uint64(len(q.ring))].Get()
	q.head.Store(head + 1)
	return v, true
}

// model is the one of TestSPSCLong, written with Setup.
func model(items int) interleave.Model {
	return interleave.Model{Name: "SPSC", Setup: func(s *interleave.Sim) {
		q := new(spsc)
		s.Name(q, "q")
		s.Go("producer", func() {
			for i := 1; i <= items; i++ {
				for !q.put(i) {
					s.Checkpoint(i)
				}
				s.Checkpoint(i)
			}
		})
		s.Go("consumer", func() {
			for want := 1; want <= items; {
				if v, ok := q.get(); ok {
					if v != want {
						s.Fail("got %d, want %d", v, want)
					}
					want++
				}
				s.Checkpoint(want)
			}
		})
	}}
}
