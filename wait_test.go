package diatomic_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// consumer starts a goroutine in a bubble that waits for n, and returns what the wait
// did.
func consumer[T any](wait func() T) <-chan T {
	c := make(chan T, 1)
	go func() { c <- wait() }()
	synctest.Wait()
	return c
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var n atomic.Int32
		looks := 0
		c := consumer(func() error {
			return s.Wait(context.Background(), func() bool { looks++; return n.Load() == 2 })
		})
		if !s.Registered() || looks != 2 {
			t.Errorf("parked after %d looks, registered: %t", looks, s.Registered())
		}
		n.Add(1)
		s.Source().Notify()
		synctest.Wait()
		if !s.Registered() || looks != 4 {
			t.Errorf("parked again after %d looks, registered: %t", looks, s.Registered())
		}
		n.Add(1)
		s.Source().Notify()
		if err := <-c; err != nil || s.Registered() || looks != 5 {
			t.Errorf("Wait returned %v after %d looks, registered: %t", err, looks, s.Registered())
		}
	})
}

func TestWaitContext(t *testing.T) {
	never := func() bool { return false }
	always := func() bool { return true }
	dead, kill := context.WithCancel(context.Background())
	kill()
	late, cancelLate := context.WithTimeout(context.Background(), 0)
	defer cancelLate()
	<-late.Done()

	var s diatomic.WakeSink
	for _, test := range []struct {
		name  string
		ctx   context.Context
		ready func() bool
		want  error
	}{
		{"holds, cancelled", dead, always, nil},
		{"cancelled", dead, never, context.Canceled},
		{"deadline exceeded", late, never, context.DeadlineExceeded},
		{"cancelled again", dead, never, context.Canceled},
	} {
		s.Register(new(nop))
		if err := s.Wait(test.ctx, test.ready); err != test.want || s.Registered() {
			t.Errorf("%s: Wait returned %v, want %v; registered: %t", test.name, err, test.want, s.Registered())
		}
	}

	for name, cause := range map[string]error{"plain": nil, "with cause": errors.New("because")} {
		t.Run("cancelled while parked, "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// Contexts of one kind after the other on the same sink.
				var s diatomic.WakeSink
				for range 3 {
					ctx, cancel := context.WithCancelCause(context.Background())
					c := consumer(func() error { return s.Wait(ctx, never) })
					cancel(cause)
					if err := <-c; err != context.Canceled || s.Registered() {
						t.Errorf("Wait returned %v, registered: %t", err, s.Registered())
					}
					limited, stop := context.WithTimeout(context.Background(), time.Hour)
					if err := s.Wait(limited, never); err != context.DeadlineExceeded || s.Registered() {
						t.Errorf("Wait returned %v, registered: %t", err, s.Registered())
					}
					stop()
				}
			})
		})
	}
}

// A wait that is given up, by a context or a time-out, leaves nothing registered, not
// even by an earlier Poll. (Fault 2 of diatomic-waker: see source_test.go.)
func TestCancelledWaitIsNotRegistered(t *testing.T) {
	testenv.Limit(t)
	never := func() bool { return false }
	var s diatomic.WakeSink
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	err := s.Wait(ctx, func() bool {
		if calls++; calls == 2 { // the look that follows the registration
			if !s.Registered() {
				t.Error("not registered while it waits")
			}
			cancel()
		}
		return false
	})
	if err != context.Canceled || s.Registered() {
		t.Errorf("Wait returned %v, registered: %t", err, s.Registered())
	}
	if s.WaitTimeout(1, never) || s.Registered() {
		t.Errorf("after WaitTimeout, registered: %t", s.Registered())
	}
	woken := 0
	s.Poll(diatomic.WakerFunc(func() { woken++ }), never)
	if s.Wait(ctx, never) != context.Canceled || s.Registered() {
		t.Error("Wait left the registration of an earlier Poll")
	}
	s.Source().Notify()
	if woken != 0 {
		t.Error("woken after the wait")
	}
}

// uncomparable is a context that would make a map or == panic.
type uncomparable struct {
	context.Context
	_ []int
}

func TestUncomparableContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancel(context.Background())
		ctx := uncomparable{Context: parent}
		var s diatomic.WakeSink
		never := func() bool { return false }
		s.Wait(ctx, func() bool { return s.Registered() })
		c := consumer(func() error { return s.Wait(ctx, never) })
		cancel()
		if err := <-c; err != context.Canceled {
			t.Errorf("Wait returned %v", err)
		}
	})
}

func TestWaitTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		for range 3 { // the timer is reused
			start := time.Now()
			c := consumer(func() bool { return s.WaitTimeout(time.Minute, ok.Load) })
			s.Source().Notify() // doesn't end it
			synctest.Wait()
			if !s.Registered() {
				t.Error("not registered after a notification for nothing")
			}
			if <-c || time.Since(start) != time.Minute || s.Registered() {
				t.Errorf("timed out after %v, registered: %t", time.Since(start), s.Registered())
			}
			c = consumer(func() bool { return s.WaitTimeout(time.Minute, ok.Load) })
			ok.Store(true)
			s.Source().Notify()
			if !<-c || s.Registered() {
				t.Errorf("notified in time, but timed out; registered: %t", s.Registered())
			}
			ok.Store(false)
		}
		start := time.Now()
		if s.WaitTimeout(1<<62, func() bool { return time.Since(start) > 0 || s.Registered() }) != true {
			t.Error("the longest time-out is over at once")
		}
	})
}

// A time-out of zero or less looks once.
// In a bubble, a wait that should not block at all is a deadlock at once.
func TestNoTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, d := range []time.Duration{0, -1, math.MinInt64} {
			var s diatomic.WakeSink
			s.Register(new(nop))
			calls, holds := 0, false
			ready := func() bool { calls++; return holds }
			if s.WaitTimeout(d, ready) || calls != 1 || s.Registered() {
				t.Errorf("%d: %d looks, registered: %t", d, calls, s.Registered())
			}
			holds = true
			if !s.WaitTimeout(d, ready) || calls != 2 {
				t.Errorf("%d: %d looks when it holds", d, calls)
			}
		}
	})
}

func TestReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := s.Ready(ok.Load)
		select {
		case <-c:
			t.Error("a token before anything happened")
		default:
		}
		if !s.Registered() {
			t.Error("not registered")
		}
		ok.Store(true)
		s.Source().Notify()
		<-c
		if s.Registered() {
			t.Error("still registered")
		}
		<-s.Ready(ok.Load) // at once
		if s.Registered() {
			t.Error("registered though it holds")
		}

		// A token that nobody took is not there the next time.
		s.Ready(ok.Load)
		ok.Store(false)
		select {
		case <-s.Ready(ok.Load):
			t.Error("a token from before the call")
		default:
		}
		s.Source().Notify()
		<-c
		if c != s.Ready(ok.Load) {
			t.Error("another channel the second time")
		}
	})
}

func TestWaitUntilPollUntil(t *testing.T) {
	testenv.Limit(t)
	var s diatomic.WakeSink
	n := 0
	try := func() (int, bool) { n++; return n, n >= 2 }
	if v, err := diatomic.WaitUntil(context.Background(), &s, try); v != 2 || err != nil {
		t.Errorf("WaitUntil returned %d, %v", v, err)
	}
	dead, kill := context.WithCancel(context.Background())
	kill()
	fail := func() (int, bool) { return 7, false }
	if v, err := diatomic.WaitUntil(dead, &s, fail); v != 0 || err != context.Canceled {
		t.Errorf("WaitUntil returned %d, %v", v, err)
	}
	w := new(nop)
	if v, ok := diatomic.PollUntil(&s, w, fail); v != 0 || ok || !s.Registered() {
		t.Errorf("PollUntil returned %d, %t", v, ok)
	}
	if v, ok := diatomic.PollUntil(&s, w, try); v != 3 || !ok || s.Registered() {
		t.Errorf("PollUntil returned %d, %t", v, ok)
	}
}

// A predicate that ends its goroutine leaves nothing registered either.
func TestGoexitInPredicate(t *testing.T) {
	testenv.Limit(t)
	var s diatomic.WakeSink
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Wait(context.Background(), func() bool {
			if s.Registered() {
				runtime.Goexit()
			}
			return false
		})
	}()
	<-done
	if s.Registered() {
		t.Error("still registered")
	}
}

// waiting are the ways to wait on a sink for a token, under a context.
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
	testenv.Limit(t)
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
