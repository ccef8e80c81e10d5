package core

import "math/bits"

// Happens-before is kept without clocks. For every plain access that a later
// one could still race with (the last write of each cell, and each thread's
// last read since) there is a slot, and every thread and every atomic object
// has the set of slots that it knows: those accesses happen before whatever
// the thread does next, or before whatever acquires from the object.
//
// A vector clock is used for one question only: does it cover this access? So
// the sets answer everything the clocks do. They move as clocks do: an acquire
// is a union, a release an assignment (a store hands on only what the storing
// thread knows) or a union (a read-modify-write also hands on what it read).
// A new access takes a slot that nobody knows but the thread itself.
//
// The sets are the happens-before part of the state key: whether a future
// access races is a function of them, and so is their own future. Numbers that
// grow with the length of the execution don't come in, so states merge.
// A slot that every live thread knows can't take part in a race any more,
// and threads made later know what their creator knows: it is dropped.

const slotWords = 4

type bitset [slotWords]uint64

func (b *bitset) has(i int32) bool { return b[i>>6]>>(uint(i)&63)&1 != 0 }
func (b *bitset) set(i int32)      { b[i>>6] |= 1 << (uint(i) & 63) }
func (b *bitset) clear(i int32)    { b[i>>6] &^= 1 << (uint(i) & 63) }

// slot is one access that may yet take part in a race.
type slot struct {
	name uint64
	cell int32
	by   int32 // thread slot; -1 for the setup
	wr   bool
	used bool
	site string
}

// cellInfo is what a plain cell needs beyond an object.
type cellInfo struct {
	write int32   // slot of the last write, or -1
	reads []int32 // by thread, -1 for none
	plan  *plan
}

// learn adds what from knows to t.
func (s *Sim) learn(t *thread, from *bitset) {
	for w := range t.know {
		d := from[w] &^ t.know[w]
		if d == 0 {
			continue
		}
		t.know[w] |= d
		for ; d != 0; d &= d - 1 {
			i := int32(w<<6 + bits.TrailingZeros64(d))
			s.key.add(mix2(t.name+k3, s.slots[i].name))
			s.retireIfKnown(i)
		}
	}
}

func (s *Sim) unlearnAll(t *thread) {
	for w, d := range t.know {
		for ; d != 0; d &= d - 1 {
			s.key.sub(mix2(t.name+k3, s.slots[w<<6+bits.TrailingZeros64(d)].name))
		}
		t.know[w] = 0
	}
}

// publish makes o know what t knows; with keep, beside what it knew.
func (s *Sim) publish(o *Object, t *thread, keep bool) {
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
			c := mix2(o.name+k3, s.slots[w<<6+i].name)
			if n>>uint(i)&1 != 0 {
				s.key.add(c)
			} else {
				s.key.sub(c)
			}
		}
		o.know[w] = n
	}
}

func (s *Sim) acquire(t *thread, o *Object) {
	if t.slot >= 0 {
		s.learn(t, &o.know)
	}
}

// retireIfKnown drops slot i when all live threads know it.
func (s *Sim) retireIfKnown(i int32) {
	for _, t := range s.threads[:s.nthreads] {
		if !t.ended && !t.know.has(i) {
			return
		}
	}
	s.dropSlot(i)
}

// sweep looks for slots to drop after a thread has ended.
func (s *Sim) sweep() {
	for i := range s.slots {
		if s.slots[i].used {
			s.retireIfKnown(int32(i))
		}
	}
}

// forget makes slot i unknown to all.
func (s *Sim) forget(i int32) {
	name := s.slots[i].name
	for _, t := range s.threads[:s.nthreads] {
		if t.know.has(i) {
			t.know.clear(i)
			s.key.sub(mix2(t.name+k3, name))
		}
	}
	for o := range s.objects {
		if s.objects[o].know.has(i) {
			s.objects[o].know.clear(i)
			s.key.sub(mix2(s.objects[o].name+k3, name))
		}
	}
}

func (s *Sim) dropSlot(i int32) {
	s.forget(i)
	sl := &s.slots[i]
	s.key.sub(mix2(sl.name, k4))
	sl.used = false
	c := &s.cells[s.objects[sl.cell].cell]
	if sl.wr {
		c.write = -1
	} else {
		c.reads[sl.by] = -1
	}
}

func (s *Sim) newSlot(cell, by int32, wr bool) int32 {
	i := int32(0)
	for int(i) < len(s.slots) && s.slots[i].used {
		i++
	}
	if int(i) == len(s.slots) {
		if i == slotWords*64 {
			panic(refusal("more plain accesses to keep track of than this engine can"))
		}
		s.slots = append(s.slots, slot{})
	}
	o := &s.objects[cell]
	n := mix(o.name, 1)
	if !wr {
		n = mix(o.name, s.threads[by].name)
	}
	s.slots[i] = slot{name: n, cell: cell, by: by, wr: wr, used: true}
	s.key.add(mix2(n, k4))
	return i
}

// touch records a plain access of thread t to the cell object and reports the
// race, if there is one.
func (s *Sim) touch(t *thread, o *Object, wr bool) {
	c := &s.cells[o.cell]
	s.touched = true
	s.touches(o, wr)
	if c.write >= 0 && !t.know.has(c.write) {
		s.race(t, o, wr, c.write)
		return
	}
	if wr {
		for _, r := range c.reads {
			if r >= 0 && !t.know.has(r) {
				s.race(t, o, wr, r)
				return
			}
		}
		for _, r := range c.reads {
			if r >= 0 {
				s.dropSlot(r) // this write is ordered after it: who knows the write knows it
			}
		}
	}
	for len(c.reads) <= t.slot {
		c.reads = append(c.reads, -1)
	}
	i := c.write
	if !wr {
		i = c.reads[t.slot]
	}
	if i >= 0 {
		s.forget(i)
		s.slots[i].by = int32(t.slot)
	} else {
		i = s.newSlot(o.id, int32(t.slot), wr)
	}
	if wr {
		c.write = i
	} else {
		c.reads[t.slot] = i
	}
	s.slots[i].site = s.rec.site()
	t.know.set(i)
	s.key.add(mix2(t.name+k3, s.slots[i].name))
	s.retireIfKnown(i)
}
