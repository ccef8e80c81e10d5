package core

// call is a call under way that Call has marked.
type call struct {
	name  string
	steps int
}

// Call marks f as a call whose steps are counted.
func (s *Sim) Call(name string, f func()) {
	t := s.threadOnly("Call")
	t.calls = append(t.calls, call{name: name})
	n := len(t.calls)
	// Which calls a thread is in decides what its steps count for, so states that differ
	// in it must not be merged.
	s.observe(t, 0, hashString(name), uint64(n))
	defer func() {
		if s.aborting {
			return
		}
		// It is the innermost again: calls inside of it have ended, or have been unwound
		// by the same panic.
		c := t.calls[n-1]
		t.calls = t.calls[:n-1]
		if n == 1 {
			t.finished++
		}
		s.result.callSteps(c.name, c.steps)
		s.observe(t, 0, 3, uint64(n))
	}()
	f()
}

// Exclude runs f, whose steps don't count for the calls around it.
func (s *Sim) Exclude(f func()) {
	t := s.threadOnly("Exclude")
	t.exclude++
	defer func() { t.exclude-- }()
	f()
}

// Progress marks the step as progress: a cycle with it is not a livelock.
func (s *Sim) Progress() { s.step.progress = true }
