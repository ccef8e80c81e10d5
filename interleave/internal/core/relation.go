package core

import "fmt"

// relation is what must hold between the states before and after a step.
type relation struct {
	name  string
	see   func() (any, error)
	holds func(from, to any) error
	at    any // the state seen last
}

// Relation declares what must hold between the states before and after every step: that
// an abstraction can make the step too, say. see looks at a state, as an Invariant may;
// what it returns is handed to holds for the steps that lead there and for those that
// begin there. It must follow from the state key. The search with NoReduce explores every
// step, else some are left out that only commute with others; the oracle does not look at
// Relations.
func (s *Sim) Relation(name string, see func() (any, error), holds func(from, to any) error) {
	s.setupOnly("Relation")
	s.props.relation = &relation{name: name, see: see, holds: holds}
}

// step looks at the state, and checks the step that has led there, if there was one: from
// is how the relation saw the state before. It returns false if the relation does not
// hold.
func (r *relation) step(s *Sim, from any, stepped bool) bool {
	err := s.look(func() (err error) {
		if r.at, err = r.see(); err == nil && stepped {
			err = r.holds(from, r.at)
		}
		return err
	})
	if err != nil {
		s.fail("relation", fmt.Sprintf("relation %q does not hold: %v", r.name, err))
	}
	return err == nil
}
