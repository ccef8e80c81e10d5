package actor

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/actor/internal/outside"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// injection is the queue for what comes from outside, and for what a worker's own queue
// has no room for. Goroutines push onto a stack, which takes one step and no lock. A
// worker that wants tasks takes the whole stack, reverses it, and adds it to a list,
// under a lock that only workers take. So tasks leave in the order in which they came.
//
// There is no ABA problem: tasks leave the stack only all at once, so if the top is the
// same task again at the compare-and-swap, the link to it is still right.
type injection struct {
	// top is the newest task on the stack, nil, or shut.
	top atomic.Pointer[task]

	_ pad

	// size is the number of tasks in the list. The lock holder changes it.
	size atomic.Int64

	// pushed is how many tasks were pushed, and taken how many have left, for Snapshot.
	pushed, taken outside.Count

	// mu guards the list, oldest first.
	mu    seam.Mutex
	first seam.Cell[*task]

	// shut is on top when the system has ended.
	shut task
}

// push adds n tasks that are linked from the newest to the oldest. It reports whether it
// did: once the queue is shut, they stay the caller's.
func (q *injection) push(newest, oldest *task, n uint32) bool {
	q.pushed.Add(int64(n))
	for { //interleave:checkpoint newest, oldest
		top := q.top.Load()
		if top == &q.shut {
			return false
		}
		oldest.next.Set(top)
		// Publishes the tasks and their links: pairs with the CompareAndSwap in refill.
		// A Store would lose a task that was pushed since the load.
		if q.top.CompareAndSwap(top, newest) {
			return true
		}
	}
}

// empty reports whether there is nothing to take. It takes no lock.
func (q *injection) empty() bool {
	// In this order: refill raises size before it takes the stack, so that a task on its
	// way from the stack to the list is seen in one or the other.
	top := q.top.Load()
	return (top == nil || top == &q.shut) && q.size.Load() == 0
}

// take takes tasks, oldest first and linked, up to n of them.
func (q *injection) take(n int) *task {
	q.mu.Lock()
	if q.first.Get() == nil {
		q.refill()
	}
	first := q.first.Get()
	last := first
	taken := int64(0)
	for t := first; t != nil && taken < int64(n); t = t.next.Get() {
		last = t
		taken++
	}
	if last != nil {
		q.first.Set(last.next.Get())
		last.next.Set(nil)
		q.size.Add(-taken)
		q.taken.Add(taken)
	}
	q.mu.Unlock()
	return first
}

// refill moves the stack to the list, which is empty. The caller holds the lock.
func (q *injection) refill() {
	top := q.top.Load()
	if top == nil || top == &q.shut {
		return
	}
	// A worker that looks meanwhile sees that there is something: see empty.
	q.size.Add(1)
	for {
		// Takes over the tasks: pairs with the CompareAndSwap in push. Nobody else takes
		// any, or shuts the queue, unless the stack is empty.
		if q.top.CompareAndSwap(top, nil) {
			break
		}
		top = q.top.Load()
	}
	var first *task
	n := int64(0)
	for t := top; t != nil; n++ {
		next := t.next.Get()
		t.next.Set(first)
		first, t = t, next
	}
	q.first.Set(first)
	q.size.Add(n - 1)
}

// shutIfEmpty shuts the queue if it is empty, and reports whether it is shut. No worker
// may be awake.
func (q *injection) shutIfEmpty() bool {
	// Pairs with the CompareAndSwap in push: one of the two fails.
	return q.size.Load() == 0 && (q.top.CompareAndSwap(nil, &q.shut) || q.top.Load() == &q.shut)
}

// drain shuts the queue, and returns all that was in it, linked and in no order. All
// workers have left.
func (q *injection) drain() *task {
	list := q.first.Get()
	q.first.Set(nil)
	q.size.Store(0)
	top := q.top.Swap(&q.shut)
	for top != nil && top != &q.shut {
		next := top.next.Get()
		top.next.Set(list)
		list, top = top, next
	}
	return list
}
