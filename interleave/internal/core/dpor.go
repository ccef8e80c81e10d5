package core

import "math/bits"

// dpor is stateless source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL
// 2014): the oracle. It knows nothing of state keys, checkpoints or symmetry, so it finds
// what a mistake in those would hide from search.
//
// It explores one execution for each order of the steps that depend on each other. Where
// two of them race (nothing between them orders them), the execution with the other order
// must be explored too: a thread that leads there is added to the backtrack set of the
// state before the earlier one.
//
// Dependence is read off the exact footprints of executed steps. An operation that can't
// be executed (a receive from an empty channel) never shows its races. So a thread that
// comes to such an operation, or is put into it by another's step, or by the step that
// makes it, is treated as if it had executed it.
type dpor struct {
	path
	frames []dframe // by position on the path

	// The states that a search has seen, which no execution may leave; nil: any will do.
	within *known

	reduce bool // else every single interleaving is explored

	// By thread, the position of the step that made it; see births.
	birth [maxThreads]int

	stop func() bool
}

// What births knows of a thread that no step has made.
const (
	unborn = -2 // there is no such thread yet
	early  = -1 // Setup made it, or a thread on its way to its first operation did
)

// dframe is a state on the path, and the step from it.
type dframe struct {
	enabled uint64

	// Threads to be explored from here, which races found later may add to; those that
	// have been; and those that need not be, since they lead to executions seen already.
	backtrack uint64
	done      uint64
	sleep     uint64

	// Footprints of sleeping threads, by slot: of their steps with all outcomes.
	feet []fullFoot

	// Footprint of the step from here: as it was in this execution, which is what its
	// clock and races follow from, and with all outcomes so far, for when it sleeps.
	foot  fullFoot
	whole fullFoot

	also uint64 // threads that have moved along

	// See waits.go: where the thread that steps was before; whether it would do the same
	// again; and the threads that wait in loops.
	at      h128
	fixed   bool
	waiting uint64

	// The step's vector clock: by thread, how many of its events happen before this one,
	// as a position plus one.
	clock []int32
}

func newDPOR(reduce bool) *dpor { return &dpor{reduce: reduce} }

func (d *dpor) choose(s *Sim) (Choice, bool) {
	n := s.depth
	if n == 0 {
		s.step.full = &fullFoot{}
		for i := range d.birth {
			d.birth[i] = unborn
		}
	}
	d.births(s)
	if d.decided(s) {
		if slot := int(d.steps[n].slot); slot >= len(s.threads) || !s.canStep(s.threads[slot]) {
			s.refuse("model %s is not deterministic: run again with the same schedule, thread %d can't run at step %d",
				s.model.Name, slot, n)
			return over()
		}
		return d.takes(s, d.again(s)), true
	}
	s.result.reached(n)
	enabled, ok := s.arrive(d.within)
	if !ok {
		return over()
	}
	if n > 0 {
		// Races are looked for when the later step has been taken, even if nothing can
		// run after it.
		f := &d.frames[n-1]
		f.foot, f.also = s.step.full.clone(), s.step.also
		f.fixed = !s.step.progress && !s.step.random && d.steps[n-1].alts <= 1
		f.whole.join(&f.foot)
		f.clock = d.happened(s, n-1, d.slot(n-1), &f.foot)
		d.blocked(s, f, enabled)
	}
	waiting := d.waiting(s, enabled)
	if enabled &^= waiting; enabled == 0 {
		if waiting != 0 {
			d.livelocked(s, waiting)
		}
		return over()
	}
	if n >= s.opts.MaxDepth {
		s.incomplete("an execution is longer than MaxDepth")
		return over()
	}
	f := dframe{enabled: enabled, waiting: waiting}
	if d.reduce && n > 0 {
		d.inherit(n-1, &f)
	}
	// Only one thread is to be explored from here, for a start. Races that are found
	// later say which others.
	todo := enabled &^ f.sleep
	if todo == 0 || d.stop() {
		return over()
	}
	c := d.push(s, todo)
	f.backtrack = 1 << uint(c.Thread)
	if !d.reduce {
		f.backtrack = enabled
	}
	d.frames = append(d.frames[:n], f)
	return d.takes(s, c), true
}

// slot is the thread of the step at position i.
func (d *dpor) slot(i int) int { return int(d.steps[i].slot) }

// births notes, between two steps, which threads the one before has made: what it did
// happens before all that they do.
func (d *dpor) births(s *Sim) {
	for i := range s.threads {
		if d.birth[i] == unborn || s.step.made>>uint(i)&1 != 0 {
			d.birth[i] = s.depth - 1 // early, before the first step
		}
	}
}

// inherit computes what sleeps in f, the state after the step at position e: what slept
// before it, and does not depend on it.
func (d *dpor) inherit(e int, f *dframe) {
	p := &d.frames[e]
	for m := p.sleep; m != 0; m &= m - 1 {
		u := bits.TrailingZeros64(m)
		if u != d.slot(e) && !p.feet[u].conflicts(&p.foot) {
			f.sleep |= 1 << uint(u)
			f.setFoot(u, p.feet[u])
		}
	}
}

// setFoot notes the footprint of a thread that is put to sleep.
func (f *dframe) setFoot(u int, x fullFoot) {
	for len(f.feet) <= u {
		f.feet = append(f.feet, fullFoot{})
	}
	f.feet[u] = x
}

// happened computes the clock of the event at position e, of the given thread and
// footprint, and adds backtrack points for its races with earlier events. The thread's
// last event happens before it, or the one that has made the thread; so do the events
// that it depends on. An event that it depends on, and that didn't happen before it by
// another way, races with it: the two could have come in the other order.
func (d *dpor) happened(s *Sim, e, thread int, foot *fullFoot) []int32 {
	clock := make([]int32, max(len(s.threads), thread+1))
	last := -1
	for i := e - 1; i >= 0; i-- {
		if d.slot(i) == thread || d.frames[i].also>>uint(thread)&1 != 0 {
			last = i
			break
		}
	}
	if last < 0 {
		last = d.birth[thread]
	}
	if last != early {
		d.join(clock, last)
	}
	// From the latest to the earliest: what happens before a race found is none itself.
	var races []int
	for i := e - 1; i >= 0; i-- {
		if q := d.slot(i); q == thread || clock[q] > int32(i) {
			continue
		}
		if d.frames[i].foot.conflicts(foot) {
			races = append(races, i)
			d.join(clock, i)
		}
	}
	if d.reduce {
		for _, i := range races {
			d.race(i, e, thread, clock)
		}
	}
	clock[thread] = int32(e + 1)
	return clock
}

// join adds to a clock what happens before the event at position i, and that event
// itself.
func (d *dpor) join(clock []int32, i int) {
	for t, c := range d.frames[i].clock {
		clock[t] = max(clock[t], c)
	}
}

// before reports whether the event at position i happens before the one at k.
func (d *dpor) before(i, k int) bool {
	q, clock := d.slot(i), d.frames[k].clock
	return q < len(clock) && clock[q] > int32(i)
}

// race adds to the backtrack set of position i a thread that leads towards the event at e
// happening before the one at i. The events after i that don't depend on it can all come
// before it, and then that at e. Any thread that could be the first of these will do (an
// initial); if one is to be explored from there already, nothing has to be added.
func (d *dpor) race(i, e, thread int, clock []int32) {
	at := &d.frames[i]
	if at.waiting>>uint(thread)&1 != 0 {
		return // see waits.go
	}
	initials := uint64(0)
	var rest []int // events after i that don't depend on it
	// An event is free to come first if none of the others, before it, happens before it.
	for k := i + 1; k < e; k++ {
		if d.before(i, k) {
			continue
		}
		free := true
		for _, j := range rest {
			if d.before(j, k) {
				free = false
				break
			}
		}
		if free {
			initials |= 1 << uint(d.slot(k))
		}
		rest = append(rest, k)
	}
	free := true
	for _, j := range rest {
		if clock[d.slot(j)] > int32(j) {
			free = false
			break
		}
	}
	if free {
		initials |= 1 << uint(thread)
	}
	if initials&at.backtrack != 0 {
		return
	}
	// One is enough. If none can run, for want of knowing better, all are explored.
	if can := initials & at.enabled; can != 0 {
		at.backtrack |= can & -can
		return
	}
	at.backtrack |= at.enabled
}

// blocked handles pending operations that can't be executed in the state after the last
// step (before is the state before it): they count as executed there, as far as races go.
func (d *dpor) blocked(s *Sim, before *dframe, enabled uint64) {
	if !d.reduce {
		return
	}
	n := s.depth
	for _, t := range s.threads {
		bit := uint64(1) << uint(t.slot)
		was := before.enabled&bit != 0
		stepped := t.slot == d.slot(n-1) || before.also&bit != 0
		if s.step.stopped&bit != 0 && was {
			before.backtrack |= bit // a timer was stopped that could have fired
		}
		if enabled&bit != 0 || t.ended {
			continue
		}
		if was && !stepped {
			before.backtrack |= bit
		}
		// What it would touch, if it could run: an Await may look at anything, and so may
		// a select, whose channels are not known here.
		foot := fullFoot{all: t.pend.kind == OpAwait || t.pend.kind == OpSelect}
		switch {
		case t.pend.kind == OpPark:
			foot.w = []int32{parkID(t)}
		case t.pend.kind == OpComm:
			for i := range t.comm.cases {
				if ch := t.comm.cases[i].ch; ch != nil {
					foot.w = append(foot.w, ch.obj)
				}
			}
		case t.pend.obj >= 0:
			foot.w = []int32{t.pend.obj}
		}
		if t.op.at > 0 { // to go on may be to begin the operation that it is in, or to return
			foot.w = append(foot.w, s.ops.obj)
		}
		// Only when something has changed: it was able to run before, or has just been
		// made, or has stepped itself, or the step before has done what it depends on. If
		// nothing at all can run, but for a ticker, all of them count.
		made := d.birth[t.slot] == n-1
		if !was && !made && !stepped && enabled != 0 && s.rest.ticks == 0 && !foot.conflicts(&before.foot) {
			continue
		}
		d.happened(s, n, t.slot, &foot)
	}
}

func (d *dpor) backtrack(s *Sim) bool {
	s.step.full = nil
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	return d.path.backtrack(func(n int, b *branch) {
		f := &d.frames[n]
		f.done |= 1 << uint(b.slot)
		if d.reduce {
			f.sleep |= 1 << uint(b.slot)
			f.setFoot(int(b.slot), f.whole)
		}
		f.whole = fullFoot{}
		b.todo = f.backtrack &^ f.done &^ f.sleep // races may have added to it
	})
}
