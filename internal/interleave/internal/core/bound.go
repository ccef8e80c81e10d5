package core

import (
	"fmt"
	"math/bits"
	"time"
)

// bounded is a stateful search among the executions with at most limit
// preemptions: switches away from a thread that could go on. What ran last is
// part of the state; a state is explored again when it is reached with fewer
// preemptions, or in fewer steps.
type bounded struct {
	s      *Sim
	limit  int
	best   int // only shorter executions are of interest; 0: all
	seen   map[boundKey][2]int32
	frames []boundFrame
	prefix int
	stop   func() bool
	out    bool
}

type boundKey struct {
	key  h128
	last uint64
}

type boundFrame struct {
	slot, alt, alts int32
	todo            uint64
	enabled         uint64
	spent           int32
}

func (b *bounded) decide(s *Sim) {
	n := s.depth
	if n < b.prefix {
		f := &b.frames[n]
		s.next, s.alt = s.threads[f.slot], f.alt
		if n == b.prefix-1 {
			f.alts = s.next.pend.alts
		}
		return
	}
	spent, last := int32(0), int32(-1)
	if n > 0 {
		p := &b.frames[n-1]
		last = p.slot
		spent = p.spent
		if n > 1 {
			if q := b.frames[n-2].slot; q != last && p.enabled>>uint(q)&1 != 0 {
				spent++
			}
		}
	}
	s.result.Branches++
	s.result.MaxDepth = max(s.result.MaxDepth, n)
	if n >= s.opts.MaxDepth {
		s.refuse("model %s: an execution of %d steps came to new states all the way", s.model.Name, n)
	}
	b.out = b.out || b.stop()
	enabled := s.enabled()
	if !s.checkInvariants() || !s.atRest(enabled) || enabled == 0 || b.best > 0 && n+1 >= b.best || b.out || s.refused != nil {
		s.over = true
		return
	}
	k := boundKey{s.key, 0}
	todo := enabled
	if last >= 0 && enabled>>uint(last)&1 != 0 {
		k.last = s.threads[last].name
		if int(spent) >= b.limit {
			todo = 1 << uint(last)
		}
	}
	if v, ok := b.seen[k]; ok && v[0] <= spent && (b.best == 0 || v[1] <= int32(n)) {
		s.over = true
		return
	}
	b.seen[k] = [2]int32{spent, int32(n)}
	slot := bits.TrailingZeros64(todo)
	if last >= 0 && todo>>uint(last)&1 != 0 {
		slot = int(last)
	}
	b.frames = append(b.frames[:n], boundFrame{slot: int32(slot), alts: s.threads[slot].pend.alts, todo: todo &^ (1 << uint(slot)), enabled: enabled, spent: spent})
	s.next, s.alt = s.threads[slot], 0
}

func (b *bounded) backtrack(s *Sim) bool {
	if s.failure != nil || s.refused != nil || b.out {
		return false
	}
	return b.back()
}

func (b *bounded) back() bool {
	for n := len(b.frames) - 1; n >= 0; n-- {
		f := &b.frames[n]
		if f.alt+1 < f.alts {
			f.alt++
		} else if f.todo != 0 {
			slot := bits.TrailingZeros64(f.todo)
			f.slot, f.alt, f.alts = int32(slot), 0, 0
			f.todo &^= 1 << uint(slot)
		} else {
			continue
		}
		b.frames, b.prefix = b.frames[:n+1], n+1
		return true
	}
	return false
}

func (b *bounded) schedule() []Choice {
	var sch []Choice
	for i := range b.frames {
		sch = append(sch, Choice{int(b.frames[i].slot), int(b.frames[i].alt)})
	}
	return sch
}

// boundedRun explores all executions with at most so many preemptions.
func (s *Sim) boundedRun(limit int) {
	b := &bounded{s: s, limit: limit, seen: map[boundKey][2]int32{}}
	b.stop = s.stopper(func() int64 { return int64(len(b.seen)) })
	s.drive(b)
	s.result.States = int64(len(b.seen))
	if s.failure != nil {
		s.result.Failure.Schedule = b.schedule()
	} else if s.result.Verdict == "" {
		s.incomplete(fmt.Sprintf("at most %d preemptions", limit))
		s.result.Bounded = limit
	}
}

// shrink finds the smallest number of preemptions that makes the model fail,
// and a shortest story with that number.
func (s *Sim) shrink(f *Failure) {
	n, end := 0, time.Now().Add(s.opts.ShrinkTime)
	stop := func() bool {
		n++
		return n&1023 == 0 && time.Now().After(end)
	}
	defer func(old *Result) { s.result = old }(s.result)
	s.result = &Result{Outcomes: map[string]int64{}, Calls: map[string]CallStats{}}
	for limit := 0; ; limit++ {
		b := &bounded{s: s, limit: limit, best: s.opts.MaxDepth, seen: map[boundKey][2]int32{}, stop: stop}
		s.drive(b)
		if s.refused != nil {
			return
		}
		if b.out || limit > 64 {
			return
		}
		if s.failure == nil {
			continue
		}
		for s.failure != nil {
			f.Kind, f.Text, f.Schedule, f.Bound = s.failure.Kind, s.failure.Text, b.schedule(), limit
			b.best = len(f.Schedule)
			if !b.back() || b.out {
				break
			}
			s.drive(b)
			if s.refused != nil {
				return
			}
		}
		return
	}
}
