package core

import "math/bits"

// strategy decides which step is taken next. There are five: search (stateful, depth
// first), bounded (the same with a limit on preemptions), dpor (without states, the
// oracle), walker (at random) and script (along a given schedule).
type strategy interface {
	// choose is called between two steps, the first time before any. It returns the next
	// step, or false if this execution is over.
	choose(s *Sim) (Choice, bool)
	// backtrack is called after an execution. It returns false if no other is to follow.
	backtrack(s *Sim) bool
}

// over is what choose returns at the end of an execution.
func over() (Choice, bool) { return Choice{}, false }

// path is the schedule of the running execution, as the three depth-first searches keep
// it: each step, and what is left to try in its place. A model can't be taken back by a
// step, only run anew. So to try something else at step n, an execution repeats the n
// steps before it: prefix is how many steps are decided when an execution begins.
//
// What else a search knows of the states on its path it keeps in frames of its own, with
// the same indices.
type path struct {
	steps  []branch
	prefix int
}

// branch is a step on the path.
type branch struct {
	slot, alt int32  // the step being explored: a thread, and which of its alternatives
	alts      int32  // how many it has; set when the execution comes there
	todo      uint64 // the other threads whose steps are to be explored here
}

// decided reports whether the step at hand is one that the execution repeats.
func (p *path) decided(s *Sim) bool { return s.depth < p.prefix }

// again returns a decided step.
func (p *path) again(s *Sim) Choice {
	b := &p.steps[s.depth]
	if s.depth == p.prefix-1 {
		// The step that backtrack has put in: only now its thread says how many
		// alternatives there are.
		b.alts = s.alternatives(s.threads[b.slot])
	}
	return Choice{int(b.slot), int(b.alt)}
}

// push adds a new state to the path, with the threads to be tried from it, and returns
// the first step. The running thread goes first, if it is among them: stories have fewer
// switches then.
func (p *path) push(s *Sim, todo uint64) Choice {
	n := s.depth
	slot := bits.TrailingZeros64(todo)
	if n > 0 {
		if last := int(p.steps[n-1].slot); todo>>uint(last)&1 != 0 {
			slot = last
		}
	}
	b := branch{slot: int32(slot), alts: s.alternatives(s.threads[slot]), todo: todo &^ (1 << uint(slot))}
	p.steps = append(p.steps[:n], b)
	return Choice{slot, 0}
}

// backtrack finds the last step with something left to try in its place, and puts that
// in. First it calls explored for each step whose alternatives have all been tried, which
// may change what is left to do there.
func (p *path) backtrack(explored func(n int, b *branch)) bool {
	for n := len(p.steps) - 1; n >= 0; n-- {
		b := &p.steps[n]
		if b.alt+1 < b.alts {
			b.alt++
		} else {
			explored(n, b)
			if b.todo == 0 {
				continue
			}
			slot := bits.TrailingZeros64(b.todo)
			b.slot, b.alt, b.alts = int32(slot), 0, 0
			b.todo &^= 1 << uint(slot)
		}
		p.steps, p.prefix = p.steps[:n+1], n+1
		return true
	}
	return false
}

// schedule is the path as a schedule: after a failure, the story of it.
func (p *path) schedule() []Choice {
	sch := make([]Choice, 0, len(p.steps))
	for _, b := range p.steps {
		sch = append(sch, Choice{int(b.slot), int(b.alt)})
	}
	return sch
}
