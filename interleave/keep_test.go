package interleave_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// twice is checked code: it forgets what it has seen, but not what its callers keep.
func twice(v *atomic.Uint32) {
	for range 2 {
		runtime.Checkpoint()
		v.Add(2)
	}
}

// keeper has a local that it needs after calls that forget. keep says whether it says so.
func keeper(v *atomic.Uint32, keep bool) uint32 {
	first := v.Load() & 1
	if keep {
		runtime.Keep(first)
	}
	twice(v)
	return first
}

func keepModel(keep bool) model {
	return model{Name: "keep", Setup: func(s *sim) {
		v, out := new(atomic.Uint32), new(uint32)
		s.Name(v, "v")
		s.Ghost(out)
		s.Go("keeper", func() {
			s.Checkpoint()
			*out = keeper(v, keep)
			s.Checkpoint()
		})
		s.Go("other", func() { v.Or(1); s.Checkpoint() })
		s.Final(func() error { s.Outcome("%d", *out); return nil })
	}}
}

func TestKeep(t *testing.T) {
	r := want(t, keepModel(true), "")
	if len(r.Outcomes) != 2 {
		t.Errorf("%v", r.Outcomes)
	}
	// Without it, the states after either answer are one: this is what Keep is for.
	if r := interleave.Check(keepModel(false), interleave.Options{}); r.Verdict == interleave.OK &&
		len(r.Outcomes) == 2 {
		t.Errorf("nothing is lost: %v", r.Outcomes)
	}
}

func ownModel(own bool) model {
	return model{Name: "own", Setup: func(s *sim) {
		v := new(atomic.Uint32)
		s.Name(v, "v")
		s.Go("owner", func() {
			seen := uint32(0)
			if own {
				s.Own(&seen)
			}
			seen = v.Load()
			s.Checkpoint()
			v.Load()
			s.Checkpoint()
			if seen == 1 {
				v.Store(5)
			}
			s.Checkpoint()
		})
		s.Go("other", func() { v.Or(1); s.Checkpoint() })
		s.Final(func() error { s.Outcome("%d", v.Load()); return nil })
	}}
}

func TestOwn(t *testing.T) {
	if r := want(t, ownModel(true), ""); len(r.Outcomes) != 2 {
		t.Errorf("%v", r.Outcomes)
	}
	if r := interleave.Check(ownModel(false), interleave.Options{}); r.Verdict == interleave.OK &&
		len(r.Outcomes) == 2 {
		t.Errorf("nothing is lost: %v", r.Outcomes)
	}
}

func TestFixed(t *testing.T) {
	fixed := func(declare, write bool) model {
		return model{Name: "fixed", Setup: func(s *sim) {
			c, v := new(atomic.Uint32), new(atomic.Uint32)
			c.Store(3)
			s.Name(c, "c")
			s.Name(v, "v")
			if declare {
				s.Fixed(c)
			}
			for range 2 {
				s.Go("adder", func() { v.Store(v.Load() + c.Load()) })
			}
			if write {
				s.Go("writer", func() { c.Store(4) })
			}
			s.Final(func() error { s.Outcome("%d", v.Load()); return nil })
		}}
	}
	with, without := want(t, fixed(true, false), ""), want(t, fixed(false, false), "")
	if len(with.Outcomes) != len(without.Outcomes) || with.States >= without.States {
		t.Errorf(
			"with it %d states, outcomes %v; without %d, %v",
			with.States,
			with.Outcomes,
			without.States,
			without.Outcomes,
		)
	}
	if r := interleave.Check(fixed(true, true), interleave.Options{}); r.Verdict != interleave.Refused ||
		!strings.Contains(r.Reason, "Fixed") {
		t.Errorf("%v", r)
	}
}

// lazily named: what a named pointer leads to, though set by a thread.
type lazy struct{ box *struct{ n atomic.Uint32 } }

func TestNamesOfWhatIsSetLater(t *testing.T) {
	r := interleave.Check(model{Name: "later", Setup: func(s *sim) {
		x := new(lazy)
		s.Name(x, "x")
		s.Go("maker", func() {
			x.box = new(struct{ n atomic.Uint32 })
			if x.box.n.Add(1) == 1 {
				s.Fail("here")
			}
		})
	}}, interleave.Options{})
	if r.Failure == nil || !strings.Contains(r.Failure.Trace, "x.box.n") {
		t.Errorf("%v", interleave.Story(r))
	}
}

func TestSelect(t *testing.T) {
	m := func(set, cancelled bool) model {
		return model{Name: "select", Setup: func(s *sim) {
			sig, data := seam.NewSignal(), new(seam.Cell[int])
			s.Name(data, "data")
			ctx, cancel := context.WithCancel(context.Background())
			got := -1
			s.Ghost(&got)
			s.Go("waiter", func() {
				if got = runtime.Select(sig.C(), ctx.Done()); got == 0 {
					data.Get() // ordered by the signal
				}
			})
			if set {
				s.Go("setter", func() { data.Set(1); sig.Set() })
			}
			if cancelled {
				s.Go("canceller", cancel)
			}
			s.Final(func() error { s.Outcome("%d", got); return nil })
		}}
	}
	for _, c := range []struct {
		set, cancelled bool
		kind, outcomes string
	}{{true, true, "", "0 1"}, {true, false, "", "0"}, {false, true, "", "1"}, {false, false, "deadlock", ""}} {
		r := want(t, m(c.set, c.cancelled), c.kind)
		if got := strings.Join(r.OutcomeNames(), " "); got != c.outcomes {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// With a default clause, a select statement takes that exactly if it can receive from
// none.
func TestTrySelect(t *testing.T) {
	for _, c := range []struct {
		before bool // the token is there, and the context cancelled, before the thread begins
		want   string
	}{{true, "1 -1, 2 0, 2 1"}, {false, "-1 -1, -1 0, -1 1, 1 -1, 2 0, 2 1"}} {
		r := want(t, model{Setup: func(s *sim) {
			sig, data := seam.NewSignal(), new(seam.Cell[int])
			s.Name(data, "data")
			ctx, cancel := context.WithCancel(context.Background())
			var got [2]int
			set := func() { data.Set(1); sig.Set() }
			if c.before {
				set()
			} else {
				s.Go("set", set)
				s.Go("cancel", cancel)
			}
			s.Go("waiter", func() {
				done := ctx.Done()
				if c.before {
					cancel()
				}
				if got[0] = runtime.TrySelect(nil, sig.C(), done); got[0] == 1 {
					data.Get() // ordered by the signal
					done = nil
				}
				got[1] = runtime.TrySelect(sig.C(), done)
			})
			s.Final(func() error { s.Outcome("%d %d", got[0], got[1]); return nil })
		}}, "")
		if got := strings.Join(r.OutcomeNames(), ", "); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// noLivelocks is in the claim of a search with a bound on preemptions.
const noLivelocks = "livelocks were not looked for"

func TestPreemptions(t *testing.T) {
	// A lost update takes one preemption.
	m := model{Name: "update", Setup: func(s *sim) {
		v := new(atomic.Uint32)
		s.Name(v, "v")
		for range 2 {
			s.Go("adder", func() { v.Store(v.Load() + 1) })
		}
		s.Go("reader", func() { v.Load() })
		s.Final(func() error { s.Outcome("%d", v.Load()); return nil })
	}}
	r := interleave.Check(m, interleave.Options{Preemptions: 1})
	if r.Verdict != interleave.Incomplete || len(r.Outcomes) != 2 ||
		!strings.Contains(r.Reason, "at most 1 preemptions") {
		t.Errorf("%v, outcomes %v", r, r.Outcomes)
	}
	full := want(t, m, "")
	if r.States >= 3*full.States {
		t.Errorf("%d states, in full %d", r.States, full.States)
	}
	if some, all := interleave.Summary(r), interleave.Summary(full); !strings.Contains(some, noLivelocks) ||
		strings.Contains(all, noLivelocks) {
		t.Errorf("%s\n%s", some, all)
	}
}

// A search that is too large says with how many preemptions it isn't, and one of those
// may find what is wrong.
func TestDeepen(t *testing.T) {
	update := func(lost bool) model {
		return model{Name: "update", Setup: func(s *sim) {
			v := new(atomic.Uint32)
			s.Name(v, "v")
			for range 3 {
				s.Go("adder", func() {
					for range 2 {
						if lost {
							v.Store(v.Load() + 1)
						} else {
							v.Add(1)
							v.Load()
						}
					}
				})
			}
			s.Final(func() error {
				if v.Load() != 6 {
					return errors.New("an update is lost")
				}
				return nil
			})
		}}
	}
	full := want(t, update(false), "")
	one := interleave.Check(update(false), interleave.Options{Preemptions: 1})
	o := interleave.Options{MaxStates: int(one.States) + 1}
	r := interleave.Deepen(update(false), o, interleave.Check(update(false), o))
	if r.Verdict != interleave.Incomplete || r.Bounded != 1 || !strings.Contains(r.Reason, "at most 1 preemptions") {
		t.Errorf("%v; in full %v, with one preemption %v", r, full, one)
	}
	if c := interleave.Summary(r); !strings.Contains(c, noLivelocks) {
		t.Error(c)
	}
	o.MaxStates = 10
	if r := interleave.Deepen(update(false), o, interleave.Check(update(false), o)); r.Bounded != 0 ||
		strings.Contains(r.Reason, "preemptions") {
		t.Errorf("%v", r)
	}
	first := interleave.Check(update(false), o)
	if r := interleave.Deepen(update(true),
		interleave.Options{MaxStates: 1000}, first); r.Verdict != interleave.Failed {
		t.Errorf("%v", r)
	}
}

// A bounded search may fail before the first step. The replay string says so.
func TestPreemptionsFailAtOnce(t *testing.T) {
	r := interleave.Check(model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Go("a", func() { x.Load() })
		s.Invariant("never", func() error { return errors.New("no") })
	}}, opts{Preemptions: 1})
	if r.Verdict != interleave.Failed || r.Failure.Kind != "invariant" || r.Failure.Replay() != "start" ||
		r.Failure.Bound != 0 {
		t.Fatalf("%v: %+v", r, r.Failure)
	}
}
