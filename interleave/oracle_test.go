package interleave_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// agree lets the search, the oracle, and the oracle without reduction explore m: they
// must find these outcomes.
func agree(t *testing.T, m model, outcomes ...string) {
	t.Helper()
	m.Name = t.Name()
	slices.Sort(outcomes)
	for _, r := range []*interleave.Result{
		interleave.Check(m, opts{}),
		interleave.Oracle(m, opts{}),
		interleave.Oracle(m, opts{NoReduce: true}),
	} {
		if got := r.OutcomeNames(); r.Verdict != interleave.OK || !slices.Equal(got, outcomes) {
			t.Errorf("%s: %s, outcomes %q, want %q", r.Method, r.Verdict, got, outcomes)
		}
	}
}

// A thread that another starts before its own first operation depends on no step.
func TestOracleEarlyStart(t *testing.T) {
	for depth := 1; depth <= 3; depth++ {
		agree(t, model{Setup: func(s *sim) {
			var x atomic.Uint32
			s.Name(&x, "x")
			saw := uint32(0)
			var start func(depth int)
			start = func(depth int) {
				if depth == 0 {
					saw = x.Load()
					return
				}
				s.Go(fmt.Sprint("d", depth), func() { start(depth - 1) })
			}
			s.Go("a", func() { start(depth); x.Store(1) })
			s.Final(func() error { s.Outcome("%d", saw); return nil })
		}}, "0", "1")
	}
}

// Nobody has looked for the smallest number of preemptions of a failure that the oracle
// finds.
func TestOracleBoundUnknown(t *testing.T) {
	r := interleave.Oracle(parkModel(false), opts{})
	if r.Failure == nil || r.Failure.Bound != -1 || strings.Contains(interleave.Story(r), "preemption") {
		t.Fatalf("%v", interleave.Story(r))
	}
}

// A thread that comes to an operation it can't do, as soon as another one has started it,
// could have done it before.
func TestOracleStartBlocked(t *testing.T) {
	agree(t, model{Setup: func(s *sim) {
		g := seam.NewSignal()
		var x atomic.Uint32
		s.Name(&x, "x")
		saw := uint32(7)
		g.Set()
		s.Go("a", func() { g.Clear(); x.Store(1); g.Set() })
		s.Go("b", func() {
			x.Add(10)
			s.Daemon("c", func() { g.Wait(); saw = x.Load() })
		})
		s.Final(func() error { s.Outcome("%d", saw); return nil })
	}}, "1", "10", "11")
}

// A thread that sleeps is woken by what conflicts with any outcome of its step.
func TestOracleSleepOutcomes(t *testing.T) {
	agree(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		ghost := 0
		s.Ghost(&ghost)
		s.Go("a", func() {
			if s.Choose(2) == 0 {
				ghost = 1
			}
		})
		s.Go("b", func() {
			x.Load()
			if ghost == 1 {
				ghost = 2
			}
		})
		s.Final(func() error { s.Outcome("%d", ghost); return nil })
	}}, "0", "1", "2")
}

// Whether a thread has gone to park matters to Ready.
func TestOracleParkTwice(t *testing.T) {
	m := model{Name: t.Name(), Setup: func(s *sim) {
		var token, turn atomic.Uintptr
		var x atomic.Uint32
		s.Name(&token, "token")
		s.Name(&turn, "turn")
		s.Name(&x, "x")
		park := func() {
			seam.Park(func(g, _ unsafe.Pointer) bool { token.Store(uintptr(g)); return true }, nil)
		}
		again := func() { seam.Park(func(_, _ unsafe.Pointer) bool { return true }, nil) }
		ready := func() {
			g := token.Load()
			seam.Ready(seam.G(g))
		}
		s.Go("stale", func() {
			s.Await(func() bool { return turn.Load() == 1 })
			ready()
		})
		s.Go("parked", func() { park(); turn.Store(1); x.Load(); again() })
		s.Go("first", func() {
			s.Await(func() bool { return token.Load() != 0 })
			ready()
		})
	}}
	for _, r := range []*interleave.Result{
		interleave.Oracle(m, opts{NoReduce: true}), interleave.Check(m, opts{}), interleave.Oracle(m, opts{}),
	} {
		if r.Failure == nil || r.Failure.Kind != "park" {
			t.Errorf("%v\n%s", r, interleave.Story(r))
		}
	}
}
