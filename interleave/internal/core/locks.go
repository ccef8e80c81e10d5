package core

import "unsafe"

// At begins an operation of rewritten code on the variable of type m at p, which holds
// its value itself. cond says when it can be done; nil: always. Like Enter, it waits
// until the operation is to be done.
func (s *Sim) At(p unsafe.Pointer, m *Mem, k Kind, cond func() bool) Atomic {
	if s.aborting {
		s.unwind(s.cur)
	}
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		if k != OpLoad {
			panic(refusal(k.String() + " of a variable where the state may only be looked at"))
		}
		if e := s.addrs.find(uintptr(p)); e == nil || e.obj < 0 {
			return Atomic{s: s}
		}
	}
	if s.cur == nil && cond != nil && !cond() {
		panic(refusal("something blocks in the initialisation of a package, or in Setup"))
	}
	o := s.memory(p, m.plan)
	if k != OpLoad {
		s.inside(o)
	}
	id := o.id
	t := s.enter(k, id, 1, cond)
	return Atomic{s, &s.objects[id], t, k}
}

// Value is the value of the variable, as the state key has it.
func (a *Atomic) Value(p unsafe.Pointer, m *Mem) uint64 {
	v := m.plan.hash(a.s, p, false)
	a.s.mentioned()
	a.s.rec.spell(a.s, v, m, p)
	return v
}

// Sync ends an operation that left v. acquire and publish say what happens before what:
// whether what was published before happens before what the thread does next, and whether
// what the thread has done happens before what others do that acquire.
func (a *Atomic) Sync(seen, v uint64, acquire, publish bool) {
	old := a.o.val ^ a.o.base
	a.s.setValue(a.o, v^a.o.base)
	if a.t == nil {
		return
	}
	a.s.step.touches(a.o, old != v || publish)
	if acquire {
		a.s.acquire(a.t, a.o)
	}
	a.s.atomically(a.t, a.o, true)
	if publish {
		a.s.publish(a.o, a.t, true)
	}
	a.s.observe(a.t, a.o.name, uint64(a.k), seen)
	a.s.rec.op(a.k, a.o, old, v, acquire && (a.k == OpTryLock || a.k == OpTryRLock))
}

// Also is for a second record of the same variable, at another of its addresses: what
// happens before what, by a way of its own.
func (a *Atomic) Also(p unsafe.Pointer, acquire, publish bool) {
	if a.t == nil {
		return
	}
	e := a.s.addrs.find(uintptr(p))
	if e == nil || e.obj < 0 {
		if !publish {
			return
		}
		id := a.o.id
		a.s.addMemory(p)
		a.o = &a.s.objects[id] // the slice may have moved
		e = a.s.addrs.find(uintptr(p))
	}
	o := &a.s.objects[e.obj]
	if acquire {
		a.s.acquire(a.t, o)
	}
	if publish {
		a.s.publish(o, a.t, true)
	}
}

// Fatal fails the model as the runtime would crash.
func (s *Sim) Fatal(text string) { s.fail("fatal", "fatal error: "+text) }

// InThread reports whether the code runs in a thread of the model, and not in Setup.
func (s *Sim) InThread() bool { return s.cur != nil }

// Unwinding reports whether the execution has been given up, and its threads are being
// ended. Deferred functions run then.
func (s *Sim) Unwinding() bool { return s.aborting }

// Frame is what a thread had seen when a function was entered.
type Frame struct {
	pos h128
	s   *Sim
	gen uint64
}

// EnterFunc is called at the beginning of a function with loops.
func EnterFunc() Frame {
	s := In()
	if s == nil || s.cur == nil {
		return Frame{}
	}
	return Frame{s.cur.pos, s, s.gen}
}

// Head is called where a loop begins, each time round. What the function has seen since
// it was entered is forgotten: it follows from the locals.
func (f *Frame) Head(id uint64, locals []any) {
	s := f.s
	if s == nil || s.gen != f.gen || s.cur == nil {
		return
	}
	t := s.cur
	s.spin(t, !s.opts.NoHeads && !s.leaves)
	if s.opts.NoHeads || t.peeking {
		return
	}
	if len(s.written) > 0 {
		// What was written is named by what the thread has seen, while that is known.
		s.flush()
	}
	if s.leaves {
		return
	}
	pos := f.pos.then(id, k3)
	for _, l := range locals {
		s.local = l
		pos = pos.then(anyPlan.hash(s, unsafe.Pointer(&s.local), false), 2)
	}
	s.local = nil
	t.pos = pos
	t.refs = append(t.refs[:0], s.mentioned()...)
}

// Leave is called where the body of a loop over a function is left by other ways than its
// end: which one it was is hidden while the function goes on. So from then on nothing is
// forgotten in loops.
func Leave() {
	s := In()
	if s == nil || s.cur == nil || s.leaves || s.opts.NoHeads {
		return
	}
	s.leaves = true
	s.restart = s.restart || s.restartable
}

// Spin is called where a loop begins that Head can do nothing for.
func Spin() {
	if s := In(); s != nil && s.cur != nil {
		s.spin(s.cur, false)
	}
}

// spin makes a step of a loop that goes on and on without an operation. If Head can tell
// that it comes to the same state, that is a livelock.
func (s *Sim) spin(t *thread, exact bool) {
	if t.heads++; t.heads < 1000 {
		return
	}
	if s.aborting {
		s.unwind(t)
	}
	if t.spun++; t.spun == 1000 && !exact {
		panic(refusal(s.who(t) + " has gone round a loop a million times without an operation, at " +
			callSite()))
	}
	s.Yield()
}

// Random is a number that follows from what the thread has seen, so that it is the same
// each time.
func (s *Sim) Random() uint64 {
	t := s.parent()
	x := mix(t.pos.lo, t.pos.hi)
	s.limit("each random number had one value only")
	s.step.progress = true // a loop that waits for another one comes to its end
	s.observe(t, 0, uint64(OpRandom), 0)
	return x
}
