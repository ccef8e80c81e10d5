package main

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic"
)

// nonBlocking is what *xsync.MPMCQueue and *xsync.SPSCQueue have in common.
type nonBlocking[T any] interface {
	TryEnqueue(T) bool
	TryDequeue() (T, bool)
}

// Queue is a queue that one consumer can wait on. TryPut belongs to the producers, as
// many as the queue inside allows; Put to a producer that is the only one; all else to
// the consumer.
type Queue[T any] struct {
	items nonBlocking[T]
	some  diatomic.WakeSink // the consumer's, to wait on until there is an item
	room  diatomic.WakeSink // the producer's, to wait on until there is room

	// An item that Ready found. The consumer only.
	next T
	held bool
}

// NewQueue returns an awaitable q. From now on q itself must not be used.
func NewQueue[T any](q nonBlocking[T]) *Queue[T] { return &Queue[T]{items: q} }

// TryPut adds v. It doesn't block: it reports false if the queue is full. An MPMCQueue
// also does so if another producer was faster.
func (q *Queue[T]) TryPut(v T) bool {
	if !q.items.TryEnqueue(v) {
		return false
	}
	q.some.Source().Notify()
	return true
}

// Put waits until there is room. It is for a producer that is the only one: a sink has
// one waiter. And where several compete, an MPMCQueue may refuse an item though it isn't
// full; then nobody would have to make room, and so wake the producer.
func (q *Queue[T]) Put(ctx context.Context, v T) error {
	if q.TryPut(v) { // as in Get
		return nil
	}
	return q.room.Wait(ctx, func() bool { return q.TryPut(v) })
}

// TryGet takes an item, if there is one. It doesn't block.
func (q *Queue[T]) TryGet() (T, bool) {
	if q.held {
		var none T
		v := q.next
		q.next, q.held = none, false
		return v, true
	}
	v, ok := q.items.TryDequeue()
	if ok {
		q.room.Source().Notify()
	}
	return v, ok
}

// Get waits for an item. It gives up when ctx is done and there is none.
func (q *Queue[T]) Get(ctx context.Context) (T, error) {
	// Under full rate there nearly always is one, and to call WaitUntil for nothing costs
	// twice as much as to take it.
	if v, ok := q.TryGet(); ok {
		return v, nil
	}
	return diatomic.WaitUntil(ctx, &q.some, q.TryGet)
}

// GetTimeout waits for an item for at most d.
func (q *Queue[T]) GetTimeout(d time.Duration) (v T, ok bool) {
	q.some.WaitTimeout(d, func() bool {
		v, ok = q.TryGet()
		return ok
	})
	return v, ok
}

// Ready is for select statements: receive from the channel, then call TryGet, which may
// find nothing. Call it again for each select.
func (q *Queue[T]) Ready() <-chan struct{} {
	return q.some.Ready(q.look)
}

// look reports whether there is an item. The queue can't tell without giving it away, so
// it is kept for TryGet.
func (q *Queue[T]) look() bool {
	q.next, q.held = q.TryGet()
	return q.held
}
