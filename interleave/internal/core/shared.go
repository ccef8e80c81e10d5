package core

// Most plain memory is used by one thread only. Who knows of its accesses can't matter
// then, and would keep states apart for nothing. So the accesses to memory that no two
// threads have been seen to use are not in the state key. Races on it are looked for all
// the same. When a second thread does come, the search begins again, with all memory of
// that kind in the key. If no search of the states comes to a second one, there is none.

// sharing is what a search has learned about that, across executions.
type sharing struct {
	kinds map[uint64]bool // that more than one thread uses
	lost  int             // searches that had to begin again

	// Of words that are used plainly and atomically: see mixed.go. Something has been
	// learned since this was set to false.
	mixed map[uint64]bool
	again bool
}

// maxLost is how often the search begins again before it takes all memory as shared.
const maxLost = 100

// class is what a place in an allocation is, whichever allocation of its label and
// whichever element it is of.
func (r *span) class(off uintptr) uint64 {
	if r.n > 0 {
		off %= r.typ.Size()
	}
	return mix(r.kind, uint64(off))
}

func (s *Sim) maybePrivate(class uint64) bool {
	return s.body && s.sharing.lost < maxLost && !s.sharing.kinds[class]
}

// stillPrivate takes in an access to private memory. It returns false if the execution is
// over, since the search begins again.
func (s *Sim) stillPrivate(t *thread, o *Object) bool {
	switch {
	case o.owner == int32(t.slot):
		return true
	case o.owner < 0:
		if s.live > 1 {
			o.owner = int32(t.slot) // else all that comes later happens after it
		}
		return true
	}
	if s.sharing.kinds == nil {
		s.sharing.kinds = map[uint64]bool{}
	}
	s.sharing.kinds[o.class] = true
	if s.restartable {
		s.sharing.lost++
		s.restart = true
		return false
	}
	return true
}

// prelude runs a few executions at random before a search, to learn which memory is
// shared and whether the clock is read. It returns false if one of them fails: then the
// search is over.
func (s *Sim) prelude() bool {
	result := s.result
	s.result = newResult("", "")
	w := newWalker(0)
	w.stop, w.most = func() bool { return false }, 500
	s.driveFor(w, 32)
	failed := s.result.Failure
	s.result = result
	s.others, s.limits = false, nil
	if failed != nil && s.refused == nil {
		s.result.Failure = failed
		failed.Schedule = w.taken
		return false
	}
	return s.refused == nil
}
