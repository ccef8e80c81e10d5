package actor

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

func TestStopIdle(t *testing.T) {
	for _, workers := range []int{1, 2, MaxWorkers} {
		synctest.Test(t, func(t *testing.T) {
			s, ctx := Start[int](context.Background(), workers)
			start(s, func(*Worker[int], int) {})
			synctest.Wait() // all sleep
			s.Stop()
			s.Stop()
			if err := s.Wait(); err != nil {
				t.Error(err)
			}
			if err := context.Cause(ctx); err != errStopped {
				t.Errorf("the context says %v", err)
			}
		})
	}
}

func TestStopBusy(t *testing.T) {
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			s, _ := Start[int](context.Background(), 3)
			var received atomic.Int32
			all := make([]*do[int], 5)
			for i := range all {
				all[i] = start(s, func(w *Worker[int], m int) {
					if received.Add(1) == 100 {
						s.Stop() // from an actor
					}
					w.Send(&all[(i+m)%len(all)].Actor, m)
				})
			}
			for i := range all {
				all[i].Send(i)
			}
			if err := s.Wait(); err != nil {
				t.Error(err)
			}
			n := received.Load()
			all[0].Send(0) // is never received
			synctest.Wait()
			if got := received.Load(); n < 100 || got != n {
				t.Errorf("received %d messages by Wait, and then %d", n, got)
			}
		})
	}
}

func TestContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancel(context.Background())
		s, ctx := Start[int](parent, 2)
		cancel()
		<-ctx.Done()
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestPanic(t *testing.T) {
	for name, c := range map[string]struct {
		f    func()
		want string
	}{
		"panic":  {func() { panic("oops") }, "Receive panicked: oops"},
		"nil":    {func() { panic(nil) }, "Receive panicked: panic called with nil argument"},
		"Goexit": {runtime.Goexit, "runtime.Goexit"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, ctx := Start[int](context.Background(), 2)
				a := start(s, func(*Worker[int], int) { c.f() })
				synctest.Wait()
				a.Send(0)
				<-ctx.Done()
				err := s.Wait()
				var p *PanicError
				if !errors.As(err, &p) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("Wait says %v, want %q", err, c.want)
				}
			})
		})
	}
}

func TestMisuse(t *testing.T) {
	s, _ := Start[int](t.Context(), 1)
	a := start(s, func(*Worker[int], int) {})
	for name, f := range map[string]func(){
		"no worker":   func() { Start[int](t.Context(), 0) },
		"too many":    func() { Start[int](t.Context(), MaxWorkers+1) },
		"Init twice":  func() { a.Init(s, a) },
		"Send before": func() { new(Actor[int]).Send(1) },
	} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.HasPrefix(v, "actor: ") {
					t.Errorf("%s: panic %q", name, v)
				}
			}()
			f()
		}()
	}
	s.Stop()
	_ = s.Wait()
}

func TestIdleAllocatesNothing(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	s, _ := Start[int](t.Context(), 1)
	done := make(chan struct{})
	var a, b *do[int]
	hop := func(to **do[int]) func(*Worker[int], int) {
		return func(w *Worker[int], m int) {
			if m == 0 {
				done <- struct{}{}
				return
			}
			w.Send(&(*to).Actor, m-1)
		}
	}
	a, b = start(s, hop(&b)), start(s, hop(&a))
	if n := testing.AllocsPerRun(10, func() {
		a.Send(1000)
		<-done
	}); n > 5 {
		t.Errorf("%v allocations for 1000 messages between actors", n)
	}
	s.Stop()
	_ = s.Wait()
}
