package core

import "unsafe"

// Receivable is what a channel that checked code receives from stands for.
type Receivable interface {
	// record registers the variable behind it; ready looks whether a receive would go on.
	record(s *Sim) *Object
	ready() bool
	receive(s *Sim, o *Object, t *thread)
}

// Stands says that in this execution a channel stands for r.
func Stands(c <-chan struct{}, r Receivable) {
	if s := current.Load(); s != nil && s.phase != phaseIdle && !s.onlyLooking() {
		s.chans[c] = r
	}
}

// Select is a select statement that receives from one of these channels. It returns
// which. If it has a default clause, it doesn't block, and returns -1 if it can receive
// from none.
func Select(hasDefault bool, chans ...<-chan struct{}) int {
	s := running()
	t := s.threadOnly("select")
	if t.peeking {
		panic(refusal("select where the state may only be looked at"))
	}
	if s.aborting {
		panic(aborted{})
	}
	rs := make([]Receivable, len(chans))
	for i, c := range chans {
		if c == nil {
			continue
		}
		r, ok := s.chans[c]
		if !ok {
			panic(refusal("select on a channel that is not of the model"))
		}
		rs[i] = r
		s.observe(t, r.record(s).name, uint64(OpSelect), uint64(i))
	}
	any := func() bool {
		for _, r := range rs {
			if r != nil && r.ready() {
				return true
			}
		}
		return false
	}
	s.enter(OpSelect, -1, len(chans), func() bool { return hasDefault || any() })
	i := int(s.alt) % len(chans)
	if !any() {
		i = -1
	}
	for i >= 0 && (rs[i] == nil || !rs[i].ready()) { // that alternative is none here: another one again
		i = (i + 1) % len(chans)
	}
	for _, r := range rs {
		if r != nil {
			s.step.touches(r.record(s), false)
		}
	}
	s.observe(t, 0, uint64(OpSelect), uint64(i))
	if i < 0 {
		s.rec.text("select: default")
		return i
	}
	s.rec.number("select: case %d of %d", i+1, len(chans))
	rs[i].receive(s, rs[i].record(s), t)
	return i
}

func (g *Signal) record(s *Sim) *Object {
	o, fresh := s.object(&g.h, unsafe.Pointer(g))
	if fresh {
		g.full = false
	}
	return o
}

func (g *Signal) ready() bool { return g.full }

func (g *Signal) receive(s *Sim, o *Object, t *thread) {
	g.full = false
	s.setValue(o, 0)
	s.step.touches(o, true)
	s.acquire(t, o)
	s.publish(o, t, true)
}

func (c *Cancel) record(s *Sim) *Object {
	o, fresh := s.object(&c.h, unsafe.Pointer(c))
	if fresh {
		c.done, c.watches = false, nil
	}
	return o
}

func (c *Cancel) ready() bool { return c.done }

func (c *Cancel) receive(s *Sim, o *Object, t *thread) { s.acquire(t, o) }
