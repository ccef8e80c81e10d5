//go:build !interleave

package actor

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counter is a Receiver that can be restarted. It panics for negative messages.
type counter struct {
	n, restarts int
	last        *Fault
}

func (k *counter) Receive(_ *Context[int], m int) {
	if m < 0 {
		panic(fmt.Sprint("oops ", m))
	}
	k.n += m
}

func (k *counter) Restart(f *Fault) { k.n, k.restarts, k.last = 0, k.restarts+1, f }

func TestRestart(t *testing.T) {
	var dead letters
	inBubble(t, Options{Workers: 2, DeadLetter: dead.take}, func(t *testing.T, s running) {
		k := new(counter)
		a := Spawn(s.System, k, OnPanic(Restart))
		for _, m := range []int{5, -1, 2, 3, -2, 4} {
			send(t, a, m)
		}
		synctest.Wait()
		if k.n != 4 || k.restarts != 2 || k.last.Value != "oops -2" || fmt.Sprint(dead.got()) != "[-1 -2]" {
			t.Errorf("%+v, dead %v", k, dead.got())
		}
		var f *Fault
		if !errors.As(dead.all[0].Reason, &f) || f.Value != "oops -1" || f.Actor != any(a) ||
			!strings.Contains(string(f.Stack), "counter") {
			t.Errorf("the reason is %v", dead.all[0].Reason)
		}
	})
}

func TestStopActor(t *testing.T) {
	var dead letters
	inBubble(t, Options{Workers: 2, DeadLetter: dead.take}, func(t *testing.T, s running) {
		k := new(counter)
		a := Spawn(s.System, k, OnPanic(StopActor))
		var cause error
		a.OnStop(func(err error) { cause = err })
		b := Spawn(s.System, do[int](func(c *Context[int], m int) {
			for _, m := range []int{5, -1, 2} {
				Send(c, a, m)
			}
		}))
		send(t, b, 0)
		synctest.Wait()
		var f *Fault
		if k.n != 5 || fmt.Sprint(dead.got()) != "[-1 2]" || !errors.As(cause, &f) || f.Value != "oops -1" {
			t.Fatalf("%+v, dead %v, cause %v", k, dead.got(), cause)
		}
		// The one that came later isn't to blame.
		if dead.all[0].Reason != cause || dead.all[1].Reason != ErrStopped {
			t.Errorf("dead: %v", dead.all)
		}
	})
}

// TestEndSystem panics in several ways.
func TestEndSystem(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		f    func()
		want string
	}{
		"panic":  {func() { panic("oops") }, "panicked: oops"},
		"error":  {func() { panic(boom) }, "panicked: boom"},
		"nil":    {func() { panic(nil) }, "panic called with nil argument"},
		"Goexit": {runtime.Goexit, "called runtime.Goexit"},
	} {
		for _, p := range []Policy{EndSystem, StopActor} {
			if (p == StopActor) != (name == "Goexit") { // after which the worker is gone, whatever the policy
				continue
			}
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := start(Options{Workers: 2})
					a := Spawn(s.System, do[any](func(*Context[any], any) { c.f() }), OnPanic(p))
					synctest.Wait()
					send(t, a, any("a string"))
					err := <-s.end
					var f *Fault
					if !errors.As(err, &f) || !strings.Contains(err.Error(), c.want) || f.Message != "string" {
						t.Errorf("Run returned %v, want %q", err, c.want)
					}
					if name == "error" && !errors.Is(err, boom) {
						t.Error("the error isn't unwrapped")
					}
				})
			})
		}
	}
}

// TestCallbackPanics: what the system calls may panic, and then ends the system.
func TestCallbackPanics(t *testing.T) {
	for name, spawn := range map[string]func(s *System) Ref[int]{
		"OnStop": func(s *System) Ref[int] {
			a := Spawn(s, do[int](func(c *Context[int], m int) { c.Stop() }))
			a.OnStop(func(error) { panic("oops") })
			return a
		},
		"DeadLetter": func(s *System) Ref[int] {
			return Spawn(s, do[int](func(c *Context[int], m int) { panic("first") }), OnPanic(StopActor))
		},
		"Restart": func(s *System) Ref[int] {
			s.deadLetter = nil
			return Spawn[int](s, again{}, OnPanic(Restart))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := start(Options{Workers: 2, DeadLetter: func(d DeadLetter) {
					if d.Message == 1 {
						panic("oops")
					}
				}})
				a := spawn(s.System)
				send(t, a, 1)
				err := <-s.end
				var f *Fault
				if !errors.As(err, &f) || f.Value != "oops" || f.Actor != any(a) || f.Message != "" ||
					!strings.Contains(err.Error(), name+" panicked: oops") {
					t.Errorf("Run returned %v", err)
				}
			})
		})
	}
}

type again struct{}

func (again) Receive(*Context[int], int) { panic("first") }
func (again) Restart(*Fault)             { panic("oops") }

func TestGo(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		var got atomic.Int64
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			if m == 0 {
				c.Go(func() int { time.Sleep(time.Hour); return 7 })
				return
			}
			got.Store(int64(m))
		}))
		send(t, a, 0)
		synctest.Wait()
		if n := s.Snapshot().Tasks; n != 1 || got.Load() != 0 {
			t.Errorf("%d goroutines, got %d", n, got.Load())
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if got.Load() != 7 || s.Snapshot().Tasks != 0 {
			t.Errorf("got %d", got.Load())
		}
	})
}

// TestGoPanics: a panic in a goroutine of Go is one of the actor.
func TestGoPanics(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		k := new(counter)
		a := Spawn(s.System, k, OnPanic(Restart))
		b := Spawn(s.System, do[int](func(c *Context[int], m int) {
			c.Go(func() int { panic("in Go") })
		}), OnPanic(StopActor))
		var cause error
		b.OnStop(func(err error) { cause = err })
		send(t, b, 1)
		send(t, a, 1)
		synctest.Wait()
		var f *Fault
		if !errors.As(cause, &f) || f.Value != "in Go" || b.TrySend(1) != ErrStopped {
			t.Errorf("the cause is %v", cause)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 2})
		send(t, Spawn(s.System, do[int](func(c *Context[int], m int) { c.Go(func() int { panic("in Go") }) })), 1)
		if err := <-s.end; err == nil || !strings.Contains(err.Error(), "in Go") {
			t.Errorf("Run returned %v", err)
		}
	})
}

// TestGoPanicsLate: a panic in a goroutine of an actor that has stopped isn't swallowed.
func TestGoPanicsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 2})
		send(t, Spawn(s.System, do[int](func(c *Context[int], m int) {
			c.Go(func() int { time.Sleep(time.Second); panic("in Go") })
			c.Stop()
		})), 1)
		if err := <-s.end; err == nil || !strings.Contains(err.Error(), "in Go") {
			t.Errorf("Run returned %v", err)
		}
	})
}

// TestGoPanicsAfterEnd: nor is one that comes when the system has ended.
func TestGoPanicsAfterEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dead letters
		s := start(Options{Workers: 1, DeadLetter: dead.take})
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			c.Go(func() int { time.Sleep(time.Hour); panic("in Go") })
		}))
		send(t, a, 1)
		synctest.Wait()
		s.stop(t)
		time.Sleep(time.Hour)
		synctest.Wait()
		var f *Fault
		if len(dead.got()) != 1 || dead.all[0].To != any(a) || dead.all[0].Message != nil ||
			!errors.As(dead.all[0].Reason, &f) || f.Value != "in Go" {
			t.Errorf("dead: %v", dead.all)
		}
	})
}

// TestGoAfterEnd: what Go returns after the actor has stopped is a dead letter.
func TestGoAfterEnd(t *testing.T) {
	var dead letters
	inBubble(t, Options{Workers: 1, DeadLetter: dead.take}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			c.Go(func() int { time.Sleep(time.Hour); return 7 })
			c.Stop()
		}))
		send(t, a, 0)
		time.Sleep(time.Hour)
		synctest.Wait()
		if fmt.Sprint(dead.got()) != "[7]" {
			t.Errorf("dead: %v", dead.got())
		}
	})
}
