package core

import (
	"errors"
	"fmt"
)

// arrive is what strategies do with a state that they have not dealt with before: it looks
// whether the state is one of those known, if there are any to compare with, whether all
// that must hold does, and what can run. It returns the threads that can take a step (none,
// where everything has ended well), or false if the search is over, since the model failed
// or was refused.
func (s *Sim) arrive(within *known) (enabled uint64, ok bool) {
	if !within.look(s) || !s.checkInvariants() {
		return 0, false
	}
	enabled = s.enabled()
	return enabled, s.atRest(enabled) && s.refused == nil
}

// checkInvariants runs after each new step.
func (s *Sim) checkInvariants() bool {
	for i := range s.invs {
		if err := s.look(s.invs[i].check); err != nil {
			s.fail("invariant", fmt.Sprintf("invariant %q does not hold: %v", s.invs[i].name, err))
			return false
		}
	}
	return true
}

// atRest handles a state where nothing but timers can move: all is over, or
// something waits for ever. enabled is the set of what can still step.
func (s *Sim) atRest(enabled uint64) bool {
	var stuck []*thread
	for _, t := range s.threads[:s.nthreads] {
		if t.ended || t.timer {
			continue
		}
		if enabled>>uint(t.slot)&1 != 0 {
			return true
		}
		if !t.daemon {
			stuck = append(stuck, t)
		}
	}
	if len(stuck) > 0 {
		if enabled != 0 {
			return true // a timer may help
		}
		text := "deadlock: nothing can run, and"
		for i, t := range stuck {
			if i > 0 {
				text += ","
			}
			text += fmt.Sprintf(" thread %s waits for ever (%s)", t.label, s.pendText(t))
		}
		s.fail("deadlock", text)
		return false
	}
	s.outcome = ""
	for _, f := range s.finals {
		if err := s.look(f); err != nil {
			s.fail("final", fmt.Sprintf("at the end: %v", err))
			return false
		}
	}
	if enabled == 0 {
		s.result.outcome(s.outcome)
	}
	return true
}

func (s *Sim) pendText(t *thread) string {
	switch {
	case t.pend.kind == OpPark:
		return "parked, and nobody left to wake it"
	case t.pend.obj >= 0 && s.objects[t.pend.obj].label != "":
		return fmt.Sprintf("%v %s", t.pend.kind, s.objects[t.pend.obj].label)
	}
	return t.pend.kind.String()
}

// fail records the first failure of this execution.
func (s *Sim) fail(kind, text string) {
	if s.failure == nil && !s.aborting {
		s.failure = &Failure{Kind: kind, Text: text, Bound: -1}
	}
}

func (s *Sim) refuse(format string, args ...any) {
	if s.refused == nil {
		s.refused = errors.New("interleave: " + fmt.Sprintf(format, args...))
	}
}

func (s *Sim) incomplete(reason string) {
	s.result.Verdict, s.result.Reason = Incomplete, reason
}

func (s *Sim) race(t *thread, o *Object, wr bool, with int32) {
	what := func(w bool) string {
		if w {
			return "write"
		}
		return "read"
	}
	sl := &s.slots[with]
	text := fmt.Sprintf("data race: %s by %s", what(wr), t.label)
	if o.label != "" {
		text = fmt.Sprintf("data race on %s: %s by %s at %s", o.label, what(wr), t.label, callSite())
	}
	text += fmt.Sprintf(" is not ordered after the %s by %s", what(sl.wr), s.threads[sl.by].label)
	if sl.site != "" {
		text += " at " + sl.site
	}
	s.fail("race", text)
}
