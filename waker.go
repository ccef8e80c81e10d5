package diatomic

import (
	"fmt"
	"reflect"
)

// Waker is what is woken: a parked goroutine, a task of an executor, an event loop.
//
// Wake is called by whoever notifies. It must not block, may be called from any
// goroutine, and may come late: after the sink has moved on to another waker, or to none.
// The dynamic value must be comparable, for equality means "wakes the same task": a sink
// that is given an equal waker stores nothing. For a waker that schedules a task, see the
// example Executor.
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

// mustComparable panics if == on w does.
func mustComparable(w Waker) {
	if w == nil {
		panic("diatomic: nil Waker: register the waker of the task that waits")
	}
	// Almost every waker is a pointer.
	if reflect.TypeOf(w).Kind() != reflect.Pointer {
		tryCompare(w)
	}
}

// tryCompare compares, since it may depend on the value whether that panics: an
// interface field can hold what can't be compared.
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
