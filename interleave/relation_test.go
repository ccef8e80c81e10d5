package interleave_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/runtime"
)

// TestRelation: a relation of steps is held against every step, also those to states that
// are known.
func TestRelation(t *testing.T) {
	model := func(most int) interleave.Model {
		return interleave.Model{Name: "relation", Setup: func(s *interleave.Sim) {
			x := new(atomic.Uint32)
			s.Name(x, "x")
			for range 2 {
				s.Go("adder", func() {
					x.Add(1)
					x.Add(2)
				})
			}
			s.Go("zero", func() { x.CompareAndSwap(6, 0) })
			s.Relation("small steps", func() (any, error) { return int(x.Load()), nil }, func(from, to any) error {
				if d := to.(int) - from.(int); d > 2 || d < -most {
					return fmt.Errorf("from %d to %d", from, to)
				}
				return nil
			})
		}}
	}
	if r := interleave.Check(model(6), interleave.Options{NoReduce: true}); r.Verdict != interleave.OK {
		t.Errorf("%v %+v", r, r.Failure)
	}
	r := interleave.Check(model(5), interleave.Options{NoReduce: true})
	if r.Verdict != interleave.Failed || r.Failure.Kind != "relation" ||
		!strings.Contains(r.Failure.Text, "from 6 to 0") {
		t.Fatalf("%v %+v", r, r.Failure)
	}
	q, err := interleave.Replay(model(5), interleave.Options{}, r.Failure.Replay())
	if err != nil || q.Failure.Kind != "relation" {
		t.Errorf("replayed: %v %v %+v", err, q, q.Failure)
	}
}

// TestViews: where a thread stands, before each of its steps.
func TestViews(t *testing.T) {
	seen := map[string]bool{}
	r := interleave.Check(interleave.Model{Name: "views", Setup: func(s *interleave.Sim) {
		x := new(atomic.Uint32)
		s.Name(x, "x")
		s.Go("thread", func() {
			x.Store(7)
			old := x.Load()
			x.CompareAndSwap(old, 8)
			runtime.Checkpoint(old)
			x.Or(1)
			s.Checkpoint()
			s.Yield()
		})
		s.Invariant("look", func() error {
			v := s.Views()[0]
			seen[fmt.Sprintf("%s %s %t after %q %d %t %v", v.Label, v.Pending.Kind, v.Pending.On(x),
				v.Last.Kind, v.Last.Value, v.InCode, v.Locals)] = true
			return nil
		})
	}}, interleave.Options{})
	if r.Verdict != interleave.OK {
		t.Fatal(r)
	}
	for _, want := range []string{
		`thread store true after "" 0 false []`,
		`thread load true after "store" 0 false []`,
		`thread CAS true after "load" 7 false []`,
		`thread or true after "" 0 true [7]`,
		`thread yield false after "" 0 false []`,
		`thread end false after "yield" 0 false []`,
	} {
		if !seen[want] {
			t.Errorf("not seen: %s\nof %v", want, seen)
		}
	}
}
