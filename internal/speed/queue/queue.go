// Package queue has queues in ordinary Go: what the checker's speed is measured with.
package queue

import "sync/atomic"

// SPSC is a queue for one producer and one consumer.
type SPSC struct {
	head, tail             atomic.Uint64
	cachedHead, cachedTail uint64
	ring                   [2]int
}

// Put adds an item, unless the queue is full.
func (q *SPSC) Put(v int) bool {
	tail := q.tail.Load()
	if tail-q.cachedHead == uint64(len(q.ring)) {
		q.cachedHead = q.head.Load()
		if tail-q.cachedHead == uint64(len(q.ring)) {
			return false
		}
	}
	q.ring[tail%uint64(len(q.ring))] = v
	q.tail.Store(tail + 1)
	return true
}

// Get takes an item, unless the queue is empty.
func (q *SPSC) Get() (v int, ok bool) {
	head := q.head.Load()
	if head == q.cachedTail {
		q.cachedTail = q.tail.Load()
		if head == q.cachedTail {
			return 0, false
		}
	}
	v = q.ring[head%uint64(len(q.ring))]
	q.head.Store(head + 1)
	return v, true
}

// MPMC is a queue for any number of producers and consumers (Vyukov 2010).
type MPMC struct {
	head, tail atomic.Uint64
	cells      []cell
}

type cell struct {
	turn atomic.Uint64
	item int
}

// NewMPMC returns a queue with room for n items.
func NewMPMC(n int) *MPMC {
	q := &MPMC{cells: make([]cell, n)}
	for i := range q.cells {
		q.cells[i].turn.Store(uint64(i) * 2)
	}
	return q
}

// turn of a cell at position p: an even number if it is to be filled.
func (q *MPMC) at(p uint64) (c *cell, fill uint64) {
	n := uint64(len(q.cells))
	return &q.cells[p%n], 2 * p
}

// Put adds an item, unless the queue is full.
func (q *MPMC) Put(v int) bool {
	for {
		p := q.tail.Load()
		c, fill := q.at(p)
		switch turn := c.turn.Load(); {
		case turn == fill:
			if q.tail.CompareAndSwap(p, p+1) {
				c.item = v
				c.turn.Store(fill + 1)
				return true
			}
		case turn < fill:
			return false
		}
	}
}

// Get takes an item, unless the queue is empty.
func (q *MPMC) Get() (v int, ok bool) {
	for {
		p := q.head.Load()
		c, fill := q.at(p)
		switch turn := c.turn.Load(); {
		case turn == fill+1:
			if q.head.CompareAndSwap(p, p+1) {
				v = c.item
				c.turn.Store(fill + 2*uint64(len(q.cells)))
				return v, true
			}
		case turn <= fill:
			return 0, false
		}
	}
}
