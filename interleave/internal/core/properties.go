package core

import (
	"fmt"
	"strings"
)

// properties is what must hold in this execution.
type properties struct {
	invariants []invariant
	finals     []func() error
	relation   *relation // nil for none
}

type invariant struct {
	name  string
	check func() error
}

func (p *properties) reset() {
	*p = properties{invariants: p.invariants[:0], finals: p.finals[:0]}
}

// Invariant declares what must hold after every step. It may look at model variables with
// their ordinary methods: there it is not an operation.
func (s *Sim) Invariant(name string, check func() error) {
	s.setupOnly("Invariant")
	s.props.invariants = append(s.props.invariants, invariant{name, check})
}

// Final declares what must hold when all threads (but daemons that are blocked and timers
// that have not fired) have ended.
func (s *Sim) Final(check func() error) {
	s.setupOnly("Final")
	s.props.finals = append(s.props.finals, check)
}

// Outcome names how this execution ended; it is called in Final. The result has the set
// of all names.
func (s *Sim) Outcome(format string, args ...any) {
	s.outcome = fmt.Sprintf(format, args...)
}

// arrive is what strategies do with a state that they have not dealt with before: it
// looks whether the state is one of those known, if there are any to compare with,
// whether all that must hold does, and what can run. It returns the threads that can take
// a step (none, where everything has ended well), or false if the search is over, since
// the model failed or was refused.
func (s *Sim) arrive(within *known) (enabled uint64, ok bool) {
	if !within.look(s) || !s.checkInvariants() {
		return 0, false
	}
	enabled = s.enabled()
	return enabled, s.atRest(enabled) && s.refused == nil
}

// checkInvariants looks at each new state. Invariants follow from the state key, so a
// state that is known needs no second look.
func (s *Sim) checkInvariants() bool {
	for i := range s.props.invariants {
		if err := s.look(s.props.invariants[i].check); err != nil {
			s.fail("invariant", fmt.Sprintf("invariant %q does not hold: %v", s.props.invariants[i].name, err))
			return false
		}
	}
	return true
}

// atRest handles a state where nothing but timers can move: all is over, or something
// waits forever. enabled is the set of what can still step. It returns false if that is a
// failure.
func (s *Sim) atRest(enabled uint64) bool {
	return s.atRestFor(func(t *thread) bool { return enabled>>uint(t.slot)&1 != 0 }, enabled != 0)
}

// atRestFor is atRest, given whether a thread can step, and whether any can.
func (s *Sim) atRestFor(can func(t *thread) bool, any bool) bool {
	var stuck []*thread
	for _, t := range s.threads {
		if t.ended || t.timer {
			continue
		}
		if can(t) {
			return true
		}
		if !t.daemon {
			stuck = append(stuck, t)
		}
	}
	// Every thread has ended, or is blocked. Daemons may be.
	if len(stuck) > 0 {
		if any {
			return true // a timer may help
		}
		if starved, others := s.starved(stuck); s.rest.over {
			stuck = others
		} else if len(starved) > 0 {
			for _, t := range others {
				s.limit(fmt.Sprintf("after the last tick, %s still waited (%s)", s.who(t), s.pendText(t)))
			}
			return true
		}
	}
	if waits, ok := s.judged(stuck); !ok {
		return false
	} else if waits {
		s.result.outcome("waits")
		return true
	}
	if len(stuck) > 0 {
		kind, text := "deadlock", "deadlock: nothing can run, and"
		if s.rest.over {
			text = "deadlock: nothing but a ticker can go on, and"
		}
		if s.body && s.main.ended {
			kind, text = "leak", "leak: the test is over, but"
		}
		for i, t := range stuck {
			if i > 0 {
				text += ","
			}
			text += fmt.Sprintf(" %s waits forever (%s)", s.who(t), s.pendText(t))
			if t.site != "" {
				text += " at " + t.site
			}
		}
		s.fail(kind, text)
		return false
	}
	// All is over, unless a timer fires late: what must hold at the end must hold now and
	// then, too. The execution counts as an outcome when nothing is left to fire.
	s.outcome = ""
	for _, f := range s.props.finals {
		if err := s.look(f); err != nil {
			s.fail("final", fmt.Sprintf("at the end: %v", err))
			return false
		}
	}
	if !any {
		s.result.outcome(s.outcome)
	}
	return true
}

// pendText says what a blocked thread waits for.
func (s *Sim) pendText(t *thread) string {
	switch {
	case t.pend.kind == OpComm:
		return s.commText(t.comm)
	case t.pend.kind == OpPark:
		return "parked, and nobody left to wake it"
	case t.pend.obj >= 0 && s.objects[t.pend.obj].label != "":
		return fmt.Sprintf("%v %s", t.pend.kind, s.objects[t.pend.obj].label)
	}
	return t.pend.kind.String()
}

// who is how texts call a thread. Those of a test are goroutines.
func (s *Sim) who(t *thread) string {
	switch {
	case !s.body:
		return "thread " + t.label
	case t == s.main:
		return "the test"
	case strings.HasPrefix(t.label, "goroutine "):
		return t.label
	}
	return "goroutine " + t.label
}

// Fail reports a failure of the thread, and ends the execution.
func (s *Sim) Fail(format string, args ...any) {
	if s.aborting {
		return
	}
	text := fmt.Sprintf(format, args...)
	switch t := s.cur; {
	case t == nil:
		text = "setup: " + text
	case !s.body || t != s.main: // what the test itself says stands for itself
		text = s.who(t) + ": " + text
	}
	s.fail("assertion", text)
}

// fail records the first failure of this execution, which ends with the next decision.
func (s *Sim) fail(kind, text string) {
	if s.failure == nil && !s.aborting {
		s.failure = &Failure{Kind: kind, Text: text, Bound: -1, Scenario: s.model.scenario}
	}
}
