package core

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// Loops that wait, under dpor: without states, each round of such a loop would be a new
// execution, and there is no end of them.
//
// A thread that comes back to where it was, and has written nothing and chosen nothing on
// the way, will go the same round again unless another thread has written what it has
// read. Until one does, it is not explored: an execution in which it goes round does
// nothing that one without the round doesn't. For the same reason its steps after the
// wait need not be tried before the step that has ended it: an execution in which the
// thread came later has them there. If only such threads are left, that is a livelock.
//
// Where a thread is follows from the heads of loops, so this doesn't apply without them:
// with Options.NoHeads, dpor stays the oracle for them, too.

// seesRounds reports whether a thread that comes back to where it was can be told.
func (d *dpor) seesRounds(s *Sim) bool {
	return d.reduce && s.body && !s.opts.NoHeads && !s.leaves && len(s.foreign) == 0
}

// round looks whether the last steps of the thread went round. It returns what they have
// read, and whether others have written some of that since.
func (d *dpor) round(s *Sim, t *thread) (reads []int32, changed, ok bool) {
	var wrote []int32 // by others, after the step that is looked at
	for i := s.depth - 1; i >= 0; i-- {
		f := &d.frames[i]
		switch {
		case f.foot.every || f.also>>uint(t.slot)&1 != 0:
			return nil, false, false
		case d.slot(i) != t.slot:
			wrote = append(wrote, f.foot.w...)
			continue
		case !f.fixed || f.foot.all || len(f.foot.w) > 0:
			return nil, false, false
		}
		changed = changed || meet(wrote, f.foot.r)
		reads = append(reads, f.foot.r...)
		if f.at == t.comp {
			return reads, changed, true
		}
	}
	return nil, false, false
}

// waiting is which of the threads that can step have gone round and would go the same
// round again.
func (d *dpor) waiting(s *Sim, enabled uint64) (waiting uint64) {
	if !d.seesRounds(s) {
		return 0
	}
	for m := enabled; m != 0; m &= m - 1 {
		slot := bits.TrailingZeros64(m)
		if _, changed, ok := d.round(s, s.threads[slot]); ok && !changed {
			waiting |= 1 << uint(slot)
		}
	}
	return waiting
}

// takes makes ready for a step, which may be the first after a wait: it depends on what
// has ended that.
func (d *dpor) takes(s *Sim, c Choice) Choice {
	s.step.full.reset()
	if d.seesRounds(s) {
		t := s.threads[c.Thread]
		d.frames[s.depth].at = t.comp
		if reads, _, ok := d.round(s, t); ok {
			s.step.full.r = append(s.step.full.r, reads...)
		}
	}
	return c
}

// livelocked is when only threads that wait in loops are left.
func (d *dpor) livelocked(s *Sim, waiting uint64) {
	if s.opts.IdleTimers && slices.ContainsFunc(s.threads, (*thread).waitsForTime) {
		s.refuseLate()
		return
	}
	var who []string
	for m := waiting; m != 0; m &= m - 1 {
		who = append(who, s.threads[bits.TrailingZeros64(m)].label)
	}
	s.fail("livelock", fmt.Sprintf("livelock: %s can go on forever without progress, though no thread is left out",
		strings.Join(who, ", ")))
}
