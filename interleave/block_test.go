package interleave_test

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
)

// event is a one-shot event with a parked waiter, in the way of sync.WaitGroup:
// state is 0, 1 for set, or the token of the waiter.
type event struct {
	state atomic.Uintptr
	data  seam.Cell[int]
}

func (e *event) wait(check bool) {
	seam.Park(func(g, arg unsafe.Pointer) bool {
		e := (*event)(arg)
		if !check {
			e.state.Store(uintptr(g))
			return true
		}
		return e.state.CompareAndSwap(0, uintptr(g))
	}, unsafe.Pointer(e))
}

func (e *event) set() {
	if g := e.state.Swap(1); g > 1 {
		seam.Ready(seam.G(g))
	}
}

func parkModel(check bool) model {
	return model{Setup: func(s *sim) {
		e := new(event)
		s.Name(e, "e")
		s.Go("waiter", func() {
			e.wait(check)
			e.state.Load()
			if e.data.Get() != 1 {
				s.Fail("old data")
			}
		})
		s.Go("setter", func() { e.data.Set(1); e.set() })
	}}
}

func TestPark(t *testing.T)           { want(t, parkModel(true), "") }
func TestParkLostWakeup(t *testing.T) { want(t, parkModel(false), "deadlock") }

func TestReadyTwice(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		e := new(event)
		s.Name(e, "e")
		s.Go("waiter", func() { e.wait(true) })
		for range 2 {
			s.Go("setter", func() {
				if g := e.state.Load(); g > 1 {
					seam.Ready(seam.G(g))
				} else {
					e.state.CompareAndSwap(0, 1)
				}
			})
		}
	}}, "park")
}

func TestReadyOrders(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		e := new(event)
		s.Go("waiter", func() { e.wait(true); e.data.Get() })
		s.Go("setter", func() {
			s.Await(func() bool { return e.state.Load() > 1 })
			e.data.Set(1)
			e.set()
		})
	}}, "")
}

func TestSignal(t *testing.T) {
	for _, c := range []struct {
		sets, waits int
		clear       bool
		kind        string
	}{
		{1, 1, false, ""}, {2, 1, false, ""}, {1, 2, false, "deadlock"}, {2, 2, false, "deadlock"},
		{1, 1, true, "deadlock"},
	} {
		want(t, model{Setup: func(s *sim) {
			g := seam.NewSignal()
			var d seam.Cell[int]
			s.Go("set", func() {
				d.Set(1)
				for range c.sets {
					g.Set()
				}
			})
			s.Go("wait", func() {
				for range c.waits {
					g.Wait()
				}
				d.Get()
			})
			if c.clear {
				s.Go("clear", g.Clear)
			}
		}}, c.kind)
	}
}

// A send that finds the slot full orders nothing.
func TestDroppedSend(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		g := seam.NewSignal()
		var d seam.Cell[int]
		s.Go("full", g.Set)
		s.Go("set", func() { d.Set(1); g.Set() })
		s.Go("wait", func() { g.Wait(); d.Get() })
	}}, "race")
}

func TestDaemon(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		g := seam.NewSignal()
		s.Daemon("d", func() {
			for {
				g.Wait()
				s.Checkpoint()
			}
		})
		s.Go("a", g.Set)
	}}, "")
}

func TestTimer(t *testing.T) {
	r := want(t, model{Setup: func(s *sim) {
		var fired atomic.Int32
		s.Name(&fired, "fired")
		s.Go("a", func() {
			start := time.Now()
			tm := time.AfterFunc(10, func() { fired.Add(1) })
			before := fired.Load()
			stopped := tm.Stop()
			if stopped && fired.Load() != 0 {
				s.Fail("stopped and fired")
			}
			if before > 0 && time.Since(start) < 10 {
				s.Fail("fired early: %v", time.Since(start))
			}
			if tm.Stop() {
				s.Fail("stopped twice")
			}
		})
		s.Final(func() error { s.Outcome("%d", fired.Load()); return nil })
	}}, "")
	if len(r.Outcomes) != 2 {
		t.Fatalf("outcomes %v", r.OutcomeNames())
	}
}

// An armed timer saves from deadlock, a stopped one does not; Reset arms.
func TestTimerWakes(t *testing.T) {
	for _, c := range []struct {
		stop, reset bool
		kind        string
	}{{false, false, ""}, {true, false, "deadlock"}, {true, true, ""}} {
		want(t, model{Setup: func(s *sim) {
			g := seam.NewSignal()
			s.Go("a", func() {
				tm := time.AfterFunc(10, g.Set)
				if c.stop && !tm.Stop() {
					return
				}
				if c.reset {
					tm.Reset(10)
				}
				g.Wait()
			})
		}}, c.kind)
	}
}

// A timer may also fire when all else is over.
func TestTimerLate(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		var over atomic.Bool
		s.Name(&over, "over")
		s.Go("a", func() {
			time.AfterFunc(1, func() {
				if over.Load() {
					panic("late")
				}
			})
			over.Store(true)
			s.Checkpoint()
		})
	}}, "panic")
}

func TestContext(t *testing.T) {
	r := want(t, model{Setup: func(s *sim) {
		ctx, cancel := context.WithCancel(context.Background())
		var ran, stopped, early bool
		g := seam.NewSignal()
		var d seam.Cell[int]
		s.Go("cancel", func() { d.Set(1); cancel(); cancel() })
		s.Go("wait", func() {
			early = ctx.Err() != nil
			stop := context.AfterFunc(ctx, func() { d.Get(); ran = true; g.Set() })
			if stopped = stop(); !stopped {
				g.Wait()
				if !errors.Is(ctx.Err(), context.Canceled) {
					s.Fail("not cancelled")
				}
			}
			if stop() {
				s.Fail("stopped twice")
			}
		})
		s.Final(func() error { s.Outcome("early=%v ran=%v stopped=%v", early, ran, stopped); return nil })
	}}, "")
	if len(r.Outcomes) != 3 {
		t.Fatalf("outcomes %v", r.OutcomeNames())
	}
	if ctx := context.Background(); context.AfterFunc(ctx, nil)() != true {
		t.Fatal("stop under Background")
	}
}

func TestContextAfterFuncOnce(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		ctx, cancel := context.WithCancel(context.Background())
		n := 0
		s.Ghost(&n)
		s.Go("a", cancel)
		s.Go("b", cancel)
		s.Go("c", func() { context.AfterFunc(ctx, func() { n++ }) })
		s.Final(func() error {
			if n != 1 {
				return errors.New("not once")
			}
			return nil
		})
	}}, "")
}
