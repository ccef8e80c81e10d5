package core

import "slices"

// The footprint of a step is the set of shared things that it has read and written. Two
// steps commute if neither has written what the other has touched. Things are objects, by
// their numbers, the parking places of threads (whether a thread waits there matters to
// Ready) and the ghosts, all of them as one.

// mask is a footprint as the stateful search keeps it: sets of numbers modulo 63, and a
// bit for the ghosts. Things that fall together make steps conflict that don't, which
// only costs reduction.
type mask struct{ r, w uint64 }

func (m *mask) join(n mask) { m.r |= n.r; m.w |= n.w }

func (m mask) conflicts(n mask) bool { return m.w&(n.r|n.w) != 0 || n.w&m.r != 0 }

// fullFoot is the exact footprint of a step, for the oracle.
type fullFoot struct {
	r, w []int32
	all  bool // may have read anything: the step of an Await, whose condition is foreign code

	every bool // conflicts with any other
}

// ghostID stands for all ghosts among the object numbers, parkID for the parking place of
// a thread.
const ghostID = -1

func parkID(t *thread) int32 { return -2 - int32(t.slot) }

const ghostBit = 1 << 63

func parkBit(t *thread) uint64 { return 1 << (uint(t.slot+40) % 63) }

func objectBit(o *Object) uint64 { return 1 << (uint(o.id) % 63) }

// touches adds an access to the object to the step's footprint.
func (p *step) touches(o *Object, wr bool) {
	if wr {
		p.writes(o.id, objectBit(o))
	} else {
		p.reads(o.id, objectBit(o))
	}
}

// touchesPark adds to the step's footprint a change of the thread's parking place.
func (p *step) touchesPark(t *thread) { p.writes(parkID(t), parkBit(t)) }

// touchesAll makes the step conflict with any step that writes.
func (p *step) touchesAll() {
	p.foot.r = ^uint64(0)
	if p.full != nil {
		p.full.all = true
	}
}

// touchesEverything makes the step conflict with any other.
func (p *step) touchesEverything() {
	p.foot = mask{^uint64(0), ^uint64(0)}
	if p.full != nil {
		p.full.every = true
	}
}

func (p *step) reads(id int32, bit uint64) {
	p.foot.r |= bit
	if p.full != nil {
		p.full.r = append(p.full.r, id)
	}
}

func (p *step) writes(id int32, bit uint64) {
	p.foot.w |= bit
	if p.full != nil {
		p.full.w = append(p.full.w, id)
	}
}

func (f *fullFoot) reset() { *f = fullFoot{r: f.r[:0], w: f.w[:0]} }

// clone is a copy that stays when f is reset.
func (f *fullFoot) clone() fullFoot {
	return fullFoot{slices.Clone(f.r), slices.Clone(f.w), f.all, f.every}
}

// join adds g to f. It leaves alone what f was before, which may be shared.
func (f *fullFoot) join(g *fullFoot) {
	*f = fullFoot{slices.Concat(f.r, g.r), slices.Concat(f.w, g.w), f.all || g.all, f.every || g.every}
}

func (f *fullFoot) conflicts(g *fullFoot) bool {
	if f.every || g.every {
		return true
	}
	// One that may have read anything conflicts with any write.
	if f.all && len(g.w) > 0 || g.all && len(f.w) > 0 {
		return true
	}
	return meet(f.w, g.w) || meet(f.w, g.r) || meet(f.r, g.w)
}

// meet reports whether two small sets have something in common.
func meet(a, b []int32) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}
