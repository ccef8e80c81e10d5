package core

import (
	"fmt"
	"time"
)

// bounded is a stateful depth-first search among the executions with at most limit
// preemptions: switches away from a thread that could go on. It serves two ends: to
// explore what is too big for search, and to find a short story of a failure.
//
// How an execution may go on depends on the thread that ran last and on the preemptions
// left. So the thread is part of the state here; and a state is explored again when it is
// reached with fewer preemptions, or in fewer steps if the shortest story is asked for.
type bounded struct {
	path
	frames []boundFrame // by position on the path
	limit  int

	// Only executions shorter than this are of interest, since there is a story of this
	// length already; 0: all of them.
	best int

	seen map[boundKey]visit
	stop func() bool
	out  bool // stop has said so: of time, or of states
}

type boundKey struct {
	key  h128
	last uint64 // name of the thread that ran last, if it can go on; else 0
}

// visit is the cheapest one of a state so far.
type visit struct {
	spent int32 // preemptions
	steps int32
}

type boundFrame struct {
	enabled uint64
	spent   int32 // preemptions on the way to this state
}

func newBounded(limit int) *bounded {
	return &bounded{limit: limit, seen: map[boundKey]visit{}}
}

func (b *bounded) choose(s *Sim) (Choice, bool) {
	if b.decided(s) {
		return b.again(s), true
	}
	n := s.depth
	s.result.reached(n)
	// A search with a bound on preemptions needn't come to states that it knows.
	if n >= s.opts.MaxDepth {
		s.endless(n)
		b.out = true
	}
	b.out = b.out || b.stop()
	enabled, ok := s.arrive(nil)
	if !ok || enabled == 0 || b.best > 0 && n+1 >= b.best || b.out {
		return over()
	}
	// To go on with the thread that ran last costs nothing, and if that can't go on, nor
	// does any other.
	k, todo, spent := boundKey{key: s.key}, enabled, b.spent(n)
	if n > 0 {
		if last := b.steps[n-1].slot; enabled>>uint(last)&1 != 0 {
			k.last = s.threads[last].name
			if int(spent) >= b.limit {
				todo = 1 << uint(last) // any other thread would preempt it
			}
		}
	}
	// It was here before with as much left to spend, and no later.
	if v, ok := b.seen[k]; ok && v.spent <= spent && (b.best == 0 || v.steps <= int32(n)) {
		return over()
	}
	b.seen[k] = visit{spent, int32(n)}
	b.frames = append(b.frames[:n], boundFrame{enabled, spent})
	return b.push(s, todo), true
}

// spent is the number of preemptions in the first n steps: of switches to the next step
// while the thread of the step before it could have gone on.
func (b *bounded) spent(n int) int32 {
	if n == 0 {
		return 0
	}
	before := b.frames[n-1]
	if n > 1 {
		if last := b.steps[n-2].slot; last != b.steps[n-1].slot && before.enabled>>uint(last)&1 != 0 {
			return before.spent + 1
		}
	}
	return before.spent
}

func (b *bounded) backtrack(s *Sim) bool {
	return s.failure == nil && s.refused == nil && !b.out && b.back()
}

// back is backtrack after a failure, too.
func (b *bounded) back() bool { return b.path.backtrack(func(int, *branch) {}) }

// boundedRun explores all executions with at most so many preemptions. That is never the
// whole truth, so the result is incomplete at best; it says with which bound.
func (s *Sim) boundedRun(limit int) {
	s.restartable = true
	var b *bounded
	for {
		s.restart = false
		b = newBounded(limit)
		b.stop = s.stopper(func() int64 { return int64(len(b.seen)) })
		s.result.Branches++ // the first state counts as one here
		s.drive(b)
		if !s.restart {
			break
		}
		s.result.Branches, s.result.Outcomes = 0, map[string]int64{}
	}
	s.restartable = false
	s.result.States = int64(len(b.seen))
	if s.failure != nil {
		s.result.Failure.Schedule = b.schedule()
	} else if s.result.Verdict == "" {
		s.incomplete(fmt.Sprintf("at most %d preemptions", limit))
		s.result.Bounded = limit
	}
}

// shrink finds the smallest number of preemptions that makes the model fail, and a
// shortest story with that number.
func (s *Sim) shrink(f *Failure) {
	n, end := 0, time.Now().Add(s.opts.ShrinkTime)
	stop := func() bool {
		n++
		return n&1023 == 0 && time.Now().After(end)
	}
	defer func(old *Result) { s.result = old }(s.result)
	s.result = newResult("", "")
	for limit := 0; limit <= 64; limit++ {
		b := newBounded(limit)
		b.best, b.stop = s.opts.MaxDepth, stop
		s.drive(b)
		if s.refused != nil || b.out {
			return
		}
		if s.failure == nil {
			continue
		}
		// The number is found. The same search goes on, for shorter failures only.
		for s.failure != nil {
			f.Kind, f.Text, f.Schedule, f.Bound = s.failure.Kind, s.failure.Text, b.schedule(), limit
			b.best = len(f.Schedule)
			if b.out || !b.back() {
				return
			}
			s.drive(b)
			if s.refused != nil {
				return
			}
		}
		return
	}
}
