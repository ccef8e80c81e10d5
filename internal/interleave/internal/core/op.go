package core

import (
	"fmt"
	"unsafe"
)

// refusal is the panic of an operation that the engine can't model.
type refusal string

func (r refusal) Error() string  { return "interleave: " + string(r) }
func (r refusal) String() string { return "interleave: " + string(r) }

// enter is the scheduling point before every operation: it announces what the
// thread is about to do and returns when the thread is to do it. It returns
// nil in the setup and in checks of the state, which run alone.
func (s *Sim) enter(kind Kind, id int32, alts int, cond func() bool) *thread {
	t := s.cur
	if t == nil || t.peeking {
		return nil
	}
	if s.aborting {
		panic(aborted{})
	}
	s.touched = s.touched || kind != OpChoose && kind != OpYield
	t.pend = pending{kind, id, int32(alts), cond}
	s.rekey(t)
	s.decide()
	if s.next != t || s.over {
		t.co.yield(struct{}{})
		if s.aborting {
			panic(aborted{})
		}
	}
	s.begin(t)
	return t
}

// begin opens the step of thread t: an operation and all local code up to the
// next one.
func (s *Sim) begin(t *thread) {
	s.foot = mask{}
	s.walks, s.walked = s.walks[:0], 0
	s.stepThread, s.stepAlt, s.stepCallName = t, s.alt, ""
	s.progress = false
	t.finished = 0
	t.past.step(&t.pend)
	s.steps++
	if n := len(t.calls); n > 0 && t.exclude == 0 {
		for i := range t.calls {
			t.calls[i].steps++
		}
		s.counted = true
	} else {
		s.counted = false
	}
	if len(t.calls) > 0 {
		s.stepCallName = t.calls[0].name
	}
	s.rec.begin(t)
}

// observe adds to the history of the thread what it has learned: by what it
// has done (with the object of the given name), and the value seen. refs are the
// names mentioned in the value's hash. The state key gets it when the thread has
// come to its next operation.
func (s *Sim) observe(t *thread, name, what, v uint64, refs ...uint64) {
	if s.symbolic(name) {
		t.refs = append(t.refs, name)
		name = someObject
	}
	if s.symbolic(v) {
		t.refs = append(t.refs, v)
		v = someValue
	}
	t.refs = append(t.refs, refs...)
	t.pos = t.pos.then(name+what, v)
}

// rekey brings the thread's part of the state key up to date. The operation
// that the thread has come to follows from its history; it is part of the key
// so that a model which is not deterministic, or has a Checkpoint that forgets
// too much, is the more likely to be noticed.
func (s *Sim) rekey(t *thread) {
	s.key.sub(t.comp)
	obj := uint64(0)
	if t.pend.obj >= 0 {
		obj = s.objects[t.pend.obj].name
	}
	t.comp = t.part(t.name, obj, t.refs)
	s.key.add(t.comp)
}

// part is the thread's part of the state key, given the name of its own, that
// of its object, and those in its history.
func (t *thread) part(name, obj uint64, refs []uint64) h128 {
	pos := t.pos
	for _, r := range refs {
		pos = pos.then(k3, r)
	}
	if t.ended {
		return mix2(pos.lo+k0, pos.hi^name)
	}
	f := uint64(0)
	if t.parking {
		f |= 1
	}
	if t.ready {
		f |= 2
	}
	if t.timer {
		f |= 4
	}
	if t.armed {
		f |= 8
	}
	f |= uint64(t.pend.kind) << 8
	if t.pend.obj >= 0 {
		f += obj << 16
	}
	return mix2(pos.lo+k1+f*k3, pos.hi^name)
}

// Atomic is the engine side of an operation on an atomic variable: scheduling
// point, object, and the thread, nil in setup and peeking.
type Atomic struct {
	s *Sim
	o *Object
	t *thread
	k Kind
}

// New registers the atomic variable at addr on its first use in this
// execution, and then reports true: the caller must zero it, before Enter lets
// others run.
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
			return Atomic{s: s}
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
	return Atomic{s, &s.objects[h.id], t, k}
}

// Read ends an operation that saw v and changed nothing.
func (a *Atomic) Read(v uint64) {
	if a.t == nil {
		a.s.peek(a.o)
		return
	}
	a.s.touches(a.o, false)
	a.s.acquire(a.t, a.o)
	a.s.observe(a.t, a.o.name, uint64(a.k), v)
	a.t.past.value = v
	a.s.rec.op(a.k, a.o, v, v, false)
}

// Write ends a blind store of v.
func (a *Atomic) Write(old, v uint64) {
	a.s.setValue(a.o, v)
	if a.t == nil {
		return
	}
	a.s.touches(a.o, true)
	a.s.publish(a.o, a.t, false)
	a.s.observe(a.t, a.o.name, uint64(a.k), 0)
	a.s.rec.op(a.k, a.o, old, v, true)
}

// Update ends a read-modify-write that saw old and left v.
func (a *Atomic) Update(old, v uint64) {
	a.s.setValue(a.o, v)
	if a.t == nil {
		return
	}
	a.s.touches(a.o, true)
	a.s.acquire(a.t, a.o)
	a.s.publish(a.o, a.t, true)
	a.s.observe(a.t, a.o.name, uint64(a.k)+32, old)
	a.s.rec.op(a.k, a.o, old, v, true)
}

// Pointer is the canonical name of a pointer value.
func (a *Atomic) Pointer(p unsafe.Pointer) uint64 { return a.s.pointerID(p) }

// Word is the canonical name of an integer that may be a pointer in disguise.
func (a *Atomic) Word(v uintptr) uint64 { return a.s.wordID(v) }

// peek is a look at a variable that is no operation. The thread that looks (in
// an Await it is the one that was let through) has it in its footprint, and
// acquires, as the loads that the peek stands for would.
func (s *Sim) peek(o *Object) {
	if t := s.cur; t != nil && t.peeking && o != nil {
		s.touches(o, false)
		if s.awaiting {
			s.acquire(t, o)
		}
	}
}

// onlyLooking reports that code runs between two steps, in an invariant say.
func (s *Sim) onlyLooking() bool { return s.cur == nil && s.phase == phaseRun }

// Fail ends a compare-and-swap that found v, not the value it wanted. The
// thread learns only that; it acquires, as a load would.
func (a *Atomic) Fail(v uint64) {
	if a.t == nil {
		return
	}
	a.s.touches(a.o, false)
	a.s.acquire(a.t, a.o)
	a.s.observe(a.t, a.o.name, uint64(a.k), 1)
	a.s.rec.op(a.k, a.o, v, v, false)
}
