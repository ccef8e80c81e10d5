package core

import (
	"fmt"
	"slices"
)

// script leads an execution along a given schedule, and ends it where that ends. It
// checks the properties in each state, as a search would.
type script struct {
	schedule []Choice
	can      []int  // the threads that can take a step
	keys     []h128 // of the states that it has come to
}

func (c *script) choose(s *Sim) (Choice, bool) {
	if r := s.props.relation; r != nil && !r.step(s, r.at, s.depth > 0) {
		return over()
	}
	c.can = s.runnable(c.can[:0])
	can := func(t *thread) bool { return slices.Contains(c.can, t.slot) }
	ok := s.checkInvariants() && s.atRestFor(can, len(c.can) > 0) && s.refused == nil
	c.keys = append(c.keys, s.key)
	if !ok || s.depth >= len(c.schedule) {
		return over()
	}
	// Schedules come from users, too.
	x := c.schedule[s.depth]
	if !slices.Contains(c.can, x.Thread) {
		s.misfit("thread %d can't run at step %d", x.Thread, s.depth+1)
		return over()
	}
	if x.Alt >= int(s.alternatives(s.threads[x.Thread])) {
		s.misfit("there is no choice %d at step %d", x.Alt, s.depth+1)
		return over()
	}
	return x, true
}

func (c *script) backtrack(*Sim) bool { return false }

// misfit refuses a schedule that the model can't follow.
func (s *Sim) misfit(format string, a, b int) {
	s.refuse("%s: the schedule does not fit, so it was found in another test (-run names one), or the code or the "+
		"test has changed since then, or the flags are others: "+format, s.model.Name, a, b)
}

// record runs the schedule once more and tells the story. verdict is what was found out
// otherwise, for a failure that no single execution shows. It returns nil if the model is
// refused.
func (s *Sim) record(schedule []Choice, verdict string) *Failure {
	s.rec = newRecorder()
	defer func() { s.rec = nil }()
	c := &script{schedule: schedule}
	s.strat, s.many = c, true
	s.execute()
	s.many = false
	// Without a failure it is the story that counts; its kind stays empty.
	f := &Failure{Schedule: schedule, Bound: -1, Scenario: s.model.scenario}
	if s.failure != nil {
		f.Kind, f.Text = s.failure.Kind, s.failure.Text
		verdict = f.Text
	}
	n := len(c.keys) - 1
	again := s.body && n > 0 && n == len(schedule) && slices.Contains(c.keys[:n], c.keys[n])
	if verdict == "" && again {
		f.Kind, f.Text = "livelock", "the schedule ends in a state that it has come to before: it can go on so forever"
		verdict = f.Text
	}
	if verdict == "" {
		verdict = "nothing fails on this schedule"
	}
	f.Trace = s.rec.table(s) + "\n" + verdict + "\n" + fmt.Sprintf("replay: %q\n", f.Replay())
	if s.refused != nil {
		return nil
	}
	return f
}
