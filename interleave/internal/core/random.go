package core

import "math/rand/v2"

// walker runs at random: each execution with its own inclination to switch threads, since
// some bugs show only with many switches and some only with few.
type walker struct {
	within *known
	rand   *rand.Rand
	taken  []Choice // in this execution
	last   int      // the thread that ran last; -1 before the first step

	// Of 8, how often the running thread goes on if it can. 0: each step is by any
	// thread.
	stay uint32

	most int // steps of an execution; 0: MaxDepth
	stop func() bool
}

// Walk runs the model at random, for as long as opts say or until it ends after walks
// executions, and looks whether it stays in the states that the search which had result r
// has seen.
func Walk(m Model, opts Options, r *Result, walks int64) *Result {
	return guarded(m, opts, "walk", func(s *Sim) {
		// The seed is fixed, so that what is found once is found again.
		w := newWalker()
		w.within, w.stop = r.known, s.stopper(nil)
		s.driveFor(w, walks)
		if s.failure != nil {
			s.result.Failure.Schedule = w.taken
			if m.body {
				s.tell(nil)
			}
		}
	})
}

func newWalker() *walker {
	w := &walker{rand: rand.New(rand.NewPCG(1, 2))}
	w.begin()
	return w
}

// begin makes ready for an execution.
func (w *walker) begin() {
	w.taken, w.last, w.stay = w.taken[:0], -1, w.rand.Uint32N(8)
}

func (w *walker) choose(s *Sim) (Choice, bool) {
	s.result.reached(s.depth)
	enabled, ok := s.arrive(w.within)
	if !ok || enabled == 0 || w.stop() {
		return over()
	}
	if s.depth >= s.opts.MaxDepth || w.most > 0 && s.depth >= w.most {
		return over() // a loop that waits, perhaps
	}
	slot := w.last
	if slot < 0 || enabled>>uint(slot)&1 == 0 || w.rand.Uint32N(8) >= w.stay {
		// Any thread that can run, the one that ran last too.
		var can []int
		for i := range s.threads {
			if enabled>>uint(i)&1 != 0 {
				can = append(can, i)
			}
		}
		slot = can[w.rand.IntN(len(can))]
	}
	w.last = slot
	c := Choice{slot, int(w.rand.Int32N(max(s.alternatives(s.threads[slot]), 1)))}
	w.taken = append(w.taken, c)
	return c, true
}

func (w *walker) backtrack(s *Sim) bool {
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	w.begin()
	return true
}
