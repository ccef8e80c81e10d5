package interleave_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

type (
	sim   = interleave.Sim
	model = interleave.Model
	opts  = interleave.Options
)

// want checks the model with the search and the oracle. kind is the kind of failure to be
// found, or empty.
func want(t *testing.T, m model, kind string) *interleave.Result {
	t.Helper()
	if m.Name == "" {
		m.Name = t.Name()
	}
	r := interleave.Check(m, opts{})
	got := ""
	if r.Failure != nil {
		got = r.Failure.Kind
	}
	if r.Verdict == interleave.Refused || r.Verdict == interleave.Incomplete {
		t.Fatalf("%v", r)
	}
	if got != kind {
		t.Fatalf("found %q, want %q\n%s", got, kind, interleave.Story(r))
	}
	t.Log(interleave.Story(r))
	q, err := interleave.Compare(m, opts{}, r, 2e9)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(q)
	return r
}

// peterson is Peterson's lock; with early, a thread gives way before it says that it
// wants in.
func peterson(early bool) model {
	return model{Setup: func(s *sim) {
		type lock struct {
			want [2]atomic.Bool
			turn atomic.Int32
			data seam.Cell[int]
		}
		l := new(lock)
		s.Name(l, "l")
		for i := range 2 {
			s.Go([]string{"a", "b"}[i], func() {
				if early {
					l.turn.Store(int32(1 - i))
					l.want[i].Store(true)
				} else {
					l.want[i].Store(true)
					l.turn.Store(int32(1 - i))
				}
				for l.want[1-i].Load() && l.turn.Load() == int32(1-i) {
					s.Checkpoint()
				}
				l.data.Set(l.data.Get() + 1)
				l.want[i].Store(false)
				s.Checkpoint()
			})
		}
		s.Final(func() error {
			s.Outcome("%d", l.data.Get())
			return nil
		})
	}}
}

func TestPeterson(t *testing.T)       { want(t, peterson(false), "") }
func TestPetersonBroken(t *testing.T) { want(t, peterson(true), "race") }

func TestStoreBuffering(t *testing.T) {
	r := want(t, model{Setup: func(s *sim) {
		var x, y atomic.Int32
		s.Name(&x, "x")
		s.Name(&y, "y")
		var a, b int32
		s.Ghost(&a)
		s.Ghost(&b)
		s.Go("a", func() { x.Store(1); a = y.Load() })
		s.Go("b", func() { y.Store(1); b = x.Load() })
		s.Final(func() error {
			s.Outcome("%d%d", a, b)
			return nil
		})
	}}, "")
	if got := r.OutcomeNames(); len(got) != 3 || got[0] != "01" || got[1] != "10" || got[2] != "11" {
		t.Fatalf("outcomes %v, want 01 10 11", got)
	}
}
