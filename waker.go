package diatomic

import (
	"fmt"
	"unsafe"
)

// Waker is what is woken: a parked goroutine, a task of an executor, an event loop.
//
// Notify calls Wake, in the goroutine of its caller. Wake must not block. It must be safe
// to call from any goroutine, and it may come late: after the sink has moved on to
// another waker, or to none. The dynamic value must be comparable, since equality means
// "wakes the same task": a sink that is given an equal waker stores nothing.
//
// A waker that schedules a task puts it in the queue if it is idle. If it is in the queue
// already, Wake does nothing; if it is running, Wake notes that it must run again. See
// the example Executor.
type Waker interface{ Wake() }

// WakerFunc returns a [Waker] that calls wake. Each call returns a distinct one, so
// keep it for as long as the task lives rather than make one per poll. It panics if
// wake is nil.
func WakerFunc(wake func()) Waker {
	if wake == nil {
		panic("diatomic: WakerFunc(nil): give it the function that wakes the task")
	}
	return &funcWaker{wake}
}

type funcWaker struct{ wake func() }

func (w *funcWaker) Wake() { w.wake() }

// identical reports whether a and b are the same words, and so equal. Unlike a == b, it
// calls nothing.
func identical(a, b Waker) bool {
	return *(*[2]uintptr)(unsafe.Pointer(&a)) == *(*[2]uintptr)(unsafe.Pointer(&b))
}

// equal reports whether w equals cached. It panics if w is nil, or w == w would panic.
func equal(cached, w Waker) bool {
	if w == nil {
		panic("diatomic: nil Waker: register the waker of the task that waits")
	}
	tryCompare(w)
	return cached == w
}

// tryCompare compares w with itself. Its type alone doesn't tell whether that panics: an
// interface field may hold a value that can't be compared.
func tryCompare(w Waker) {
	defer func() {
		if recover() != nil {
			panic(fmt.Sprintf("diatomic: Waker of type %T can't be compared: "+
				"use a pointer, or wrap the function in WakerFunc", w))
		}
	}()
	v := w
	_ = v == w
}
