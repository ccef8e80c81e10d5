package core

// Receivable is what a channel that checked code receives from stands for.
type Receivable interface {
	// record registers the variable behind it; ready looks whether a receive would go on.
	record(s *Sim) *Object
	ready() bool
	receive(s *Sim, o *Object, t *thread)
}

// Stands says that in this execution a channel stands for r. Nothing is ever sent on the
// channel: it is only there for checked code to hold, and the overlay turns select
// statements into calls of Select.
func Stands(c <-chan struct{}, r Receivable) {
	if s := current.Load(); s != nil && s.phase != phaseIdle && !s.onlyLooking() {
		s.chans[c] = r
	}
}

// Select is a select statement that receives from one of these channels. It returns
// which. If it has a default clause, it doesn't block, and returns -1 if it can receive
// from none.
//
// Each channel is an alternative of the step, since how many of them are ready is known
// only when the step is taken. An alternative whose channel isn't ready falls to the next
// channel that is: the same is explored again.
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
		// What it waits for is part of the thread's state, and the pending operation
		// names no object.
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
