package main

import "sync/atomic"

// task is what other goroutines give the loop to do. It is in one inbox at most at a
// time.
type task struct {
	next *task
	do   func(*task)
	sent int64 // when it was posted, where that is measured
}

// inbox is a list of tasks that never blocks: anyone adds one, the loop takes all.
type inbox struct{ newest atomic.Pointer[task] }

func (b *inbox) add(t *task) {
	for {
		t.next = b.newest.Load()
		if b.newest.CompareAndSwap(t.next, t) {
			return
		}
	}
}

func (b *inbox) any() bool { return b.newest.Load() != nil }

// take empties the inbox, and returns its tasks in the order in which they were added.
func (b *inbox) take() *task {
	var oldest *task
	for t := b.newest.Swap(nil); t != nil; {
		t, t.next, oldest = t.next, oldest, t
	}
	return oldest
}
