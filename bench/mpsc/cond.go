package main

import "sync"

// condQueue is a slice under a lock, which its receiver takes whole.
type condQueue[T any] struct {
	mu              sync.Mutex
	notFull, filled sync.Cond
	items           []T
	spare           []T // the receiver's
	capacity        int
	closed          bool
}

func newCondQueue[T any](capacity int) *condQueue[T] {
	q := &condQueue[T]{capacity: capacity}
	q.notFull.L, q.filled.L = &q.mu, &q.mu
	return q
}

func (q *condQueue[T]) put(v T) {
	q.mu.Lock()
	for len(q.items) == q.capacity {
		q.notFull.Wait()
	}
	q.items = append(q.items, v)
	q.mu.Unlock()
	q.filled.Signal()
}

// take returns all there is, to be used until the next call. It returns nothing if the
// queue is closed.
func (q *condQueue[T]) take() []T {
	q.mu.Lock()
	for len(q.items) == 0 && !q.closed {
		q.filled.Wait()
	}
	batch := q.items
	q.items, q.spare = q.spare[:0], batch
	q.mu.Unlock()
	q.notFull.Broadcast()
	return batch
}

func (q *condQueue[T]) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.filled.Signal()
}

func condRig[T any](capacity int) rig {
	q := newCondQueue[T](capacity)
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				q.put(v)
			}
		},
		func(n int) {
			var v T
			for n > 0 {
				batch := q.take()
				for i := range batch {
					v = batch[i]
				}
				n -= len(batch)
			}
			*kept = v
		},
		q,
	}
}
