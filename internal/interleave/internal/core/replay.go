package core

import "fmt"

// script leads an execution along a given schedule.
type script struct {
	schedule []Choice
}

func (c *script) decide(s *Sim) {
	if r := s.relation; r != nil && !r.step(s, r.at, s.depth > 0) {
		s.over = true
		return
	}
	if !s.checkInvariants() || s.refused != nil {
		s.over = true
		return
	}
	enabled := s.enabled()
	if !s.atRest(enabled) || s.depth >= len(c.schedule) {
		s.over = true
		return
	}
	x := c.schedule[s.depth]
	if x.Thread >= s.nthreads || enabled>>uint(x.Thread)&1 == 0 {
		s.refuse("model %s: the schedule does not fit: thread %d can't run at step %d", s.model.Name, x.Thread, s.depth+1)
		s.over = true
		return
	}
	if t := s.threads[x.Thread]; x.Alt >= int(t.pend.alts) {
		s.refuse("model %s: the schedule does not fit: no choice %d at step %d", s.model.Name, x.Alt, s.depth+1)
		s.over = true
		return
	}
	s.next, s.alt = s.threads[x.Thread], int32(x.Alt)
}

func (c *script) backtrack(*Sim) bool { return false }

// record runs the schedule once more and tells the story. verdict is what was
// found out otherwise, for a failure that no single execution shows.
func (s *Sim) record(schedule []Choice, verdict string) *Failure {
	s.rec = newRecorder()
	defer func() { s.rec = nil }()
	s.strat = &script{schedule}
	s.execute()
	f := &Failure{Schedule: schedule, Bound: -1}
	if s.failure != nil {
		f.Kind, f.Text = s.failure.Kind, s.failure.Text
		verdict = f.Text
	}
	if verdict == "" {
		verdict = "nothing fails on this schedule"
	}
	f.Trace = s.rec.table(s) + "\n" + verdict + "\n" + fmt.Sprintf("replay: %q\n", FormatSchedule(schedule))
	if s.refused != nil {
		return nil
	}
	return f
}
