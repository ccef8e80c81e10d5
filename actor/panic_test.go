//go:build !interleave

package actor

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
)

// closer stops at the third message, and panics in Stopped.
type closer struct{ log *[]string }

func (k closer) Receive(c *Context[int], m int) {
	if m == 3 {
		c.Stop()
	}
}

func (k closer) Restart(*Fault) {}

func (k closer) Stopped(cause error) {
	*k.log = append(*k.log, fmt.Sprint("stopped: ", cause))
	panic("in Stopped")
}

// TestPanicsWhileStopping: what is called while an actor stops may panic. That ends the
// system, under every policy, and all the rest is told nevertheless.
func TestPanicsWhileStopping(t *testing.T) {
	for _, policy := range []Policy{EndSystem, StopActor, Restart} {
		for _, where := range []string{"Stopped", "OnStop", "DeadLetter"} {
			t.Run(fmt.Sprint(where, policy), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var log []string
					s := NewSystem(Options{Workers: 1, DeadLetter: func(d DeadLetter) {
						log = append(log, fmt.Sprint("dead ", d.Message))
						if where == "DeadLetter" && d.Message == 4 {
							panic("in DeadLetter")
						}
					}})
					a := Spawn[int](s, closer{&log}, OnPanic(policy))
					a.OnStop(func(error) { log = append(log, "told"); panic("in OnStop") })
					a.OnStop(func(error) { log = append(log, "told") })
					for i := 1; i <= 5; i++ {
						send(t, a, i)
					}
					var f *Fault
					if err := s.Run(bg); !errors.As(err, &f) || !strings.Contains(f.Error(), "in ") {
						t.Errorf("Run returned %v", err)
					}
					if got := strings.Join(log, ", "); got != "dead 4, dead 5, stopped: <nil>, told, told" {
						t.Errorf("got %s", got)
					}
					if n := s.actors.Get(); n != 0 {
						t.Errorf("%d actors", n)
					}
				})
			})
		}
	}
}

// exiter stops, or panics, at its first message, and calls runtime.Goexit in Stopped.
type exiter struct {
	hold   chan struct{}
	panics bool
}

func (e exiter) Receive(c *Context[int], _ int) {
	<-e.hold
	if e.panics {
		panic("oops")
	}
	c.Stop()
}

func (exiter) Stopped(error) { runtime.Goexit() }

// TestExitsWhileStopping: Stopped may call runtime.Goexit, as t.Fatal does. That ends the
// system, and the end is told to those who watch, and to senders that wait for room.
func TestExitsWhileStopping(t *testing.T) {
	for _, panics := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := start(Options{Workers: 1})
			e := exiter{make(chan struct{}), panics}
			a := Spawn[int](s.System, e, OnPanic(StopActor), Mailbox(1))
			told := 0
			a.OnStop(func(error) { told++ })
			send(t, a, 1)
			synctest.Wait()
			send(t, a, 2)
			sent := make(chan error)
			go func() { sent <- a.Send(bg, 3) }()
			synctest.Wait()
			close(e.hold)
			if err := <-sent; err != ErrEnded {
				t.Errorf("a Send that waited: %v", err)
			}
			var f *Fault
			if err := <-s.end; !errors.As(err, &f) || f.Actor != any(a) ||
				!panics && !strings.Contains(err.Error(), "while the actor stops called runtime.Goexit") {
				t.Errorf("Run returned %v", err)
			}
			if n := s.Snapshot().Actors; told != 1 || n != 0 {
				t.Errorf("told %d times, %d actors", told, n)
			}
		})
	}
}

// TestPanicsAtTheEnd: a panic of what Run calls at the end ends nothing but the call.
func TestPanicsAtTheEnd(t *testing.T) {
	for _, exit := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := NewSystem(Options{Workers: 1, DeadLetter: func(d DeadLetter) {
				if d.Message == 2 {
					if exit {
						runtime.Goexit()
					}
					panic("dead letter")
				}
			}})
			a := Spawn(s, do[int](func(c *Context[int], _ int) { c.System().Stop() }))
			b := Spawn(s, do[int](func(*Context[int], int) {}))
			told := false
			b.OnStop(func(error) { told = true })
			send(t, a, 1)
			send(t, a, 2)
			send(t, b, 3)
			go func() {
				var f *Fault
				if err := s.Run(bg); !errors.As(err, &f) || f.Value != "dead letter" || f.Actor != any(a) {
					t.Errorf("Run returned %v", err)
				}
			}()
			<-s.Done()
			if err := s.Shutdown(bg); err != nil {
				t.Errorf("Shutdown: %v", err)
			}
			if !told && !exit {
				t.Error("the other actor wasn't stopped")
			}
		})
	}
}

// broken panics in Restart.
type broken struct{ begun, hold chan struct{} }

func (b broken) Receive(c *Context[int], m int) {
	c.Go(func() int { close(b.begun); <-b.hold; panic("in Go") })
}

func (broken) Restart(*Fault) { panic("in Restart") }

// TestRestartPanics after a panic in Go: the mail is not lost.
func TestRestartPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dead letters
		s := start(Options{Workers: 1, DeadLetter: dead.take})
		b := broken{make(chan struct{}), make(chan struct{})}
		a := Spawn[int](s.System, b, OnPanic(Restart))
		send(t, a, 0)
		<-b.begun
		hold := make(chan struct{})
		send(t, Spawn(s.System, do[int](func(*Context[int], int) { <-hold })), 0)
		synctest.Wait()
		for i := 1; i < 5; i++ {
			send(t, a, i)
		}
		close(b.hold)
		synctest.Wait()
		close(hold)
		err := <-s.end
		var f *Fault
		if !errors.As(err, &f) || f.Actor != any(a) || f.Message != "" ||
			!strings.Contains(err.Error(), "Restart panicked: in Restart") {
			t.Errorf("Run returned %v", err)
		}
		if got := fmt.Sprint(dead.got()); got != "[1 2 3 4]" {
			t.Errorf("dead: %s", got)
		}
	})
}

// TestGoExits: a function of Go that calls runtime.Goexit ends no worker, so the policy
// applies.
func TestGoExits(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[int](func(c *Context[int], _ int) {
			c.Go(func() int { runtime.Goexit(); return 1 })
		}), OnPanic(StopActor))
		var cause error
		a.OnStop(func(err error) { cause = err })
		send(t, a, 1)
		synctest.Wait()
		var f *Fault
		if !errors.As(cause, &f) || f.Value != nil {
			t.Errorf("the cause is %v", cause)
		}
	})
}

// TestGoPanicsUnheard: a panic in a function of Go whose actor has stopped, or was told
// to, or has failed before, is a dead letter.
func TestGoPanicsUnheard(t *testing.T) {
	for name, want := range map[string]int{"stopped": 1, "told to stop": 1, "two": 1} {
		t.Run(name, func(t *testing.T) {
			var reasons []error
			inBubble(t, Options{Workers: 1, DeadLetter: func(d DeadLetter) { reasons = append(reasons, d.Reason) }},
				func(t *testing.T, s running) {
					hold := make(chan struct{})
					a := Spawn(s.System, do[int](func(c *Context[int], m int) {
						if m == 1 {
							<-hold // while the goroutines panic
							if name == "told to stop" {
								c.Stop()
							}
							return
						}
						c.Go(func() int { <-hold; panic("in Go") })
						if name == "two" {
							c.Go(func() int { <-hold; panic("in Go") })
						}
						if name == "stopped" {
							c.Stop()
						}
					}), OnPanic(StopActor))
					send(t, a, 0)
					synctest.Wait()
					if name != "stopped" {
						h := make(chan struct{})
						old := hold
						hold = h
						send(t, a, 1)
						synctest.Wait()
						close(old)
						synctest.Wait()
					}
					close(hold)
					synctest.Wait()
				})
			n := 0
			for _, err := range reasons {
				var f *Fault
				if errors.As(err, &f) && f.Value == "in Go" {
					n++
				}
			}
			if n != want {
				t.Errorf("%v, want %d faults", reasons, want)
			}
		})
	}
}

// TestDeadLetterPanicsInGo: a panic of DeadLetter ends the system, not the process.
func TestDeadLetterPanicsInGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 1, DeadLetter: func(DeadLetter) { panic("dead letter") }})
		hold := make(chan struct{})
		send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) {
			c.Go(func() int { <-hold; return 1 })
			c.Stop()
		})), 1)
		synctest.Wait()
		close(hold)
		if err := <-s.end; err == nil || !strings.Contains(err.Error(), "dead letter") {
			t.Errorf("Run returned %v", err)
		}
		if n := s.tasks.Load(); n != 0 {
			t.Errorf("%d tasks", n)
		}
	})
}

// TestTwoShutdowns at once, while a goroutine of Go is under way.
func TestTwoShutdowns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 2})
		hold := make(chan struct{})
		send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) {
			c.Go(func() int { <-hold; return 1 })
			c.Stop()
		})), 1)
		errs := make(chan error)
		for range 2 {
			go func() { errs <- s.Shutdown(context.Background()) }()
		}
		synctest.Wait()
		close(hold)
		for range 2 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		s.ended(t, nil)
	})
}
