package main

import (
	"context"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// lockFree is a list of waiters without a mutex. It can't cancel a wait, nor put a waiter
// back where it was. (For these, requests to the goroutine that serves the list would
// have to be added.) Waiters push themselves on a stack. A notifier that finds the list
// in use leaves its notification to the one that uses it. locked is the same list under a
// mutex, and can do no more: the two show what the mutex costs.
type lockFree struct {
	// top is the newest waiter on the stack, nil if there is none and the front is empty,
	// &somebody if only the front isn't.
	top   atomic.Pointer[lockFreeWaiter]
	inUse atomic.Int64 // notifications to be served; 0: the list isn't in use

	front *lockFreeWaiter // oldest first; belongs to the goroutine that serves the list
	spare atomic.Pointer[lockFreeWaiter]
}

var somebody lockFreeWaiter

type lockFreeWaiter struct {
	state atomic.Uint32 // 0, parked, notified, gone
	g     seam.G
	next  *lockFreeWaiter
	wakes *lockFreeWaiter
}

const (
	lockFreeParked = 1 + iota
	lockFreeNotified
	lockFreeGone
)

func newLockFree() point { return new(lockFree) }

func (l *lockFree) wait(_ context.Context, ready func() bool) {
	if ready() {
		return
	}
	w := l.spare.Swap(nil) // one will do for the measurement of two goroutines
	if w == nil {
		w = new(lockFreeWaiter)
	}
	for {
		w.state.Store(0)
		for {
			w.next = l.top.Load()
			if l.top.CompareAndSwap(w.next, w) {
				break
			}
		}
		if ready() {
			// It can't leave the line: a notifier drops it later.
			if !w.state.CompareAndSwap(0, lockFreeGone) {
				l.notify() // passes it on
			}
			return
		}
		for w.state.Load() != lockFreeNotified {
			seam.Park(commitLockFree, unsafe.Pointer(w))
		}
		if ready() {
			l.spare.Store(w)
			return
		}
	}
}

//go:nosplit
func commitLockFree(g, arg unsafe.Pointer) bool {
	w := (*lockFreeWaiter)(arg)
	w.g = seam.G(g)
	return w.state.CompareAndSwap(0, lockFreeParked)
}

func (l *lockFree) notify() {
	if l.top.Load() != nil {
		l.serve(1)
	}
}

func (l *lockFree) notifyAll(n int) {
	if l.top.Load() != nil {
		l.serve(int64(n))
	}
}

func (l *lockFree) serve(n int64) {
	if l.inUse.Add(n) != n {
		return // the other one does it
	}
	var wakes, last *lockFreeWaiter
	for {
		for k := n; k > 0; k-- {
			w := l.pop()
			if w == nil {
				break
			}
			switch w.state.Swap(lockFreeNotified) {
			case lockFreeGone:
				k++
			case lockFreeParked:
				w.wakes = nil
				if last == nil {
					wakes = w
				} else {
					last.wakes = w
				}
				last = w
			}
		}
		left := l.inUse.Add(-n)
		if left == 0 {
			break
		}
		n = left
	}
	for w := wakes; w != nil; {
		next, g := w.wakes, w.g
		seam.Ready(g)
		w = next
	}
}

func (l *lockFree) pop() *lockFreeWaiter {
	if l.front == nil {
		w := l.top.Swap(&somebody)
		for w != nil && w != &somebody {
			next := w.next
			w.next = l.front
			l.front, w = w, next
		}
	}
	w := l.front
	if w != nil {
		l.front = w.next
	}
	if l.front == nil {
		l.top.CompareAndSwap(&somebody, nil)
	}
	return w
}

// locked is a list under a mutex, which can do no more than lockFree.
type locked struct {
	some        atomic.Uint32
	mu          sync.Mutex
	first, last *lockFreeWaiter
	spare       atomic.Pointer[lockFreeWaiter]
}

func newLockedList() point { return new(locked) }

func (l *locked) wait(_ context.Context, ready func() bool) {
	if ready() {
		return
	}
	w := l.spare.Swap(nil)
	if w == nil {
		w = new(lockFreeWaiter)
	}
	for {
		w.state.Store(0)
		w.next = nil
		l.mu.Lock()
		if l.last == nil {
			l.first = w
			l.some.Store(1)
		} else {
			l.last.next = w
		}
		l.last = w
		l.mu.Unlock()
		if ready() {
			if !w.state.CompareAndSwap(0, lockFreeGone) {
				l.notify()
			}
			return
		}
		for w.state.Load() != lockFreeNotified {
			seam.Park(commitLockFree, unsafe.Pointer(w))
		}
		if ready() {
			l.spare.Store(w)
			return
		}
	}
}

func (l *locked) notify() { l.notifyAll(1) }

func (l *locked) notifyAll(n int) {
	if l.some.Load() == 0 {
		return
	}
	var wakes, last *lockFreeWaiter
	l.mu.Lock()
	for n > 0 && l.first != nil {
		w := l.first
		l.first = w.next
		switch w.state.Swap(lockFreeNotified) {
		case lockFreeGone:
			continue
		case lockFreeParked:
			w.wakes = nil
			if last == nil {
				wakes = w
			} else {
				last.wakes = w
			}
			last = w
		}
		n--
	}
	if l.first == nil {
		l.last = nil
		l.some.Store(0)
	}
	l.mu.Unlock()
	for w := wakes; w != nil; {
		next, g := w.wakes, w.g
		seam.Ready(g)
		w = next
	}
}
