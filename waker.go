package diatomic

import "reflect"

// Waker is what is woken: a parked goroutine, a task of an executor, an event loop.
//
// Wake is called by whoever notifies. It must not block, may be called from any
// goroutine, and may come late: after the sink has moved on to another waker, or to
// none. The dynamic value must be comparable, for equality means "wakes the same
// task": a sink that is given an equal waker stores nothing.
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

// mustComparable panics if == on w would, now or when it is compared in the slot.
func mustComparable(w Waker) {
	if w == nil {
		panic("diatomic: nil Waker: register the waker of the task that waits")
	}
	t := reflect.TypeOf(w)
	ok := t.Comparable()
	if k := t.Kind(); ok && (k == reflect.Struct || k == reflect.Array) {
		// An interface inside may hold what can't be compared.
		ok = reflect.ValueOf(w).Comparable()
	}
	if !ok {
		panic("diatomic: Waker of type " + t.String() +
			" can't be compared: use a pointer, or wrap the function in WakerFunc")
	}
}
