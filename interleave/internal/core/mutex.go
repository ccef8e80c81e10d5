package core

import "unsafe"

// Mutex is the engine's side of a sync.Mutex. To lock it is a step that has to wait while
// it is locked, and to unlock it is another one.
type Mutex struct {
	h      Handle
	locked bool
}

func (m *Mutex) enter(k Kind, cond func() bool) (*Sim, *Object, *thread) {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		panic(refusal(k.String() + " of a mutex where the state may only be looked at"))
	}
	o, fresh := s.object(&m.h, unsafe.Pointer(m))
	if fresh {
		m.locked = false
	}
	id := o.id
	t := s.enter(k, id, 1, cond)
	return s, &s.objects[id], t
}

// done ends the operation. In terms of the memory model: a lock acquires from the unlock
// before it.
func (m *Mutex) done(s *Sim, o *Object, t *thread, k Kind, old uint64) {
	m.locked = old == 0
	s.setValue(o, 1-old)
	if t == nil {
		return
	}
	s.step.touches(o, true)
	s.acquire(t, o)
	s.publish(o, t, true)
	s.observe(t, o.name, uint64(k), 0)
	s.rec.op(k, o, old, 1-old, true)
}

// Lock locks m, and blocks until it is free.
func (m *Mutex) Lock() {
	s, o, t := m.enter(OpLock, func() bool { return !m.locked })
	if t == nil && m.locked {
		panic(refusal("Lock of a locked mutex in Setup"))
	}
	m.done(s, o, t, OpLock, 0)
}

// Unlock unlocks m. It fails the model if m is not locked.
func (m *Mutex) Unlock() {
	s, o, t := m.enter(OpUnlock, nil)
	if !m.locked {
		s.fail("mutex", "unlock of a mutex that is not locked")
		return
	}
	m.done(s, o, t, OpUnlock, 1)
}
