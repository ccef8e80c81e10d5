package core

import (
	"math/bits"
	"slices"
)

// search is the stateful depth-first search. It goes on in one execution until that comes
// to a state seen before, then runs again from the start up to the deepest state with
// something left to try.
//
// Sleep sets save steps, not states (Godefroid 1996): once the step of thread t has been
// explored from a state, it need not be tried again after steps of others that commute
// with it, for that leads to states reached through t first. Whether two steps commute is
// read off what they have touched when executed (their footprints, plain cells and ghosts
// included). A step asleep has been executed, and nothing has run since that conflicts
// with it, so its footprint still stands. A state remembers what was asleep at every
// visit so far; a visit with less asleep explores the difference.
//
// Only threads made in Setup sleep, and only the first 32: the numbers of others depend
// on the order in which they were made, and an entry of the table has 32 bits for them.
//
// Two plain accesses that conflict without an atomic operation between them make their
// steps conflict here, but that costs nothing: they are a race.
type search struct {
	path
	frames []frame // by position on the path
	table  *table
	graph  *graph

	// Footprints of the sleeping steps, sleepers() to a frame, by thread. Those of
	// threads that don't sleep are stale.
	feet []mask

	reduce bool // use sleep sets
	alike  bool // merge states by symmetry
	stop   func() bool
}

// frame is a state on the path.
type frame struct {
	// The state's key, to notice when it is not reached again.
	key h128

	// The checkpoints of the step that led here, for when that is repeated.
	marks []mark

	id uint32 // number of the state in the table

	// Threads that need not be tried from here: their steps have been explored, from here
	// or before, and lead to the same states as those that are to be tried.
	sleep uint64

	// Footprint of the step being explored, with all its alternatives so far. If it has
	// been explored, and goes to sleep, this is what can wake it.
	foot mask

	at any // how the Relation sees the state
}

func newSearch(reduce bool) *search {
	return &search{table: newTable(), graph: newGraph(), reduce: reduce}
}

// choose repeats the decided steps; then each call finds out where the last step has led.
// A state that is known ends the execution, unless it was visited with more threads
// asleep. A new one is looked at, and added to the path.
func (d *search) choose(s *Sim) (Choice, bool) {
	if d.decided(s) {
		return d.replay(s)
	}
	s.step.known = nil
	n := s.depth

	// The relation comes first: it must hold for every step, and this one may have led to
	// a state that is known.
	if s.props.relation != nil {
		var from any
		if n > 0 {
			from = d.frames[n-1].at
		}
		if !s.props.relation.step(s, from, n > 0) {
			return over()
		}
	}

	// From here on there are two ways to name the threads, if some are alike: by where
	// they stand here, and by the places that settle gives them, which are the same for
	// all states that count as one. The table has the latter.
	sleep := d.asleep(s)
	key, there := s.key, sleep
	alike := d.alike && len(s.classes) > 0
	if alike {
		if n == 0 {
			if s.checkAlike(); s.refused != nil {
				return over()
			}
		}
		key = s.settle()
		there = s.perm.there(sleep)
	}
	s.result.reached(n)
	e, seen := d.table.find(key)
	if n > 0 {
		d.graph.add(d.frames[n-1].id, e.id, s)
	}
	id := e.id
	if seen {
		// All that was explored from here before is what was awake then. What slept at
		// every visit so far, but doesn't now, is still to be explored.
		todo := uint64(e.sleep) &^ there
		e.sleep &= uint32(there)
		if alike {
			todo = s.perm.back(todo, len(s.threads))
		}
		if todo == 0 {
			return over()
		}
		return d.push(s, id, sleep, todo), true
	}

	e.sleep = uint32(there)
	enabled, ok := s.arrive(nil)
	if !ok {
		return over()
	}
	d.graph.state(id, enabled, s)
	// No thread can run, or those that can are all asleep or twins: nothing is left to do
	// here.
	todo := enabled &^ sleep
	if alike {
		todo &^= s.twins(key, enabled)
	}
	if todo == 0 || d.limits(s) {
		return over()
	}
	return d.push(s, id, sleep, todo), true
}

// replay repeats a decided step, if the execution has come to the same state as before.
func (d *search) replay(s *Sim) (Choice, bool) {
	n := s.depth
	c := Choice{Thread: int(d.steps[n].slot)}
	if d.frames[n].key != s.key || c.Thread >= len(s.threads) || s.threads[c.Thread].ended {
		s.refuse("model %s is not deterministic: run again with the same schedule, it came to another state at step %d",
			s.model.Name, n)
		return over()
	}
	// The last decided step is another than last time; those before it do what they did,
	// and so do the checkpoints in them.
	s.step.known = nil
	if n < d.prefix-1 {
		s.step.known = d.frames[n+1].marks
	}
	return d.again(s), true
}

// push adds the state at hand to the path.
func (d *search) push(s *Sim, id uint32, sleep, todo uint64) Choice {
	f := frame{key: s.key, marks: slices.Clone(s.step.marks), id: id, sleep: sleep}
	if s.props.relation != nil {
		f.at = s.props.relation.at
	}
	d.frames = append(d.frames[:s.depth], f)
	return d.path.push(s, todo)
}

// sleepers is how many threads may sleep.
func sleepers(s *Sim) int { return min(s.nsetup, 32) }

// asleep is the set of threads asleep in the state that the last step has led to: those
// that slept before it, or were explored in its place, and that it does not conflict
// with.
func (d *search) asleep(s *Sim) uint64 {
	n, k := s.depth, sleepers(s)
	for len(d.feet) < (n+1)*k {
		d.feet = append(d.feet, mask{})
	}
	if n == 0 || !d.reduce {
		return 0
	}
	p := &d.frames[n-1]
	// A step with several alternatives conflicts with what any of them conflicts with.
	p.foot.join(s.step.foot)
	sleep := uint64(0)
	for m := p.sleep; m != 0; m &= m - 1 {
		u := bits.TrailingZeros64(m)
		if foot := d.feet[(n-1)*k+u]; !foot.conflicts(s.step.foot) {
			sleep |= 1 << uint(u)
			d.feet[n*k+u] = foot
		}
	}
	return sleep
}

// limits reports whether a bound keeps the search from going on from a new state.
func (d *search) limits(s *Sim) bool {
	if s.depth >= s.opts.MaxDepth {
		s.endless(s.depth)
		return true
	}
	return d.stop()
}

// backtrack moves on to the deepest state with something left to try. A failure ends the
// search, with the path as its story.
func (d *search) backtrack(s *Sim) bool {
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	k := sleepers(s)
	return d.path.backtrack(func(n int, b *branch) {
		f := &d.frames[n]
		// The others that are tried from here need not try it again: it sleeps.
		if d.reduce && int(b.slot) < k {
			f.sleep |= 1 << uint(b.slot)
			d.feet[n*k+int(b.slot)] = f.foot
		}
		f.foot = mask{}
	})
}
