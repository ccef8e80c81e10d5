package core

import (
	"fmt"
	"math/bits"
)

// Happens-before is kept without clocks. For every plain access that a later one could
// still race with (the last write of each cell, and each thread's last read since) there
// is a slot, and every thread and every atomic object has the set of slots that it knows:
// those accesses happen before whatever the thread does next, or before whatever acquires
// from the object.
//
// A vector clock is used for one question only: does it cover this access? So the sets
// answer everything the clocks do. They move as clocks do: an acquire is a union, a
// release an assignment (a store hands on only what the storing thread knows) or a union
// (a read-modify-write also hands on what it read). A new access takes a slot that nobody
// knows but the thread itself.
//
// The sets are the happens-before part of the state key: whether a future access races is
// a function of them, and so is their own future. Numbers that grow with the length of
// the execution don't come in, so states merge. A slot that every live thread knows can't
// take part in a race any more, and threads made later know what their creator knows: it
// is dropped.

// accesses is what is known of plain accesses in this execution.
type accesses struct {
	// There may be any number of threads, so no sets of them are kept: in executions at
	// random, and along a schedule. There, accesses are forgotten if there are too many.
	many      bool
	forgotten int

	cells []cellInfo
	slots []slot
	taken bitset // the slots in use
}

func (a *accesses) reset() { a.cells, a.slots, a.taken = a.cells[:0], a.slots[:0], bitset{} }

// slotWords bounds the slots, 64 to a word.
const slotWords = 4

// bitset is a set of slots.
type bitset [slotWords]uint64

func (b *bitset) has(i int32) bool { return b[i>>6]>>(uint(i)&63)&1 != 0 }
func (b *bitset) set(i int32)      { b[i>>6] |= 1 << (uint(i) & 63) }
func (b *bitset) clear(i int32)    { b[i>>6] &^= 1 << (uint(i) & 63) }

// room is the first that is not in the set, or the number that would come after the last.
func (b *bitset) room() int32 {
	for w, x := range b {
		if ^x != 0 {
			return int32(w<<6 + bits.TrailingZeros64(^x))
		}
	}
	return slotWords * 64
}

// slot is one access that may yet take part in a race.
type slot struct {
	name uint64
	cell int32 // object number
	by   int32 // slot of the thread

	write  bool
	atomic bool
	known  int32 // how many threads and objects know it
	keyed  bool  // it is in the state key: see shared.go

	site string // where it is in the code, if a story is recorded
}

// cellInfo is what a plain cell needs beyond an object.
type cellInfo struct {
	write int32   // slot of the last write, or -1
	reads []int32 // by thread, slot of its last read since the last write, or -1
	plan  *plan

	atomics atomics
}

// learn adds what from knows to t: an acquire, or the start of a thread.
func (st *state) learn(t *thread, from *bitset) {
	if t.know == *from {
		return
	}
	for w := range t.know {
		d := from[w] &^ t.know[w]
		if d == 0 {
			continue
		}
		t.know[w] |= d
		for ; d != 0; d &= d - 1 {
			i := int32(w<<6 + bits.TrailingZeros64(d))
			if st.slots[i].known++; st.slots[i].keyed {
				st.key.add(knowsTerm(t.name, st.slots[i].name))
			}
			st.retireIfKnown(i)
		}
	}
}

// learnAll is for a thread that has waited for all others.
func (st *state) learnAll(t *thread) {
	all := st.taken
	st.learn(t, &all)
}

// unlearnAll is for a thread that has ended: what it knew does not matter any more.
func (st *state) unlearnAll(t *thread) {
	for w, d := range t.know {
		for ; d != 0; d &= d - 1 {
			sl := &st.slots[w<<6+bits.TrailingZeros64(d)]
			if sl.known--; sl.keyed {
				st.key.sub(knowsTerm(t.name, sl.name))
			}
		}
		t.know[w] = 0
	}
}

// publish makes o know what t knows; with keep, in addition to what it knew. A store
// keeps nothing: in the Go memory model a load synchronizes with the store that it
// observes, and not with those before that one. A read-modify-write has observed what was
// there, so it hands that on, too.
func (st *state) publish(o *Object, t *thread, keep bool) {
	if o.know == t.know {
		return
	}
	for w := range o.know {
		n := t.know[w]
		if keep {
			n |= o.know[w]
		}
		d := n ^ o.know[w]
		if d == 0 {
			continue
		}
		for x := d; x != 0; x &= x - 1 {
			i := bits.TrailingZeros64(x)
			sl := &st.slots[w<<6+i]
			var c h128
			if sl.keyed {
				c = knowsTerm(o.name, sl.name)
			}
			// d has what is new and what is lost.
			if n>>uint(i)&1 != 0 {
				sl.known++
				st.key.add(c)
			} else {
				sl.known--
				st.key.sub(c)
			}
		}
		o.know[w] = n
	}
}

// acquire makes t know what o knows.
func (st *state) acquire(t *thread, o *Object) {
	if t.slot >= 0 {
		st.learn(t, &o.know)
	}
}

// retireIfKnown drops slot i when all live threads know it. So a slot that was handed
// round for good leaves the state, and what is the same without it becomes the same
// state.
func (st *state) retireIfKnown(i int32) {
	for _, t := range st.threads {
		if !t.ended && !t.know.has(i) {
			return
		}
	}
	st.dropSlot(i)
}

// sweep looks for slots to drop after a thread has ended.
func (st *state) sweep() {
	for i := range st.slots {
		if st.taken.has(int32(i)) {
			st.retireIfKnown(int32(i))
		}
	}
}

// forget makes slot i unknown to all: the access in it is about to be replaced or
// dropped.
func (st *state) forget(i int32) {
	name, n, keyed := st.slots[i].name, st.slots[i].known, st.slots[i].keyed
	st.slots[i].known = 0
	for _, t := range st.threads {
		if n == 0 {
			return
		}
		if t.know.has(i) {
			n--
			t.know.clear(i)
			if keyed {
				st.key.sub(knowsTerm(t.name, name))
			}
		}
	}
	for o := range st.objects {
		if n == 0 {
			return
		}
		if st.objects[o].know.has(i) {
			n--
			st.objects[o].know.clear(i)
			if keyed {
				st.key.sub(knowsTerm(st.objects[o].name, name))
			}
		}
	}
}

// dropSlot frees slot i: the access can't take part in a race any more.
func (st *state) dropSlot(i int32) {
	st.forget(i)
	sl := &st.slots[i]
	if sl.keyed {
		st.key.sub(accessTerm(sl.name))
	}
	st.taken.clear(i)
	c := &st.cells[st.objects[sl.cell].cell]
	switch {
	case sl.atomic:
		(*c.atomics.list(sl.write))[sl.by] = -1
	case sl.write:
		c.write = -1
	default:
		c.reads[sl.by] = -1
	}
}

// newSlot takes a slot for an access that has none, which nobody knows of yet.
func (st *state) newSlot(cell, by int32, wr, atomic bool) int32 {
	i := st.taken.room()
	switch {
	case int(i) < len(st.slots):
	case i < slotWords*64:
		st.slots = append(st.slots, slot{})
	case st.many:
		i = int32(st.forgotten % len(st.slots))
		st.forgotten++
		st.dropSlot(i)
	default:
		panic(refusal("more plain accesses to keep track of than this engine can"))
	}
	n := accessName(st.objects[cell].name, wr && !atomic, st.threads[by].name)
	if atomic {
		n = mix(n, k1)
		if wr {
			n = mix(n, k2)
		}
	}
	keyed := !st.objects[cell].private
	st.slots[i] = slot{name: n, cell: cell, by: by, write: wr, atomic: atomic, keyed: keyed}
	st.taken.set(i)
	if keyed {
		st.key.add(accessTerm(n))
	}
	return i
}

// touch records a plain access of thread t to the cell object and reports the race, if
// there is one. A read races with the last write, a write also with all reads since.
// Earlier accesses need not be looked at: the last write was ordered after them.
func (s *Sim) touch(t *thread, o *Object, wr bool) {
	s.touched = true
	s.step.touches(o, wr)
	s.touchCell(t, o, wr)
}

// touchCell is touch without the step's footprint, where plain accesses need not be.
func (s *Sim) touchCell(t *thread, o *Object, wr bool) {
	c := &s.cells[o.cell]
	// A race ends the execution, so the slots need not be right any more.
	if c.write >= 0 && !t.know.has(c.write) {
		s.race(t, o, wr, false, c.write)
		return
	}
	if wr {
		for _, r := range c.reads {
			if r >= 0 && !t.know.has(r) {
				s.race(t, o, wr, false, r)
				return
			}
		}
		for _, r := range c.reads {
			if r >= 0 {
				s.dropSlot(r) // this write is ordered after it: who knows the write knows it
			}
		}
	}
	if c.atomics.any() && !s.afterAtomics(t, o, c, wr) {
		return
	}
	// Threads come later than cells do.
	for len(c.reads) <= t.slot {
		c.reads = append(c.reads, -1)
	}
	// Nobody else is left to race with.
	if s.live == 1 {
		if i := c.write; i >= 0 && wr {
			s.dropSlot(i)
		}
		if i := c.reads[t.slot]; i >= 0 {
			s.dropSlot(i)
		}
		return
	}
	// The access takes the place of the one before it, the last write or this thread's
	// last read: those that know of the new one know of that, and a race with that would
	// be one with the new one as well.
	i := c.write
	if !wr {
		i = c.reads[t.slot]
	}
	if i >= 0 {
		sl := &s.slots[i]
		if sl.by == int32(t.slot) && sl.known == 1 && t.know.has(i) {
			sl.site = s.rec.site()
			return // nobody else knows the one before it, either
		}
		s.forget(i)
		sl.by = int32(t.slot)
	} else {
		i = s.newSlot(o.id, int32(t.slot), wr, false)
	}
	if wr {
		c.write = i
	} else {
		c.reads[t.slot] = i
	}
	s.know(t, i)
}

// race fails the execution: t does not know of the access in slot with.
func (s *Sim) race(t *thread, o *Object, wr, atomic bool, with int32) {
	what := func(wr, atomic bool) string {
		text := "read"
		if wr {
			text = "write"
		}
		if atomic {
			text = "atomic " + text
		}
		return text
	}
	sl := &s.slots[with]
	text := fmt.Sprintf("data race: %s by %s", what(wr, atomic), t.label)
	if o.label != "" {
		text = fmt.Sprintf("data race on %s: %s by %s at %s", o.label, what(wr, atomic), t.label, callSite())
	}
	text += fmt.Sprintf(" is not ordered after the %s by %s", what(sl.write, sl.atomic), s.threads[sl.by].label)
	if sl.site != "" {
		text += " at " + sl.site
	}
	s.fail("race", text)
}
