package core

import "unsafe"

// Signal is the engine side of a one-slot channel of tokens.
type Signal struct {
	h    Handle
	full bool
	c    chan struct{}
}

// C returns the channel that stands for the signal in a select.
func (g *Signal) C() <-chan struct{} {
	if g.c == nil {
		g.c = make(chan struct{})
	}
	Stands(g.c, g)
	return g.c
}

// NewSignal makes a signal. One made in Setup gets its name there: it can't be
// given one later.
func NewSignal() *Signal {
	g := new(Signal)
	if s := settingUp(); s != nil {
		s.object(&g.h, unsafe.Pointer(g))
	}
	return g
}

// enter is the scheduling point of an operation on the signal.
func (g *Signal) enter(k Kind, cond func() bool) (*Sim, *Object, *thread) {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		panic(refusal(k.String() + " of a signal where the state may only be looked at"))
	}
	id := g.record(s).id
	t := s.enter(k, id, 1, cond)
	return s, &s.objects[id], t
}

// done ends the operation. In terms of the memory model: a send acquires from
// the receive that made room for it, as well as releasing to the next receive.
func (g *Signal) done(s *Sim, o *Object, t *thread, k Kind, moved bool) {
	v := uint64(0)
	if g.full {
		v = 1
	}
	s.setValue(o, v)
	if t == nil {
		return
	}
	s.step.touches(o, moved)
	if moved {
		s.acquire(t, o)
		s.publish(o, t, true)
	}
	if k != OpSet && k != OpClear {
		s.observe(t, o.name, uint64(k), v)
	} else {
		s.observe(t, o.name, uint64(k), 0) // neither tells whether it did anything
	}
	s.rec.op(k, o, 1-v, v, moved)
}

// Set puts the token in, unless it is there.
func (g *Signal) Set() {
	s, o, t := g.enter(OpSet, nil)
	moved := !g.full
	g.full = true
	g.done(s, o, t, OpSet, moved)
}

// Clear takes the token out, if it is there.
func (g *Signal) Clear() {
	s, o, t := g.enter(OpClear, nil)
	moved := g.full
	g.full = false
	g.done(s, o, t, OpClear, moved)
}

// Wait takes the token out, and blocks until it is there.
func (g *Signal) Wait() {
	s, o, t := g.enter(OpWait, func() bool { return g.full })
	if t == nil {
		panic(refusal("Wait of a signal in Setup"))
	}
	g.full = false
	g.done(s, o, t, OpWait, true)
}
