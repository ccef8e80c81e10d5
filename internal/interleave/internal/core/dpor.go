package core

import (
	"math/bits"
	"slices"
)

// dpor is stateless source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas,
// POPL 2014). Dependence is read off the exact footprints of executed steps. An
// operation that can't be executed (a receive from an empty channel) never shows its
// races; so a thread that comes to such an operation, or is put into it by another's
// step, or by the step that makes it, is treated as if it had executed it.
type dpor struct {
	s      *Sim
	within *known // nil: any state will do
	reduce bool
	frames []dframe
	prefix int
	birth  [maxThreads]int // the position of the step that made the thread; see births
	stop   func() bool
}

// What births knows of a thread that no step has made.
const (
	unborn = -2 // there is no such thread yet
	early  = -1 // Setup made it, or a thread on its way to its first operation did
)

type dframe struct {
	slot, alt, alts int32
	enabled         uint64
	backtrack       uint64
	done            uint64
	sleep           uint64
	feet            []fullFoot // of sleeping threads, by slot
	foot            fullFoot   // of the step
	whole           fullFoot   // of the step, with all its outcomes so far
	clock           []int32    // by thread: number of its events, as positions+1, that happen before
}

func (d *dpor) decide(s *Sim) {
	n := s.depth
	if n == 0 {
		s.full = &fullFoot{}
		for i := range d.birth {
			d.birth[i] = unborn
		}
	}
	if n < d.prefix {
		d.births(n)
		f := &d.frames[n]
		if int(f.slot) >= s.nthreads || !s.canStep(s.threads[f.slot]) {
			s.refuse("model %s is not deterministic: run again with the same schedule, thread %d can't run at step %d", s.model.Name, f.slot, n)
			s.over = true
			return
		}
		d.step(f)
		if n == d.prefix-1 {
			f.alts = s.next.pend.alts
		}
		return
	}
	d.births(n)
	enabled := s.enabled()
	s.result.MaxDepth = max(s.result.MaxDepth, n)
	if n > 0 {
		s.result.Branches++
		f := &d.frames[n-1]
		f.foot = s.full.clone()
		f.whole.join(&f.foot)
		f.clock = d.happened(n-1, int(f.slot), &f.foot)
		d.blocked(n, f, enabled)
	}
	if !d.within.look(s) || !s.checkInvariants() || !s.atRest(enabled) || s.refused != nil || enabled == 0 {
		s.over = true
		return
	}
	if n >= s.opts.MaxDepth {
		s.incomplete("an execution is longer than MaxDepth")
		s.over = true
		return
	}
	f := dframe{enabled: enabled}
	if d.reduce && n > 0 {
		d.inherit(&d.frames[n-1], &f)
	}
	todo := enabled &^ f.sleep
	if todo == 0 || d.stop() {
		s.over = true
		return
	}
	slot := bits.TrailingZeros64(todo)
	if n > 0 && todo>>uint(d.frames[n-1].slot)&1 != 0 {
		slot = int(d.frames[n-1].slot)
	}
	f.slot, f.alts = int32(slot), s.threads[slot].pend.alts
	f.backtrack = 1 << uint(slot)
	if !d.reduce {
		f.backtrack = enabled
	}
	d.frames = append(d.frames[:n], f)
	d.step(&d.frames[n])
}

func (d *dpor) step(f *dframe) {
	d.s.full.reset()
	d.s.next, d.s.alt = d.s.threads[f.slot], f.alt
}

// births notes, before the step at position n, which threads the one before it has made.
func (d *dpor) births(n int) {
	for i := range d.s.nthreads {
		if d.birth[i] == unborn {
			d.birth[i] = n - 1 // early, if n is 0
		}
	}
}

// inherit computes what sleeps after the step of p.
func (d *dpor) inherit(p, f *dframe) {
	for m := p.sleep; m != 0; m &= m - 1 {
		u := bits.TrailingZeros64(m)
		if int32(u) != p.slot && !p.feet[u].conflicts(&p.foot) {
			f.sleep |= 1 << uint(u)
			f.setFoot(u, p.feet[u])
		}
	}
}

func (f *dframe) setFoot(u int, x fullFoot) {
	for len(f.feet) <= u {
		f.feet = append(f.feet, fullFoot{})
	}
	f.feet[u] = x
}

// happened computes the clock of the event at position e, of the given thread
// and footprint, and adds backtrack points for its races with earlier events.
func (d *dpor) happened(e, thread int, foot *fullFoot) []int32 {
	clock := make([]int32, max(d.s.nthreads, thread+1))
	last := -1
	for i := e - 1; i >= 0; i-- {
		if int(d.frames[i].slot) == thread {
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
	var races []int
	for i := e - 1; i >= 0; i-- {
		f := &d.frames[i]
		if int(f.slot) == thread || clock[f.slot] > int32(i) {
			continue
		}
		if f.foot.conflicts(foot) {
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

func (d *dpor) join(clock []int32, i int) {
	for t, c := range d.frames[i].clock {
		clock[t] = max(clock[t], c)
	}
}

// race adds to the backtrack set of position i a thread that leads towards the
// event at e happening before the one at i.
func (d *dpor) race(i, e, thread int, clock []int32) {
	at := &d.frames[i]
	initials := uint64(0)
	var rest []int // events after i that don't depend on it
	for k := i + 1; k < e; k++ {
		f := &d.frames[k]
		if int(at.slot) < len(f.clock) && f.clock[at.slot] > int32(i) {
			continue
		}
		free := true
		for _, j := range rest {
			q := d.frames[j].slot
			if int(q) < len(f.clock) && f.clock[q] > int32(j) {
				free = false
				break
			}
		}
		if free {
			initials |= 1 << uint(f.slot)
		}
		rest = append(rest, k)
	}
	free := true
	for _, j := range rest {
		if clock[d.frames[j].slot] > int32(j) {
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
	if can := initials & at.enabled; can != 0 {
		at.backtrack |= can & -can
		return
	}
	at.backtrack |= at.enabled
}

// blocked handles pending operations that can't be executed.
func (d *dpor) blocked(n int, before *dframe, enabled uint64) {
	if !d.reduce {
		return
	}
	for _, t := range d.s.threads[:d.s.nthreads] {
		bit := uint64(1) << uint(t.slot)
		was := before.enabled&bit != 0
		if enabled&bit != 0 {
			continue
		}
		if t.ended && was && int32(t.slot) != before.slot {
			before.backtrack |= bit // a timer was stopped that could have fired
			continue
		}
		made := d.birth[t.slot] == n-1
		if t.ended || !was && !made && int32(t.slot) != before.slot && enabled != 0 {
			continue
		}
		if was && int32(t.slot) != before.slot {
			before.backtrack |= bit
		}
		foot := fullFoot{all: t.pend.kind == OpAwait || t.pend.kind == OpSelect}
		switch t.pend.kind {
		case OpPark:
			foot.w = []int32{parkID(t)}
		case OpWait:
			foot.w = []int32{t.pend.obj}
		}
		d.happened(n, t.slot, &foot)
	}
}

func (d *dpor) backtrack(s *Sim) bool {
	s.full = nil
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	for n := len(d.frames) - 1; n >= 0; n-- {
		f := &d.frames[n]
		if f.alt+1 < f.alts {
			f.alt++
			d.frames, d.prefix = d.frames[:n+1], n+1
			return true
		}
		f.done |= 1 << uint(f.slot)
		if d.reduce {
			f.sleep |= 1 << uint(f.slot)
			f.setFoot(int(f.slot), f.whole)
		}
		todo := f.backtrack &^ f.done &^ f.sleep
		if todo == 0 {
			continue
		}
		f.slot, f.alt, f.alts = int32(bits.TrailingZeros64(todo)), 0, 0
		f.whole = fullFoot{}
		d.frames, d.prefix = d.frames[:n+1], n+1
		return true
	}
	return false
}

func (d *dpor) schedule() []Choice {
	sch := make([]Choice, 0, len(d.frames))
	for i := range d.frames {
		sch = append(sch, Choice{int(d.frames[i].slot), int(d.frames[i].alt)})
	}
	return slices.Clip(sch)
}
