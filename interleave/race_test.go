package interleave_test

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

type message struct {
	flag atomic.Uint32
	data seam.Cell[int]
}

// passing sends data under a flag: put and get are what happens to the flag after the
// write and before the read.
func passing(put func(m *message), get func(m *message) bool, more ...func(m *message)) model {
	return model{Setup: func(s *sim) {
		m := new(message)
		s.Name(m, "m")
		s.Go("put", func() { m.data.Set(1); put(m) })
		s.Go("get", func() {
			if get(m) && m.data.Get() != 1 {
				s.Fail("old data")
			}
		})
		for _, f := range more {
			s.Go("other", func() { f(m) })
		}
	}}
}

func TestRace(t *testing.T) {
	r := want(t, passing(func(*message) {}, func(*message) bool { return true }), "race")
	for _, w := range []string{"m.data", "by put at race_test.go:", "by get at race_test.go:"} {
		if !strings.Contains(r.Failure.Text, w) {
			t.Errorf("%q is missing in %q", w, r.Failure.Text)
		}
	}
}

func TestMessagePassing(t *testing.T) {
	want(t, passing(func(m *message) { m.flag.Store(1) }, func(m *message) bool { return m.flag.Load() == 1 }), "")
}

func TestFlagTooEarly(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		m := new(message)
		s.Go("put", func() { m.flag.Store(1); m.data.Set(1) })
		s.Go("get", func() {
			if m.flag.Load() == 1 {
				m.data.Get()
			}
		})
	}}, "race")
}

// A load does not release: the reader's write after it orders nothing.
func TestLoadDoesNotRelease(t *testing.T) {
	want(t, passing(func(m *message) { m.flag.Load() }, func(m *message) bool { m.flag.Load(); return true }), "race")
}

// A store by another hides the release; a read-modify-write hands it on.
func TestStoreEndsRelease(t *testing.T) {
	put := func(m *message) { m.flag.Store(1) }
	get := func(m *message) bool { return m.flag.Load() == 2 }
	want(t, passing(put, get, func(m *message) {
		if m.flag.Load() == 1 {
			m.flag.CompareAndSwap(1, 2)
		}
	}), "")
	want(
		t,
		passing(put, func(m *message) bool { return m.flag.Load() >= 2 }, func(m *message) { m.flag.Add(2) }),
		"race",
	)
	want(t, passing(put, get, func(m *message) { m.flag.Store(2) }), "race")
}

// A failed compare-and-swap acquires, and does not release.
func TestFailedSwap(t *testing.T) {
	want(
		t,
		passing(func(m *message) { m.flag.Store(1) }, func(m *message) bool { return !m.flag.CompareAndSwap(0, 2) }),
		"",
	)
	want(
		t,
		passing(func(m *message) { m.flag.CompareAndSwap(5, 6) }, func(m *message) bool { m.flag.Load(); return true }),
		"race",
	)
}

// A successful one acquires, and so do the others that change the value.
func TestUpdatesAcquire(t *testing.T) {
	put := func(m *message) { m.flag.Store(1) }
	for _, get := range []func(m *message) bool{
		func(m *message) bool { return m.flag.CompareAndSwap(1, 2) },
		func(m *message) bool { return m.flag.Swap(2) == 1 },
		func(m *message) bool { return m.flag.Add(2) == 3 },
		func(m *message) bool { return m.flag.Or(2) == 1 },
		func(m *message) bool { return m.flag.And(2) == 1 },
	} {
		want(t, passing(put, get), "")
	}
}

// A race is seen whichever access comes first.
func TestRaceEitherWay(t *testing.T) {
	for _, replay := range []string{"0-1", "1-0"} {
		r, err := interleave.Replay(model{Setup: func(s *sim) {
			var d seam.Cell[int]
			var x atomic.Int32
			s.Go("read", func() { x.Load(); d.Get() })
			s.Go("write", func() { x.Load(); d.Set(1) })
		}}, opts{}, replay)
		if err != nil || r.Failure == nil || r.Failure.Kind != "race" {
			t.Errorf("%s: %v, %v", replay, r, err)
		}
	}
}

// States that differ in happens-before only are different: x is 1 at the end, and hands
// on the write of d if a's store came last.
func TestOrderIsState(t *testing.T) {
	r := interleave.Check(model{Setup: func(s *sim) {
		var d seam.Cell[int]
		var x, y atomic.Int32
		s.Name(&d, "d")
		s.Name(&x, "x")
		s.Name(&y, "y")
		s.Go("a", func() { d.Set(1); x.Store(1) })
		s.Go("b", func() { x.Store(1) })
		s.Go("c", func() { y.Load() })
	}}, opts{NoReduce: true})
	// Before c's step: 4 positions of a and b, one of them twice. After it: 4,
	// since nobody is left to whom it matters when all have ended.
	if r.States != 9 {
		t.Errorf("%v, want 9 states", r)
	}
}

// Write after read needs an order, too; two reads don't.
func TestWriteAfterRead(t *testing.T) {
	for _, c := range []struct {
		write bool
		kind  string
	}{{true, "race"}, {false, ""}} {
		want(t, model{Setup: func(s *sim) {
			var d seam.Cell[int]
			var x atomic.Int32
			s.Go("a", func() { x.Load(); d.Get() })
			s.Go("b", func() {
				x.Load()
				if c.write {
					d.Set(1)
				} else {
					d.Get()
				}
			})
		}}, c.kind)
	}
}

// What a thread that has ended did can still race.
func TestRaceWithEnded(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		var d seam.Cell[int]
		var x atomic.Int32
		s.Go("a", func() { d.Set(1) })
		s.Go("b", func() { x.Add(1); x.Add(1); x.Add(1); d.Set(2) })
	}}, "race")
}

// A thread's child knows what its parent knew, and no more.
func TestSpawnOrders(t *testing.T) {
	for _, c := range []struct {
		after bool
		kind  string
	}{{false, ""}, {true, "race"}} {
		want(t, model{Setup: func(s *sim) {
			var d seam.Cell[int]
			var x atomic.Int32
			s.Go("parent", func() {
				x.Load()
				d.Set(1)
				s.Go("child", func() { x.Load(); d.Set(2) })
				if c.after {
					d.Set(3)
				}
			})
		}}, c.kind)
	}
}
