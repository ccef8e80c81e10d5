package interleave_test

import (
	"runtime"
	"strings"
	realatomic "sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

func refused(t *testing.T, m model, o opts, text ...string) {
	t.Helper()
	m.Name = t.Name()
	r := interleave.Check(m, o)
	if r.Verdict != interleave.Refused {
		t.Fatalf("%v\n%s", r, interleave.Story(r))
	}
	for _, w := range append(text, "interleave: ") {
		if !strings.Contains(r.Reason, w) {
			t.Errorf("%q is missing in %q", w, r.Reason)
		}
	}
}

func TestRefuseNondeterminism(t *testing.T) {
	n := 0
	refused(t, model{Setup: func(s *sim) {
		var x, y atomic.Uint32
		n++
		odd := n%2 == 1
		s.Go("a", func() {
			if odd {
				x.Add(1)
			} else {
				y.Add(1)
			}
		})
		s.Go("b", func() { x.Add(1); y.Add(1) })
	}}, opts{}, "not deterministic")
}

func TestRefuseEndless(t *testing.T) {
	refused(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Go("a", func() {
			for x.Load() == 0 {
			}
		})
		s.Go("b", func() {})
	}}, opts{MaxDepth: 500}, "an execution of 500 steps", "Checkpoint")
}

func TestRefuseOutside(t *testing.T) {
	for _, f := range []func(){
		func() { new(atomic.Uint32).Load() },
		func() { new(seam.Cell[int]).Set(1) },
		func() { seam.NewSignal().Set() },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.HasPrefix(text, "interleave: ") {
					t.Errorf("got %q", text)
				}
			}()
			f()
		}()
	}
}

func TestRefuseWritesWhenLooking(t *testing.T) {
	var x atomic.Uint32
	refused(t, model{Setup: func(s *sim) {
		s.Go("a", func() { x.Load() })
		s.Invariant("i", func() error { x.Add(1); return nil })
	}}, opts{}, "may only be looked at")
}

// hanging runs a model whose thread hangs until the test is over.
func hanging(t *testing.T, hang func(over *realatomic.Bool, c chan bool), text string) {
	var over realatomic.Bool
	c := make(chan bool)
	defer func() { over.Store(true); close(c) }()
	refused(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Go("a", func() { x.Load(); hang(&over, c) })
		s.Go("b", func() { x.Load() })
	}}, opts{Watchdog: 40 * time.Millisecond}, "blocks for real, or runs forever", text)
}

func TestRefuseBlocking(t *testing.T) {
	hanging(t, func(_ *realatomic.Bool, c chan bool) { <-c }, "TestRefuseBlocking")
}

func TestRefuseSpinning(t *testing.T) {
	hanging(t, func(over *realatomic.Bool, _ chan bool) {
		for !over.Load() {
		}
	}, "TestRefuseSpinning")
}

// A search that was given up does nothing for real when it comes to life.
func TestAbandoned(t *testing.T) {
	var went realatomic.Bool
	c := make(chan bool)
	refused(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Go("a", func() {
			x.Load()
			<-c
			core.In() // as each operation of rewritten code does
			went.Store(true)
		})
		s.Go("b", func() { x.Load() })
	}}, opts{Watchdog: 40 * time.Millisecond}, "TestAbandoned")
	close(c)
	for buf := make([]byte, 1<<20); !went.Load(); runtime.Gosched() {
		if text := string(buf[:runtime.Stack(buf, true)]); strings.Contains(text, "core.stopAbandoned") {
			return
		}
	}
	t.Error("it goes on")
}

// One long execution isn't taken for a search that hangs.
func TestLongExecution(t *testing.T) {
	const watchdog = time.Second / 2
	begin := time.Now()
	r := core.Walk(model{Name: t.Name(), Setup: func(s *sim) {
		var x atomic.Uint32
		for range 2 {
			s.Go("a", func() {
				for time.Since(begin) < 4*watchdog {
					x.Load()
				}
			})
		}
	}}, opts{Watchdog: watchdog, MaxDepth: 1 << 30}, new(interleave.Result), 1)
	if r.Verdict == interleave.Refused {
		t.Error(r.Reason)
	}
}

// A package-level variable starts from zero in every execution.
var global atomic.Uint32

func TestGlobal(t *testing.T) {
	r := want(t, model{Setup: func(s *sim) {
		s.Go("a", func() { global.Add(1) })
		s.Go("b", func() { global.Add(1) })
		s.Final(func() error { s.Outcome("%d", global.Load()); return nil })
	}}, "")
	if got := r.OutcomeNames(); len(got) != 1 || got[0] != "2" {
		t.Fatalf("outcomes %v", got)
	}
}

// Goexit ends a thread as a return does; deferred calls run.
func TestGoexit(t *testing.T) {
	r := want(t, model{Setup: func(s *sim) {
		var x atomic.Uint32
		s.Name(&x, "x")
		s.Go("a", func() {
			defer func() { x.Add(10) }()
			if x.Load() == 1 {
				runtime.Goexit()
			}
			x.Add(100)
		})
		s.Go("b", func() { x.Add(1) })
		s.Final(func() error { s.Outcome("%d", x.Load()); return nil })
	}}, "")
	if got := r.OutcomeNames(); len(got) != 2 || got[0] != "11" || got[1] != "111" {
		t.Fatalf("outcomes %v", got)
	}
}

// A panic that the model catches is none; one that it does not is a failure.
func TestPanic(t *testing.T) {
	m := func(catch bool) model {
		return model{Setup: func(s *sim) {
			var x atomic.Uint32
			s.Go("a", func() {
				defer func() {
					if catch {
						if r := recover(); r != nil && r != "ouch" {
							panic(r)
						}
					}
				}()
				x.Add(1)
				if x.Load() == 2 {
					panic("ouch")
				}
			})
			s.Go("b", func() { x.Add(1) })
		}}
	}
	want(t, m(true), "")
	r := want(t, m(false), "panic")
	if !strings.Contains(r.Failure.Text, "thread a panics: ouch") ||
		!strings.Contains(r.Failure.Text, "refuse_test.go") || strings.Contains(r.Failure.Text, "debug.Stack") {
		t.Errorf("%s", r.Failure.Text)
	}
}

// One that swallows every panic, those of the checker too, still comes to an end.
func TestRecoverAll(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		var x, y atomic.Uint32
		for range 3 {
			s.Go("a", func() {
				for range 2 {
					func() {
						defer func() { _ = recover() }()
						x.Add(1)
						y.Add(1)
					}()
				}
			})
		}
	}}, "")
}

func TestMaxStates(t *testing.T) {
	r := interleave.Check(counters(3, 8), opts{MaxStates: 100})
	if r.Verdict != interleave.Incomplete || r.States > 110 {
		t.Fatalf("%v", r)
	}
}

// A model that does nothing checks nothing: most likely the checked code uses the real
// sync/atomic. All ways to run it say so.
func TestRefuseIdle(t *testing.T) {
	for name, f := range map[string]func(s *sim, x *realatomic.Uint32){
		"real atomics": func(_ *sim, x *realatomic.Uint32) { x.Add(1) },
		"choose":       func(s *sim, x *realatomic.Uint32) { x.Add(uint32(s.Choose(2))); s.Yield() },
	} {
		m := model{Name: name, Setup: func(s *sim) {
			var x realatomic.Uint32
			var looked atomic.Uint32
			s.Go("a", func() { f(s, &x); s.Peek(func() { looked.Load() }) })
			s.Go("b", func() { f(s, &x) })
			s.Invariant("looks", func() error { looked.Load(); return nil })
		}}
		replay, err := interleave.Replay(m, opts{}, "")
		if err != nil {
			t.Fatal(err)
		}
		known := interleave.Check(m, opts{})
		for _, r := range []*interleave.Result{
			known, replay, interleave.Check(m, opts{Preemptions: 100}),
			interleave.Oracle(m, opts{}), interleave.Oracle(m, opts{NoReduce: true}), core.Walk(m, opts{}, known, 10),
		} {
			if r.Verdict != interleave.Refused ||
				!strings.Contains(r.Reason, "no thread of the model made an operation") ||
				!strings.Contains(r.Reason, "cmd/models") {
				t.Errorf("%s, %s: %v", name, r.Method, r)
			}
		}
	}
}
