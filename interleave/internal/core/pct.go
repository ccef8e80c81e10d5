package core

import "slices"

// pct runs at random by probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi
// and Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding
// bugs", ASPLOS 2010). Each thread has a random priority, and of those that can run, the
// one with the highest does. At depth-1 random steps, the thread that is about to run
// falls behind all others. With n threads and k steps, a bug that needs depth steps in a
// certain order shows with a probability of at least 1/(n k^(depth-1)) in each execution.
//
// A thread that waits in a loop would run forever if it has the highest priority. So one
// that yields, or comes back to a state in which it was since it began to run, falls
// behind, too.
type pct struct {
	*walker
	depth int

	longest int // execution so far: the steps are chosen from as many
	change  []int
	prio    []int64 // by slot
	low     int64   // the lowest so far

	run  int           // the thread that has been running
	seen map[h128]bool // states since then
}

func newPCT(w *walker, depth int) *pct {
	p := &pct{walker: w, depth: depth, longest: 1, seen: map[h128]bool{}}
	p.begin()
	return p
}

// begin makes ready for an execution.
func (p *pct) begin() {
	p.walker.begin()
	p.prio, p.change, p.low, p.run = p.prio[:0], p.change[:0], 0, -1
	clear(p.seen)
	for range p.depth - 1 {
		p.change = append(p.change, p.rand.IntN(p.longest))
	}
}

func (p *pct) choose(s *Sim) (Choice, bool) {
	if !p.arrive(s) {
		return over()
	}
	p.longest = max(p.longest, s.depth+1)
	for len(p.prio) < len(s.threads) {
		p.prio = append(p.prio, 1+p.rand.Int64N(1<<60))
	}
	best := p.highest()
	// Those that fall later fall lower. (Which is lower doesn't matter to the bound.)
	for slices.Contains(p.change, s.depth) {
		p.change = slices.Delete(p.change, slices.Index(p.change, s.depth), slices.Index(p.change, s.depth)+1)
		best = p.fall(best)
	}
	if p.run != best {
		p.run = best
		clear(p.seen)
	}
	if len(p.can) > 1 && (s.threads[best].pend.kind == OpYield || p.seen[s.key]) {
		best = p.fall(best)
		p.run = best
		clear(p.seen)
	}
	p.seen[s.key] = true
	return p.take(s, best)
}

// highest is the thread with the highest priority of those that can run.
func (p *pct) highest() int {
	best := p.can[0]
	for _, slot := range p.can {
		if p.prio[slot] > p.prio[best] {
			best = slot
		}
	}
	return best
}

// fall gives a thread the lowest priority, and returns the thread that is highest now.
func (p *pct) fall(slot int) int {
	p.low--
	p.prio[slot] = p.low
	return p.highest()
}

func (p *pct) backtrack(s *Sim) bool {
	if !p.walker.backtrack(s) {
		return false
	}
	p.begin()
	return true
}
