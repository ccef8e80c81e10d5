package interleave_test

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// polite is two threads that each want two flags and give way to each other.
func polite(progress bool) model {
	return model{Setup: func(s *sim) {
		f := new([2]atomic.Bool)
		s.Name(f, "f")
		for i := range 2 {
			s.Go([]string{"a", "b"}[i], func() {
				for {
					f[i].Store(true)
					if !f[1-i].Load() {
						break
					}
					f[i].Store(false)
					if progress {
						s.Progress()
					}
					s.Checkpoint()
				}
				f[i].Store(false)
				s.Checkpoint()
			})
		}
	}}
}

func TestLivelock(t *testing.T) {
	m := polite(false)
	m.Name = "polite"
	r := interleave.Check(m, opts{})
	if r.Verdict != interleave.Failed || r.Failure.Kind != "livelock" {
		t.Fatalf("%v", interleave.Story(r))
	}
	if !strings.Contains(r.Failure.Text, "a, b") || !strings.Contains(r.Failure.Trace, "store f[1] := 0") {
		t.Fatalf("the story does not show the cycle:\n%s", r.Failure.Trace)
	}
	want(t, polite(true), "")
}

// spin waits in a loop for somebody to set a flag.
func spin(set bool) model {
	return model{Setup: func(s *sim) {
		f := new(atomic.Bool)
		s.Name(f, "f")
		s.Go("wait", func() {
			for !f.Load() {
				s.Checkpoint()
			}
		})
		s.Go("set", func() { f.Store(set); s.Checkpoint() })
	}}
}

// A waiting loop is a livelock only if the one waited for has nothing to do.
func TestSpin(t *testing.T) {
	want(t, spin(true), "")
	want(t, spin(false), "livelock")
}

// A lock that is taken forever by turns is used, so nobody is stuck; but a third thread
// that is never stepped makes a cycle unfair, not fine.
func TestUnfairCycle(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		f := new(atomic.Bool)
		s.Name(f, "f")
		for _, n := range []string{"a", "b"} {
			s.Go(n, func() {
				for !f.Load() {
					s.Checkpoint()
				}
				s.Checkpoint()
			})
		}
		s.Go("set", func() { f.Store(true); s.Checkpoint() })
	}}, "")
}

// calls is a counter that is raised by compare-and-swap.
func calls(lock bool) model {
	return model{Name: "calls", Graph: true, Setup: func(s *sim) {
		type counter struct {
			n    atomic.Uint32
			held atomic.Bool
		}
		c := new(counter)
		s.Name(c, "c")
		for _, n := range []string{"a", "b", "c"} {
			s.Go(n, func() {
				s.Call("inc", func() {
					if lock {
						s.Await(func() bool { return !c.held.Load() })
						c.held.Store(true)
					}
					for {
						v := c.n.Load()
						if c.n.CompareAndSwap(v, v+1) {
							break
						}
					}
					s.Exclude(func() { c.held.Store(false) })
				})
				s.Checkpoint()
			})
		}
	}}
}

func TestCalls(t *testing.T) {
	r := want(t, calls(false), "")
	c := r.Calls["inc"]
	// Each failed attempt is due to another's success, of which there are two.
	if c.Max != 6 || c.Blocks || c.Loops {
		t.Errorf("%+v, want at most 2*3 own steps", c)
	}
	// Alone, an attempt that is bound to fail, and one that succeeds.
	if c.Solo != 3 {
		t.Errorf("alone %d steps, want 1+2", c.Solo)
	}
	r = want(t, calls(true), "")
	if c := r.Calls["inc"]; !c.Blocks {
		t.Errorf("%+v, want a call that blocks", c)
	}
}

// Spinning inside of a call is steps without bound, and never ends alone.
func TestCallLoops(t *testing.T) {
	m := model{Graph: true, Setup: func(s *sim) {
		f := new(atomic.Bool)
		s.Name(f, "f")
		s.Go("wait", func() {
			s.Call("wait", func() {
				for !f.Load() {
					s.Checkpoint()
				}
			})
		})
		s.Go("set", func() { s.Call("set", func() { f.Store(true) }); s.Checkpoint() })
	}}
	r := want(t, m, "")
	if c := r.Calls["wait"]; !c.Blocks || !c.Loops {
		t.Errorf("wait: %+v", c)
	}
	if c := r.Calls["set"]; c.Blocks || c.Loops || c.Max != 1 || c.Solo != 1 {
		t.Errorf("set: %+v", c)
	}
}

// Whether a cycle leaves a thread out is known of 64 threads only. More than that, in
// different executions, must not make a livelock of a loop that waits.
func TestLivelockManyThreads(t *testing.T) {
	refused(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Name(&x, "x")
		var chain func(n int, last func())
		chain = func(n int, last func()) {
			if s.Yield(); n == 0 {
				last()
				return
			}
			s.Go("next", func() { chain(n-1, last) })
		}
		s.Go("first", func() {
			if s.Choose(2) == 0 {
				s.Go("chain", func() { chain(35, func() {}) })
				return
			}
			s.Go("", func() {}) // the next thread is another one than that above, and so are all of its chain
			s.Go("chain", func() {
				chain(35, func() {
					s.Go("sets", func() { x.Store(1) })
					for x.Load() == 0 {
						s.Checkpoint()
					}
				})
			})
		})
	}}, opts{}, "more than 64 threads")
}

// underLock makes a model of threads that run forever, each with what it does in a round.
// One more thread takes the mutex and sets ready, if with is set.
func underLock(with bool, rounds ...func(l *locked) (ends bool)) model {
	return model{Setup: func(s *sim) {
		l := new(locked)
		s.Name(&l.mu, "mu")
		s.Name(&l.ready, "ready")
		s.Name(&l.blink, "blink")
		l.s = s
		for i, round := range rounds {
			s.Go([]string{"a", "b"}[i], func() {
				for !round(l) {
					s.Checkpoint()
				}
				s.Checkpoint()
			})
		}
		if with {
			s.Go("set", func() {
				l.mu.Lock()
				l.ready.Store(true)
				l.mu.Unlock()
				s.Checkpoint()
			})
		}
	}}
}

type locked struct {
	mu           seam.Mutex
	ready, blink atomic.Bool
	s            *sim
}

// poll looks under the mutex whether it is ready.
func poll(l *locked) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ready.Load()
}

// One that waits for a mutex gets it, however often another one takes it.
func TestPollUnderLock(t *testing.T) {
	want(t, underLock(true, poll), "")
	want(t, underLock(true, poll, poll), "")
}

// A mutex is no excuse for those that go round without one that they would wait for, nor
// for those that hold it.
func TestLivelockUnderLock(t *testing.T) {
	// Nobody sets ready.
	want(t, underLock(false, poll), "livelock")
	want(t, underLock(false, poll, poll), "livelock")
	// All get the mutex in turn, but it doesn't help.
	want(t, underLock(true, func(l *locked) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.blink.Load()
	}), "livelock")
	// It may see ready only when it has the mutex, which it keeps.
	want(t, underLock(true, func(l *locked) bool {
		l.mu.Lock()
		for !l.ready.Load() {
			l.s.Checkpoint()
		}
		l.mu.Unlock()
		return true
	}), "livelock")
	// It gives the mutex back when it sees blink, which it need not ever see: a cycle
	// that keeps the mutex is left when the states where it is free are not.
	want(t, underLock(true, func(l *locked) bool {
		l.mu.Lock()
		for !l.blink.Load() {
			l.s.Checkpoint()
		}
		defer l.mu.Unlock()
		return l.ready.Load()
	}, func(l *locked) bool {
		l.blink.Store(true)
		l.blink.Store(false)
		return l.ready.Load()
	}), "livelock")
}
