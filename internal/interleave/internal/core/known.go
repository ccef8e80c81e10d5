package core

import "math/rand/v2"

// known is the states that a search has seen. If it was right to count some of them as one, no execution leaves
// them: the oracle, and random walks, look each of their states up. So a Checkpoint that forgets what the future
// depends on is noticed by one that gets to a state which only the forgotten leads to, and not at the end only.
type known struct {
	table *table
	alike bool
}

// has reports whether the state at hand is one of them.
func (k *known) has(s *Sim) bool {
	if !k.alike || len(s.classes) == 0 {
		return k.table.has(s.key)
	}
	if k.table.has(s.settle()) {
		return true
	}
	found := false // like states don't always settle to one key, and the search need not have seen this one of them
	s.eachPlace(func(key h128) { found = found || k.table.has(key) })
	return found
}

// look fails the execution if it has left the known states. Once a thread has come upon something without a name, the
// names tell apart states in which the same was done in another order, and it looks no more.
func (k *known) look(s *Sim) bool {
	if k == nil || s.coined || k.has(s) {
		return true
	}
	s.fail("unknown", "the search has not seen this state: a Checkpoint forgets too much, or threads of Alike are not")
	return false
}

// walker runs at random: each execution with its own inclination to switch threads.
type walker struct {
	s      *Sim
	within *known
	rand   *rand.Rand
	taken  []Choice
	last   int
	stay   uint32 // of 8, how often the running thread goes on
	stop   func() bool
}

// Walk runs the model at random, for as long as opts say or until it ends after walks executions, and looks
// whether it stays in the states that the search which had result r has seen.
func Walk(m Model, opts Options, r *Result, walks int64) *Result {
	return guarded(m, opts, "walk", func(s *Sim) {
		w := &walker{s: s, within: r.known, rand: rand.New(rand.NewPCG(1, 2))}
		w.stop = s.stopper(nil)
		w.begin()
		s.driveFor(w, walks)
		if s.failure != nil {
			s.result.Failure.Schedule = w.taken
		}
	})
}

func (w *walker) begin() {
	w.taken, w.last, w.stay = w.taken[:0], -1, w.rand.Uint32N(8)
}

func (w *walker) decide(s *Sim) {
	n := s.depth
	s.result.MaxDepth = max(s.result.MaxDepth, n)
	if n > 0 {
		s.result.Branches++
	}
	enabled := s.enabled()
	if !w.within.look(s) || !s.checkInvariants() || !s.atRest(enabled) || s.refused != nil || enabled == 0 || w.stop() {
		s.over = true
		return
	}
	if n >= s.opts.MaxDepth {
		s.over = true // a loop that waits, perhaps
		return
	}
	slot := w.last
	if slot < 0 || enabled>>uint(slot)&1 == 0 || w.rand.Uint32N(8) >= w.stay {
		var can []int
		for i := range s.nthreads {
			if enabled>>uint(i)&1 != 0 {
				can = append(can, i)
			}
		}
		slot = can[w.rand.IntN(len(can))]
	}
	w.last = slot
	s.next, s.alt = s.threads[slot], w.rand.Int32N(max(s.threads[slot].pend.alts, 1))
	w.taken = append(w.taken, Choice{slot, int(s.alt)})
}

func (w *walker) backtrack(s *Sim) bool {
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	w.begin()
	return true
}
