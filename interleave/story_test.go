package interleave_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// choices makes a schedule of pairs.
func choices(v ...int) (l []interleave.Choice) {
	for i := 0; i < len(v); i += 2 {
		l = append(l, interleave.Choice{Thread: v[i], Alt: v[i+1]})
	}
	return l
}

func TestReplayStrings(t *testing.T) {
	for _, c := range []struct {
		text string
		want []interleave.Choice
	}{
		{"start", nil},
		{"0", choices(0, 0)},
		{"1x3-0", choices(1, 0, 1, 0, 1, 0, 0, 0)},
		{"12.3x2-4.1", choices(12, 3, 12, 3, 4, 1)},
		{"200x2", choices(200, 0, 200, 0)}, // in suites there may be as many
	} {
		got, err := core.ParseSchedule(c.text)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, %v", c.text, got, err)
		}
		if back := core.FormatSchedule(got); back != c.text {
			t.Errorf("%q comes back as %q", c.text, back)
		}
	}
	for _, bad := range []string{"x", "1x", "1x0", "-", "a", "1.-2", "1x9999999999"} {
		if got, err := core.ParseSchedule(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}

// What a failure's replay string leads to is the same failure and story.
func TestReplay(t *testing.T) {
	for _, m := range []model{peterson(true), seqlock(true), treiber(false), parkModel(false), polite(false)} {
		m.Name = "m"
		r := interleave.Check(m, opts{})
		q, err := interleave.Replay(m, opts{}, r.Failure.Replay())
		if err != nil {
			t.Fatal(err)
		}
		if r.Failure.Kind != "livelock" && (q.Failure.Text != r.Failure.Text || q.Failure.Trace != r.Failure.Trace) {
			t.Errorf("found\n%s\nreplayed\n%s", interleave.Story(r), interleave.Story(q))
		}
	}
	for _, schedule := range []string{"0-5", "0.7"} {
		q, err := interleave.Replay(peterson(false), opts{}, schedule)
		if err != nil || q.Verdict != interleave.Refused || !strings.Contains(q.Reason, "does not fit") ||
			!strings.Contains(q.Reason, "in another test") || !strings.Contains(q.Reason, "has changed since") {
			t.Errorf("%v, %v", q, err)
		}
	}
}

func TestStory(t *testing.T) {
	type waker struct{ _ int }
	type box struct {
		state atomic.Uint32
		slots [2]seam.Cell[*waker]
		ptr   atomic.Pointer[waker]
		ring  []seam.Cell[int]
	}
	m := model{Name: "story", Setup: func(s *sim) {
		b := &box{ring: make([]seam.Cell[int], 2)}
		w := new(waker)
		s.Name(b, "box")
		s.Name(w, "w")
		s.Bits(&b.state, "INDEX", "UPDATE", "LOCKED")
		s.Go("p", func() {
			b.slots[1].Set(w)
			b.ring[1].Set(5)
			b.ptr.Store(w)
			s.Note("published")
			if b.state.CompareAndSwap(4, 0) {
				return
			}
			b.state.Or(6)
			if s.Choose(2) == 1 {
				s.Fail("broken")
			}
		})
	}}
	r := interleave.Check(m, opts{})
	if r.Verdict != interleave.Failed {
		t.Fatal(r)
	}
	for _, w := range []string{
		"write box.slots[1]: &w", "write box.ring[1]: 5", "store box.ptr := &w", "# published",
		"CAS box.state fails: 0", "or box.state: 0 -> UPDATE|LOCKED", "choose 1 of 2", "thread p: broken",
		"story_test.go:", `replay: "0x3-0.1"`,
	} {
		if !strings.Contains(r.Failure.Trace, w) {
			t.Errorf("%q is missing in\n%s", w, r.Failure.Trace)
		}
	}
}

// Invariants are checked in every state, also in those that reductions skip when they
// only look for the ends.
func TestInvariant(t *testing.T) {
	m := model{Setup: func(s *sim) {
		v := new([2]atomic.Uint32)
		s.Name(v, "v")
		s.Go("a", func() { v[0].Store(1); v[0].Store(0) })
		s.Go("b", func() { v[1].Store(1); v[1].Store(0) })
		s.Invariant("not both", func() error {
			if v[0].Load() == 1 && v[1].Load() == 1 {
				return errors.New("both")
			}
			return nil
		})
	}}
	r := want(t, m, "invariant")
	if r.Failure.Bound != 1 || len(r.Failure.Schedule) != 2 {
		t.Errorf("not the shortest story:\n%s", interleave.Story(r))
	}
}

func TestFinal(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		add := func() { x.Store(x.Load() + 1) }
		s.Go("a", add)
		s.Go("b", add)
		s.Final(func() error {
			if x.Load() != 2 {
				return errors.New("an update is lost")
			}
			return nil
		})
	}}, "final")
}

// Names make states equal that are reached on different ways: the waker that each thread
// makes has the same name, whichever comes first.
func TestMergingNames(t *testing.T) {
	m := func(named bool) model {
		return model{Name: "names", Setup: func(s *sim) {
			var x, y atomic.Uint32
			if named {
				s.Name(&x, "x")
				s.Name(&y, "y")
			}
			for _, n := range []string{"a", "b"} {
				s.Go(n, func() { x.Add(1); y.Add(1); s.Checkpoint() })
			}
		}}
	}
	with, without := interleave.Check(m(true), opts{}), interleave.Check(m(false), opts{})
	if with.States >= without.States {
		t.Errorf("%d states with names, %d without", with.States, without.States)
	}
}

// A Checkpoint that forgets too much is the model's mistake: the oracle, which has no
// state keys, shows it.
func TestOracleFindsBadCheckpoint(t *testing.T) {
	m := model{Name: "bad", Setup: func(s *sim) {
		x := new(atomic.Uint32)
		s.Name(x, "x")
		var saw uint32
		s.Go("a", func() { saw = x.Load(); s.Checkpoint() })
		s.Go("b", func() { x.Store(1); x.Store(0); s.Checkpoint() })
		s.Final(func() error { s.Outcome("%d", saw); return nil })
	}}
	r := interleave.Check(m, opts{})
	if _, err := interleave.Compare(m, opts{}, r, 1e9); err == nil {
		t.Fatalf("agreement on %v", r.OutcomeNames())
	}
}
