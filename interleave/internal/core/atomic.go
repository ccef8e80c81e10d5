package core

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Atomic is the engine's side of an operation on an atomic variable: scheduling point,
// object, and the thread, nil in Setup and where the state is only looked at.
//
// The value is the variable's own business: it changes it between Enter and the method
// that ends the operation, when no other thread runs.
type Atomic struct {
	s *Sim
	o *Object
	t *thread
	k Kind
}

// New registers the atomic variable at addr on its first use in this execution, and then
// reports true: the caller must zero it, before Enter lets others run.
func New(h *Handle, addr unsafe.Pointer) bool {
	s := running()
	if h.gen == s.gen {
		return false
	}
	if !s.onlyLooking() { // replays don't look: looking must not register
		s.object(h, addr)
	}
	return true
}

// Enter waits until the operation on the variable is to be done.
func Enter(h *Handle, k Kind) Atomic {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		if k != OpLoad {
			panic(refusal(fmt.Sprintf("%v of an atomic variable where the state may only be looked at", k)))
		}
		if h.gen != s.gen {
			return Atomic{s: s} // not registered: New has seen to it that it is zero
		}
	}
	if s.objects[h.id].fixed && s.cur != nil {
		if k != OpLoad {
			panic(refusal(fmt.Sprintf("%v of a variable that is Fixed", k)))
		}
		s.touched = true
		return Atomic{s: s}
	}
	t := s.enter(k, h.id, 1, nil)
	// Only now: while the thread waited, the slice of objects may have moved.
	return Atomic{s, &s.objects[h.id], t, k}
}

// Read ends an operation that saw v and changed nothing.
func (a *Atomic) Read(v uint64) {
	if a.t == nil {
		a.s.peek(a.o)
		return
	}
	a.s.step.touches(a.o, false)
	a.s.acquire(a.t, a.o)
	if a.s.body {
		a.s.atomically(a.t, a.o, false)
	}
	a.s.observe(a.t, a.o.name, uint64(a.k), v)
	a.t.past.value = v
	a.s.rec.op(a.k, a.o, v, v, false)
}

// Write ends a blind store of v. The thread has learned nothing of the old value, and the
// store hands on only what the thread knows: a load that sees it does not synchronize
// with the stores before it.
func (a *Atomic) Write(old, v uint64) {
	a.s.setValue(a.o, v^a.o.base)
	if a.t == nil {
		return
	}
	a.s.step.touches(a.o, true)
	if a.s.body {
		a.s.atomically(a.t, a.o, true)
	}
	a.s.publish(a.o, a.t, false)
	a.s.observe(a.t, a.o.name, uint64(a.k), 0)
	a.s.rec.op(a.k, a.o, old, v, true)
}

// Update ends a read-modify-write that saw old and left v.
func (a *Atomic) Update(old, v uint64) {
	a.s.setValue(a.o, v^a.o.base)
	if a.t == nil {
		return
	}
	a.s.step.touches(a.o, true)
	a.s.acquire(a.t, a.o)
	if a.s.body {
		a.s.atomically(a.t, a.o, true)
	}
	a.s.publish(a.o, a.t, true)
	a.s.observe(a.t, a.o.name, uint64(a.k)+128, old) // not what a failed compare-and-swap adds
	a.s.rec.op(a.k, a.o, old, v, true)
}

// Fail ends a compare-and-swap that found v, not the value it wanted. The thread learns
// only that it was another; it acquires, as a load would.
func (a *Atomic) Fail(v uint64) {
	if a.t == nil {
		return
	}
	a.s.step.touches(a.o, false)
	a.s.acquire(a.t, a.o)
	if a.s.body {
		a.s.atomically(a.t, a.o, false)
	}
	a.s.observe(a.t, a.o.name, uint64(a.k), 1)
	a.s.rec.op(a.k, a.o, v, v, false)
}

// Pointer is the canonical name of a pointer value.
func (a *Atomic) Pointer(p unsafe.Pointer) uint64 { return a.s.pointerID(p) }

// Word is the canonical name of an integer that may be a pointer in disguise.
func (a *Atomic) Word(v uintptr) uint64 { return a.s.wordID(v) }

// Fixed declares atomic variables that no thread of this model changes. To load one is
// then no step, and anything else is refused.
func (s *Sim) Fixed(variables ...any) {
	s.setupOnly("Fixed")
	for _, v := range variables {
		at := reflect.ValueOf(v).UnsafePointer()
		s.fixed = append(s.fixed, at)
		for i := range s.objects {
			if o := &s.objects[i]; o.addr == at {
				o.fixed = true
			}
		}
	}
}
