package rt_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/time"
)

// Programs that come to an outcome by one narrow way only. Each method finds it.
func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name string
		idle bool
		want []string
		body func() (outcome *int)
	}{
		// When y has slept, x has one more unit to sleep, or three: nothing else tells.
		{"how long to sleep", true, []string{"1", "2"}, func() *int {
			seen := new(int)
			a, x := rt.Alloc(new(atomic.Int32), "a"), rt.Alloc(new(atomic.Int32), "x")
			rt.Go("x", func() { time.Sleep(5); x.Store(1) })
			rt.Go("y", func() {
				f := rt.Enter()
				if a.Load() == 0 {
					time.Sleep(2)
				} else {
					time.Sleep(4)
				}
				rt.Cond(f, 1)
				time.Sleep(2)
				*seen = 1 + int(x.Load())
			})
			rt.Go("z", func() { a.Store(1) })
			return seen
		}},
		// A timer that is armed anew could have fired before.
		{"fired before it is reset", false, []string{"1", "2"}, func() *int {
			seen := new(int)
			a := rt.Alloc(new(atomic.Int32), "a")
			tm := time.AfterFunc(1, func() { a.Store(1) })
			*seen = 1 + int(a.Load())
			tm.Reset(1)
			return seen
		}},
	} {
		var seen *int
		m := core.Body(c.name, "main", func(*interleave.Sim) { seen = c.body() })
		setup := m.Setup
		m.Setup = func(s *interleave.Sim) {
			setup(s)
			s.Final(func() error {
				s.Outcome("%d", *seen)
				return nil
			})
		}
		o := interleave.Options{NoRandom: true, IdleTimers: c.idle}
		for method, r := range map[string]*interleave.Result{
			"states": interleave.Check(m, o), "dpor": interleave.Oracle(m, o),
		} {
			if got := r.OutcomeNames(); r.Verdict != interleave.OK || !slices.Equal(got, c.want) {
				t.Errorf("%s: %s: %q, want %q\n%s", c.name, method, got, c.want, interleave.Story(r))
			}
		}
	}
}

// A search that finds a race in one order of the steps need not find it in the other: but
// a replay must.
func TestRacesOnSchedules(t *testing.T) {
	for _, c := range []struct {
		name, schedule string
		body           func()
	}{
		{"a store doesn't hand on what other stores did", "1-2-3", func() {
			v, x := rt.Alloc(new(int), "v"), rt.Alloc(new(atomic.Int32), "x")
			rt.Go("a", func() { rt.P(v).Set(1); x.Store(1) })
			rt.Go("b", func() { x.Store(2) })
			rt.Go("c", func() {
				if x.Load() == 2 {
					rt.R(v)
				}
			})
		}},
		{"plainly after atomically", "1-2", func() {
			w, x := rt.Alloc(new(int32), "w"), rt.Alloc(new(atomic.Int32), "x")
			rt.Go("a", func() { atomic.AddInt32(w, 1) })
			rt.Go("b", func() { x.Load(); rt.R(w) })
		}},
	} {
		r, err := interleave.Replay(core.Body(c.name, "main", func(*interleave.Sim) { c.body() }), interleave.Options{},
			c.schedule)
		if err != nil || r.Failure == nil || r.Failure.Kind != "race" {
			t.Errorf("%s: %v %s", c.name, err, interleave.Story(r))
		}
	}
}

// What a thread does comes after what its maker did before: there is no race to be
// turned round.
func TestOneExecution(t *testing.T) {
	m := core.Body("one", "main", func(*interleave.Sim) {
		a, b := rt.Alloc(new(atomic.Int32), "a"), rt.Alloc(new(atomic.Int32), "b")
		rt.Go("other", func() { b.Add(1) })
		a.Store(1)
		rt.Go("child", func() { a.Load() })
	})
	if r := interleave.Oracle(m, interleave.Options{}); r.Verdict != interleave.OK || r.Executions != 1 {
		t.Errorf("%s", fmt.Sprint(interleave.Story(r)))
	}
}
