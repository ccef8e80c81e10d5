package core

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// walker runs at random: each execution with its own inclination to switch threads, since
// some bugs show only with many switches and some only with few.
type walker struct {
	within *known
	rand   *rand.Rand
	taken  []Choice // in this execution
	last   int      // the thread that ran last; -1 before the first step

	// Of 8, how often the running thread goes on if it can. 0: each step is by any
	// thread.
	stay, spread uint32 // stay is below spread

	can []int // the threads that can take a step

	most int // steps of an execution; 0: MaxDepth
	stop func() bool
}

// Walk runs the model at random, for as long as opts say or until it ends after walks
// executions, and looks whether it stays in the states that the search which had result r
// has seen.
func Walk(m Model, opts Options, r *Result, walks int64) *Result {
	return guarded(m, opts, "walk", func(s *Sim) {
		// The seed is fixed, so that what is found once is found again.
		w := newWalker(opts.Seed)
		w.within, w.stop = r.known, s.stopper(nil)
		s.many, s.forgotten = true, 0
		if opts.Depth > 0 {
			s.driveFor(newPCT(w, opts.Depth), walks)
		} else {
			if opts.Uniform {
				w.spread = 1
				w.begin()
			}
			s.driveFor(w, walks)
		}
		s.many = false
		if s.failure != nil {
			s.result.Failure.Schedule = w.taken
			if m.body {
				s.tell(nil)
			}
		}
	})
}

func newWalker(seed uint64) *walker {
	w := &walker{rand: rand.New(rand.NewPCG(1, 2+seed)), spread: 8}
	w.begin()
	return w
}

// begin makes ready for an execution.
func (w *walker) begin() {
	w.taken, w.last, w.stay = w.taken[:0], -1, w.rand.Uint32N(w.spread)
}

func (w *walker) choose(s *Sim) (Choice, bool) {
	if !w.arrive(s) {
		return over()
	}
	slot := w.last
	if slot < 0 || !slices.Contains(w.can, slot) || w.rand.Uint32N(8) >= w.stay {
		slot = w.can[w.rand.IntN(len(w.can))] // the one that ran last, too
	}
	return w.take(s, slot)
}

// arrive deals with the state at hand. It returns false if the execution is over.
func (w *walker) arrive(s *Sim) bool {
	s.result.reached(s.depth)
	w.can = s.runnable(w.can[:0])
	if !w.within.look(s) || !s.checkInvariants() {
		return false
	}
	can := func(t *thread) bool { return slices.Contains(w.can, t.slot) }
	if !s.atRestFor(can, len(w.can) > 0) || s.refused != nil || len(w.can) == 0 || w.stop() {
		return false
	}
	if w.most > 0 && s.depth >= w.most {
		return false // a loop that waits, perhaps
	}
	if s.depth >= s.opts.MaxDepth {
		s.result.Endless = true
		s.limit(fmt.Sprintf("executions were cut off after %d steps", s.opts.MaxDepth))
		return false
	}
	return true
}

// take chooses a step of the thread.
func (w *walker) take(s *Sim, slot int) (Choice, bool) {
	w.last = slot
	c := Choice{slot, int(w.rand.Int32N(max(s.alternatives(s.threads[slot]), 1)))}
	w.taken = append(w.taken, c)
	return c, true
}

func (w *walker) backtrack(s *Sim) bool {
	if s.forgotten > 0 {
		s.limit("more plain accesses at a time than are kept: races may have been missed")
	}
	if s.failure != nil || s.refused != nil || s.result.Verdict == Incomplete {
		return false
	}
	if s.model.suite && !s.others && s.result.Executions >= 3 {
		return false // nothing to interleave
	}
	w.begin()
	return true
}
