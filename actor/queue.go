package actor

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// task is an actor in a run queue. An actor is in one queue at most, or in the hands of
// one worker: see "States" in actor.go.
type task struct {
	// next is the link in the injection queue, and in what is on the way there. It
	// belongs to the goroutine that has the task, or to the queue.
	next seam.Cell[*task]

	// actor is the actor itself. Fixed by Init.
	actor runner
}

// queue is the run queue of a worker: a ring to which its owner, that worker, adds at the
// tail, and from whose head the owner and thieves take. A thief takes half of it.
//
// A thief first claims what it will take, then copies it, and then lets go of it:
//
//	head   (at, at) -> (at, at+n)   the thief has claimed n tasks: nobody else takes them,
//	                                and the owner doesn't write to their slots
//	       (at, to) -> (to, to)     the thief has copied them: the slots are free
//	       (at, to) -> (at, to+1)   the owner takes a task meanwhile
//	       (to, to) -> (to+1, to+1) the owner takes a task while there is no thief
//
// There is one thief at a time. Another one that comes meanwhile finds nothing, and has
// nothing to wait for: a thief that has let go looks whether somebody else is needed. See
// "Thieves" in idle.go.
//
// Invariant: at <= to <= tail <= at+len(slots), in this order on the circle of uint32.
// Slots from to up to tail hold tasks; those from at up to to are a thief's.
type queue struct {
	// head holds at in the high half and to in the low half.
	head atomic.Uint64

	_ pad

	// tail is where the owner adds. Only the owner stores it.
	tail atomic.Uint32

	// slots are written by the owner, where no task is; and by the worker that has taken
	// a task, which clears the slot. Their number is a power of two.
	slots []seam.Cell[*task]

	_ pad
}

// pad keeps fields that different goroutines write in different cache lines.
type pad [64]byte

func pack(at, to uint32) uint64                  { return uint64(at)<<32 | uint64(to) }
func unpack(head uint64) (at, to uint32)         { return uint32(head >> 32), uint32(head) }
func (q *queue) slot(i uint32) *seam.Cell[*task] { return &q.slots[i&uint32(len(q.slots)-1)] }

// push adds t at the tail, or reports that there is no room. The owner only.
func (q *queue) push(t *task) bool {
	tail := q.tail.Load()
	// Pairs with the CompareAndSwap by which a thief lets go, and acquires the slot.
	at, _ := unpack(q.head.Load())
	if tail-at == uint32(len(q.slots)) { // as in room
		return false
	}
	q.slot(tail).Set(t)
	// Publishes the slot: pairs with the Load in steal.
	q.tail.Store(tail + 1)
	return true
}

// pop takes the task that has been there for longest, or returns nil. The owner only.
func (q *queue) pop() *task {
	for {
		head := q.head.Load()
		at, to := unpack(head)
		if to == q.tail.Load() {
			return nil
		}
		next := pack(at, to+1)
		if at == to {
			next = pack(to+1, to+1)
		}
		// Must come before the slot is read as ours: with a Store, a thief could have
		// claimed the same task. If it fails, a thief's step has succeeded.
		if q.head.CompareAndSwap(head, next) {
			// Forgets the task: an actor that is idle may be garbage.
			t := q.slot(to).Get()
			q.slot(to).Set(nil)
			return t
		}
	}
}

// half takes half of the tasks, n of them, at least one, out of the queue, linked from
// the newest to the oldest. It returns nil if a thief is about. The owner only, when the
// queue is full.
func (q *queue) half() (newest, oldest *task, n uint32) {
	head := q.head.Load()
	at, to := unpack(head)
	n = (q.tail.Load() - to + 1) / 2
	// As in pop.
	if at != to || n == 0 || !q.head.CompareAndSwap(head, pack(to+n, to+n)) {
		return nil, nil, 0
	}
	for i := range n {
		t := q.slot(to + i).Get()
		q.slot(to + i).Set(nil)
		t.next.Set(newest)
		newest = t
		if oldest == nil {
			oldest = t
		}
	}
	return newest, oldest, n
}

// size is the number of tasks that the owner may take.
func (q *queue) size() int {
	// In this order, the difference isn't negative.
	_, to := unpack(q.head.Load())
	return int(int32(q.tail.Load() - to))
}

// offers reports whether there is something for a thief, as steal sees it: not while
// another one is about.
func (q *queue) offers() bool {
	// Pairs with the Store in push, and with the CompareAndSwap by which a thief lets go:
	// see idle.go. In this order, tail isn't older than to.
	at, to := unpack(q.head.Load())
	return at == to && q.tail.Load() != to
}

// room is for how many tasks there is room. A queue in which there are none may have none
// either: the slots from at up to to belong to a thief, who may be slow. Only the owner
// may call it, and only the owner makes it less.
func (q *queue) room() int {
	// As in push.
	at, _ := unpack(q.head.Load())
	return len(q.slots) - int(q.tail.Load()-at)
}

// steal moves half of the tasks, rounded up, but no more than there is room for, to the
// thief's own queue, in which there are none, except for one that it returns. It returns
// nil if there are none, or another thief is about.
func (q *queue) steal(own *queue) *task {
	most := uint32(own.room()) + 1
	for {
		head := q.head.Load()
		at, to := unpack(head)
		if at != to {
			return nil
		}
		n := q.tail.Load() - to // pairs with the Store in push, and acquires the slots
		if n == 0 {
			return nil
		}
		n = min(n-n/2, most)
		// If the owner has taken tasks since head was loaded, and added others, n may be
		// too large. Then this fails.
		if !q.head.CompareAndSwap(head, pack(at, to+n)) {
			continue
		}
		tail := own.tail.Load()
		for i := range n - 1 {
			own.slot(tail + i).Set(q.slot(to + i).Get())
			q.slot(to + i).Set(nil) // as in pop
		}
		last := q.slot(to + n - 1).Get()
		q.slot(to + n - 1).Set(nil)
		// Gives the slots back to the owner: pairs with the Load in push.
		for {
			head := q.head.Load()
			_, to := unpack(head)
			if q.head.CompareAndSwap(head, pack(to, to)) {
				break
			}
		}
		if n > 1 {
			own.tail.Store(tail + n - 1) // as in push
		}
		return last
	}
}
