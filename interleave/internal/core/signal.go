package core

import "unsafe"

// Signal is the engine's side of a one-slot channel of tokens: a chan struct{} of
// capacity 1, to which senders never block, as they send in a select statement with an
// empty default clause.
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

// NewSignal makes a signal. One made in Setup gets its name there: it can't be given one
// later.
func NewSignal() *Signal {
	g := new(Signal)
	if s := settingUp(); s != nil {
		s.object(&g.h, unsafe.Pointer(g))
	}
	return g
}

// enter is the scheduling point of an operation on the signal. cond says when it can be
// done; nil: always.
func (g *Signal) enter(k Kind, cond func() bool) (*Sim, *Object, *thread) {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		panic(refusal(k.String() + " of a signal where the state may only be looked at"))
	}
	id := g.record(s).id
	t := s.enter(k, id, 1, cond)
	return s, &s.objects[id], t
}

// done ends the operation. In terms of the memory model: a send acquires from the receive
// that made room for it, as well as releasing to the next receive. One that does nothing,
// as the token is there already, does neither.
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

// record registers the signal. A new execution finds it empty.
func (g *Signal) record(s *Sim) *Object {
	o, fresh := s.object(&g.h, unsafe.Pointer(g))
	if fresh {
		g.full = false
	}
	return o
}

func (g *Signal) ready() bool { return g.full }

// Has reports whether there is a token. It is a look at the state, not an operation.
func (g *Signal) Has() bool { return g.full }

// receive is for Select, which has recorded the step itself.
func (g *Signal) receive(s *Sim, o *Object, t *thread) {
	g.full = false
	s.setValue(o, 0)
	s.step.touches(o, true)
	s.acquire(t, o)
	s.publish(o, t, true)
}
