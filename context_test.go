package diatomic_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// waiting are the waits of a sink for a token.
var waiting = []testenv.Blocking{
	{Name: "Wait", New: func() (func(context.Context) error, func()) {
		s, take, put := oneToken()
		return func(ctx context.Context) error { return s.Wait(ctx, take) }, put
	}},
	{Name: "WaitUntil", New: func() (func(context.Context) error, func()) {
		s, take, put := oneToken()
		return func(ctx context.Context) error {
			_, err := diatomic.WaitUntil(ctx, s, func() (int, bool) { return 0, take() })
			return err
		}, put
	}},
}

func oneToken() (s *diatomic.WakeSink, take func() bool, put func()) {
	s = new(diatomic.WakeSink)
	n := new(atomic.Bool)
	return s, func() bool { return n.CompareAndSwap(true, false) }, func() {
		n.Store(true)
		s.Source().Notify()
	}
}

func TestContexts(t *testing.T) { testenv.TestContexts(t, waiting...) }

func TestContextFromOutsideTheBubble(t *testing.T) { testenv.TestOutside(t, waiting...) }

// What is changed and notified before a context or a time is over is seen, even if that
// comes between a look and the sleep, or the end of it.
func TestLastLook(t *testing.T) {
	var s diatomic.WakeSink
	var changed bool
	// ends holds after end was called, which is at the end of this look. Until then each
	// sleep is over at once.
	ends := func(at int, end func()) func() bool {
		changed = false
		looks := 0
		return func() bool {
			ok := changed
			looks++
			s.Source().Notify()
			if looks == at { // as another goroutine might, at this moment
				changed = true
				end()
			}
			return ok
		}
	}
	for at := 1; at <= 4; at++ {
		for _, rounds := range []int{0, 1, 8} { // under this context so far
			ctx, cancel := context.WithCancel(context.Background())
			for range rounds {
				s.Wait(ctx, ends(2, func() {}))
			}
			if err := s.Wait(ctx, ends(at, cancel)); err != nil {
				t.Errorf("Wait returned %v, at look %d, after %d waits", err, at, rounds)
			}
		}
		if at == 1 {
			continue // the time begins later
		}
		synctest.Test(t, func(t *testing.T) {
			s = diatomic.WakeSink{}
			if !s.WaitTimeout(time.Minute, ends(at, func() { time.Sleep(time.Minute) })) {
				t.Errorf("WaitTimeout returned false, at look %d", at)
			}
		})
		s = diatomic.WakeSink{}
	}
}

// scripted is a context whose methods panic.
type scripted struct {
	context.Context
	done, err func()
}

func (c scripted) Done() <-chan struct{} { c.done(); return c.Context.Done() }
func (c scripted) Err() error            { c.err(); return c.Context.Err() }

func TestContextPanics(t *testing.T) {
	panics := func() { panic("mine") }
	fine := func() {}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]context.Context{
		"Done": scripted{ctx, panics, fine},
		"Err":  scripted{ctx, fine, panics},
	} {
		var s diatomic.WakeSink
		for range 3 {
			s.Register(new(nop))
			func() {
				defer func() {
					if r := recover(); r != "mine" {
						t.Errorf("%s: recovered %v", name, r)
					}
				}()
				s.Wait(c, func() bool { return false })
			}()
			if s.Registered() {
				t.Errorf("%s: still registered", name)
			}
			if err := s.Wait(ctx, func() bool { return false }); err != context.Canceled {
				t.Errorf("%s: the next wait returned %v", name, err)
			}
		}
	}
}
