package main

import (
	"context"
	"math/bits"
	"runtime"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/event"
	"github.com/puzpuzpuz/xsync/v4"
)

// Many is an MPMCQueue on which both sides can wait: any number of consumers for items,
// and any number of producers for room.
type Many[T any] struct {
	items    *xsync.MPMCQueue[T]
	capacity int64

	_    [64]byte     // so that producers and consumers write to different cache lines
	puts atomic.Int64 // items that have been put in
	some event.Event  // consumers wait here until there are some
	_    [64]byte
	gots atomic.Int64 // items that have been taken out
	room event.Event  // producers wait here until there is room
}

// NewMany returns a queue for that many items, rounded up to a power of 2.
func NewMany[T any](capacity int) *Many[T] {
	return &Many[T]{items: xsync.NewMPMCQueue[T](capacity), capacity: 1 << bits.Len(uint(capacity-1))}
}

// TryPut adds v. It doesn't block: it reports false if the queue is full.
//
// The queue inside also refuses an item if another producer was faster, or a consumer is
// just emptying the place. A producer that went to sleep then might sleep forever, since
// there is room already. Hence the counters. (Without them, each success would have to
// notify its own side too, as "Queues that refuse" in package event says; and TryPut
// would refuse items for which there is room.)
func (q *Many[T]) TryPut(v T) bool {
	for !q.items.TryEnqueue(v) {
		if q.puts.Load()-q.gots.Load() >= q.capacity {
			return false
		}
		runtime.Gosched()
	}
	q.puts.Add(1)
	q.some.Notify(1)
	return true
}

// TryGet takes an item. It doesn't block: it returns false if the queue is empty.
func (q *Many[T]) TryGet() (T, bool) {
	v, ok := q.items.TryDequeue()
	for ; !ok; v, ok = q.items.TryDequeue() {
		if q.puts.Load()-q.gots.Load() <= 0 {
			return v, false
		}
		runtime.Gosched()
	}
	q.gots.Add(1)
	q.room.Notify(1)
	return v, true
}

// Put waits for room. It gives up when ctx is done and there is none.
func (q *Many[T]) Put(ctx context.Context, v T) error {
	return q.room.Wait(ctx, func() bool { return q.TryPut(v) })
}

// Get waits for an item. It gives up when ctx is done and there is none.
func (q *Many[T]) Get(ctx context.Context) (T, error) {
	return event.WaitUntil(ctx, &q.some, q.TryGet)
}
