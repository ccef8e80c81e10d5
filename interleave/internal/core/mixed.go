package core

// A word of rewritten code may be used by the functions of sync/atomic and plainly, too.
// An atomic operation races with a plain access that is not ordered with it, unless both
// only read. Most words are used in one way only, and it would cost states to keep track
// of all atomic operations. So that is done for the words that have been seen to be used
// in both ways. Once one is met, the search begins again.

// atomics has, by thread, the slot of its last atomic read of the cell and the one of its
// last atomic write, since the last plain write; or -1.
type atomics struct{ read, write []int32 }

func (a *atomics) reset() { a.read, a.write = a.read[:0], a.write[:0] }

func (a *atomics) any() bool { return len(a.read)+len(a.write) > 0 }

func (a *atomics) list(wr bool) *[]int32 {
	if wr {
		return &a.write
	}
	return &a.read
}

// mixes reports whether the word is known to be used in both ways.
func (s *Sim) mixes(o *Object) bool { return s.sharing.mixed[s.mixKey(o)] }

func (s *Sim) mixKey(o *Object) uint64 {
	if o.class != 0 {
		return o.class
	}
	return o.name
}

// learnMixed notes that a word is used in both ways.
func (s *Sim) learnMixed(o *Object) {
	key := s.mixKey(o)
	if s.sharing.mixed[key] {
		return
	}
	if s.sharing.mixed == nil {
		s.sharing.mixed = map[uint64]bool{}
	}
	s.sharing.mixed[key] = true
	s.sharing.again = true
	s.restart = s.restart || s.restartable
}

// atomically takes in an atomic operation on a word, when the thread has acquired, and
// has not published yet.
func (s *Sim) atomically(t *thread, o *Object, wr bool) {
	o.atomic = true
	if o.plainly {
		s.learnMixed(o)
	}
	if o.cell < 0 && !s.mixes(o) {
		return
	}
	c := s.cellOf(o)
	if i := c.write; i >= 0 && !t.know.has(i) {
		s.race(t, o, wr, true, i)
		return
	}
	if wr {
		for _, i := range c.reads {
			if i >= 0 && !t.know.has(i) {
				s.race(t, o, wr, true, i)
				return
			}
		}
	}
	if !s.mixes(o) || s.live == 1 || o.private && !s.stillPrivate(t, o) {
		return
	}
	l := c.atomics.list(wr)
	for len(*l) <= t.slot {
		*l = append(*l, -1)
	}
	i := (*l)[t.slot]
	if i >= 0 {
		if s.slots[i].known == 1 && t.know.has(i) {
			s.slots[i].site = s.rec.site()
			return
		}
		s.forget(i)
	} else {
		i = s.newSlot(o.id, int32(t.slot), wr, true)
	}
	(*l)[t.slot] = i
	s.know(t, i)
}

// know says that the thread knows of the access in slot i, its own.
func (s *Sim) know(t *thread, i int32) {
	s.slots[i].site = s.rec.site()
	// So far it is only known to the thread itself. Others learn of it by synchronizing
	// with it.
	t.know.set(i)
	if s.slots[i].known++; s.slots[i].keyed {
		s.key.add(knowsTerm(t.name, s.slots[i].name))
	}
	s.retireIfKnown(i)
}

// afterAtomics looks whether a plain access races with an atomic operation before it. It
// returns false if so. A write is ordered after all of them: who knows of it knows them.
func (s *Sim) afterAtomics(t *thread, o *Object, c *cellInfo, wr bool) bool {
	lists := [2][]int32{c.atomics.write, c.atomics.read}
	n := 1
	if wr {
		n = 2
	}
	for _, l := range lists[:n] {
		for _, i := range l {
			if i >= 0 && !t.know.has(i) {
				s.race(t, o, wr, false, i)
				return false
			}
		}
	}
	for _, l := range lists {
		for _, i := range l {
			if wr && i >= 0 {
				s.dropSlot(i)
			}
		}
	}
	return true
}
