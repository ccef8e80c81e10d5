package core

import (
	"math/bits"
	"slices"
)

// frame is one state on the path of the running execution, and what is left to
// explore from it.
type frame struct {
	key   h128
	walks []walk // of the step that led here
	id    uint32
	slot  int32 // the step being explored
	alt   int32
	alts  int32
	todo  uint64
	sleep uint64 // explored before, and still the same step: see search
	fr    uint64 // footprint of slot's step, all alternatives
	fw    uint64
	at    any // how the Relation sees the state
}

// search is the stateful depth-first search. It goes on in one execution until
// that comes to a state seen before, then runs again from the start up to the
// deepest state with something left to try.
//
// Sleep sets save steps, not states (Godefroid 1996): once the step of thread
// t has been explored from a state, it need not be tried again after steps of
// others that commute with it, for that leads to states reached through t
// first. Whether two steps commute is read off what they have touched when
// executed (their footprints, plain cells and ghosts included); a step asleep
// has been executed, and nothing has run since that conflicts with it, so its
// footprint still stands. A state remembers what was asleep at every visit so
// far; a visit with less asleep explores the difference.
// Only threads made in Setup sleep: the numbers of others depend on the order
// in which they were made.
//
// Two plain accesses that conflict without an atomic operation between them
// make their steps conflict here, but that costs nothing: they are a race.
type search struct {
	s      *Sim
	table  *table
	frames []frame
	feet   [][2]uint64 // footprints of sleeping steps, nsetup to a frame
	prefix int
	graph  *graph
	reduce bool
	alike  bool // merge states by symmetry
	stop   func() bool
}

func newSearch(s *Sim, reduce bool) *search {
	return &search{s: s, table: newTable(), graph: newGraph(), reduce: reduce}
}

func (d *search) decide(s *Sim) {
	n := s.depth
	if n < d.prefix {
		f := &d.frames[n]
		if f.key != s.key || int(f.slot) >= s.nthreads || !replayable(s.threads[f.slot]) {
			s.refuse("model %s is not deterministic: run again with the same schedule, it came to another state at step %d", s.model.Name, n)
			s.over = true
			return
		}
		s.next, s.alt = s.threads[f.slot], f.alt
		if n == d.prefix-1 {
			f.alts = s.next.pend.alts
			s.known = nil
		} else {
			s.known = d.frames[n+1].walks
		}
		return
	}
	s.known = nil
	if s.relation != nil {
		var from any
		if n > 0 {
			from = d.frames[n-1].at
		}
		if !s.relation.step(s, from, n > 0) {
			s.over = true
			return
		}
	}
	sleep := d.asleep(n)
	key := s.key
	alike := d.alike && len(s.classes) > 0
	if alike {
		if n == 0 {
			if s.checkAlike(); s.refused != nil {
				s.over = true
				return
			}
		}
		key = s.settle()
	}
	e, seen := d.table.find(key)
	if n > 0 {
		s.result.Branches++
		p := &d.frames[n-1]
		d.graph.add(p.id, e.id, s)
	}
	if n > s.result.MaxDepth {
		s.result.MaxDepth = n
	}
	var todo uint64
	if seen {
		there := sleep
		if alike {
			there = s.perm.there(sleep)
		}
		todo = uint64(e.sleep) &^ there
		e.sleep &= uint32(there)
		if alike {
			todo = s.perm.back(todo, s.nthreads)
		}
		if todo == 0 {
			s.over = true
			return
		}
	} else {
		e.sleep = uint32(sleep)
		if alike {
			e.sleep = uint32(s.perm.there(sleep))
		}
		id := e.id
		if !s.checkInvariants() {
			s.over = true
			return
		}
		enabled := s.enabled()
		d.graph.state(id, enabled, s)
		if !s.atRest(enabled) || s.refused != nil {
			s.over = true
			return
		}
		todo = enabled &^ sleep
		if alike {
			todo &^= s.twins(key, enabled)
		}
		if todo == 0 || d.limits(s) {
			s.over = true
			return
		}
		d.push(s, n, id, sleep, todo)
		return
	}
	d.push(s, n, e.id, sleep, todo)
}

// replayable guards against a schedule that does not fit.
func replayable(t *thread) bool { return !t.ended }

func (d *search) push(s *Sim, n int, id uint32, sleep, todo uint64) {
	f := frame{key: s.key, walks: slices.Clone(s.walks), id: id, todo: todo, sleep: sleep}
	slot := bits.TrailingZeros64(todo)
	if n > 0 {
		if p := int(d.frames[n-1].slot); todo>>uint(p)&1 != 0 {
			slot = p // stay with the running thread: no switch
		}
	}
	f.take(s, slot)
	if s.relation != nil {
		f.at = s.relation.at
	}
	d.frames = append(d.frames[:n], f)
	s.next, s.alt = s.threads[slot], 0
}

func (f *frame) take(s *Sim, slot int) {
	f.slot, f.alt = int32(slot), 0
	f.alts = s.threads[slot].pend.alts
	f.todo &^= 1 << uint(slot)
	f.fr, f.fw = 0, 0
}

// asleep is the set of threads asleep in the state that the step from frame
// n-1 has led to.
func (d *search) asleep(n int) uint64 {
	s := d.s
	k := min(s.nsetup, 32)
	for len(d.feet) < (n+1)*k {
		d.feet = append(d.feet, [2]uint64{})
	}
	if n == 0 || !d.reduce {
		return 0
	}
	p := &d.frames[n-1]
	p.fr |= s.fr
	p.fw |= s.fw
	sleep := uint64(0)
	for m := p.sleep; m != 0; m &= m - 1 {
		u := bits.TrailingZeros64(m)
		ft := d.feet[(n-1)*k+u]
		if ft[1]&(s.fr|s.fw) == 0 && s.fw&ft[0] == 0 {
			sleep |= 1 << uint(u)
			d.feet[n*k+u] = ft
		}
	}
	return sleep
}

func (d *search) limits(s *Sim) bool {
	o := &s.opts
	if s.depth >= o.MaxDepth {
		s.refuse("model %s: an execution of %d steps came to new states all the way: does it loop without end? Use Checkpoint or Await in the loop", s.model.Name, s.depth)
		return true
	}
	if d.stop() {
		return true
	}
	return false
}

func (d *search) backtrack(s *Sim) bool {
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	k := min(s.nsetup, 32)
	for n := len(d.frames) - 1; n >= 0; n-- {
		f := &d.frames[n]
		if f.alt+1 < f.alts {
			f.alt++
			d.frames, d.prefix = d.frames[:n+1], n+1
			return true
		}
		if f.todo != 0 {
			if d.reduce && int(f.slot) < k {
				f.sleep |= 1 << uint(f.slot)
				d.feet[n*k+int(f.slot)] = [2]uint64{f.fr, f.fw}
			}
			slot := bits.TrailingZeros64(f.todo)
			f.slot, f.alt, f.alts = int32(slot), 0, 0
			f.todo &^= 1 << uint(slot)
			f.fr, f.fw = 0, 0
			d.frames, d.prefix = d.frames[:n+1], n+1
			return true
		}
	}
	return false
}

func (d *search) schedule() []Choice {
	sch := make([]Choice, 0, len(d.frames))
	for i := range d.frames {
		sch = append(sch, Choice{int(d.frames[i].slot), int(d.frames[i].alt)})
	}
	return sch
}
