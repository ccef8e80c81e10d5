package event_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

var waiting = []testenv.Blocking{
	{Name: "Wait", New: func() (func(context.Context) error, func()) {
		var e event.Event
		var k tokens
		return func(ctx context.Context) error { return e.Wait(ctx, k.try) }, func() { k.put(1); e.Notify(1) }
	}},
	{Name: "WaitUntil", New: func() (func(context.Context) error, func()) {
		var e event.Event
		var k tokens
		return func(ctx context.Context) error {
			_, err := event.WaitUntil(ctx, &e, func() (int, bool) { return 0, k.try() })
			return err
		}, func() { k.put(1); e.NotifyAll() }
	}},
}

func TestContexts(t *testing.T) { testenv.TestContexts(t, waiting...) }

func TestContextFromOutsideTheBubble(t *testing.T) { testenv.TestOutside(t, waiting...) }

// The condition comes before the context, and the error isn't the cause.
func TestWaitContext(t *testing.T) {
	var e event.Event
	ctx, cancel := context.WithCancelCause(bg)
	cancel(errors.New("mine"))
	if err := e.Wait(ctx, func() bool { return true }); err != nil {
		t.Errorf("returned %v though the condition holds", err)
	}
	if err := e.Wait(ctx, never); err != context.Canceled {
		t.Errorf("returned %v", err)
	}
}

// A wait looks when it comes, in line, and each time that it is notified: once when it is
// awake, and once when it is back in line.
func TestLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var looks atomic.Int64
		c := line(&e, 1, func(int) bool { return looks.Add(1) == 7 })
		for _, want := range []int64{2, 4, 6} {
			synctest.Wait()
			if got := looks.Load(); got != want {
				t.Errorf("%d looks, want %d", got, want)
			}
			e.Notify(1)
		}
		want(t, gone(c), 0)
	})
}

// A context that ends a wait takes nobody's notification with it, whatever its kind: of
// two waiters one gets the token, though the first is notified and over at once.
func TestPassedOn(t *testing.T) {
	for _, kind := range testenv.Contexts {
		for _, endFirst := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				var e event.Event
				var k tokens
				ctx, end := kind.New()
				first := make(chan error, 1)
				go func() { first <- e.Wait(ctx, k.try) }()
				synctest.Wait()
				c := line(&e, 1, func(int) bool { return k.try() })
				if endFirst {
					end()
				}
				k.put(1)
				e.Notify(1)
				if !endFirst {
					end()
				}
				synctest.Wait()
				if err := <-first; err != nil && err != kind.Want {
					t.Errorf("%s: %v", kind.Name, err)
				} else if got := gone(c); (err == nil) == (len(got) == 1) {
					t.Errorf("%s: Wait returned %v, and %v went on", kind.Name, err, got)
				}
				k.put(1)
				e.Notify(1)
				synctest.Wait()
			})
		}
	}
}

// A context whose methods panic leaves nobody in line.
func TestContextPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		ctx, cancel := context.WithCancel(bg)
		time.AfterFunc(time.Second, cancel)
		for _, ctx := range []context.Context{panickingDone{bg}, panickingErr{ctx}} {
			func() {
				defer func() {
					if r := recover(); r != "mine" {
						t.Errorf("recovered %v", r)
					}
				}()
				e.Wait(ctx, k.try)
			}()
		}
		c := line(&e, 1, func(int) bool { return k.try() })
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 0)
	})
}

type panickingDone struct{ context.Context }

func (panickingDone) Done() <-chan struct{} { panic("mine") }

type panickingErr struct{ context.Context }

func (panickingErr) Err() error { panic("mine") }

// A context whose Err is slow holds no place in line meanwhile, so a notification goes to
// the next waiter.
func TestSlowErr(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		ctx, cancel := context.WithCancel(bg)
		slow := slowErr{ctx, make(chan struct{})}
		first := make(chan error, 1)
		go func() { first <- e.Wait(slow, k.try) }()
		synctest.Wait()
		c := line(&e, 2, func(int) bool { return k.try() })
		cancel()
		synctest.Wait() // in Err
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 0)
		close(slow.goOn)
		if err := <-first; err != context.Canceled {
			t.Error(err)
		}
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 1)
	})
}

type slowErr struct {
	context.Context
	goOn chan struct{}
}

func (c slowErr) Err() error {
	<-c.goOn
	return c.Context.Err()
}

// A predicate that panics, or ends the goroutine, leaves the line, and passes on its
// notification.
func TestPredicatePanics(t *testing.T) {
	for _, exits := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var e event.Event
			var k tokens
			go func() {
				defer func() {
					if r := recover(); !exits && r != "mine" {
						t.Errorf("recovered %v", r)
					}
				}()
				e.Wait(bg, func() bool {
					if !k.some() {
						return false
					}
					if exits {
						runtime.Goexit()
					}
					panic("mine")
				})
			}()
			synctest.Wait()
			c := line(&e, 2, func(int) bool { return k.try() })
			k.put(1)
			e.Notify(1)
			want(t, gone(c), 0)
			k.put(1)
			e.Notify(1)
			want(t, gone(c), 1)
		})
	}
}

func TestWaitTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		start := time.Now()
		for range 3 { // the second one gets the place of the first, with its timer
			if e.WaitTimeout(time.Minute, k.try) {
				t.Error("there was no token")
			}
		}
		if d := time.Since(start); d != 3*time.Minute {
			t.Errorf("took %v", d)
		}
		for _, d := range []time.Duration{0, -1, math.MinInt64} {
			if e.WaitTimeout(d, k.try) {
				t.Errorf("%d: there was no token", d)
			}
			k.put(1)
			if !e.WaitTimeout(d, k.try) {
				t.Errorf("%d: there was a token", d)
			}
			looks := 0
			e.WaitTimeout(d, func() bool { looks++; return false })
			if looks != 1 {
				t.Errorf("%d: %d looks", d, looks)
			}
		}
		for range 3 {
			time.AfterFunc(time.Second, func() { k.put(1); e.Notify(1) })
			if !e.WaitTimeout(time.Minute, k.try) {
				t.Error("timed out")
			}
		}
		if d := time.Since(start); d != 3*time.Minute+3*time.Second {
			t.Errorf("took %v", d)
		}
		// One that waits for long has the place of one whose time was shorter.
		e.WaitTimeout(time.Second, k.try)
		c := line(&e, 1, func(int) bool { return k.try() })
		time.Sleep(time.Hour)
		want(t, gone(c))
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 0)
	})
}

// What is changed before the time is over is seen, even without a notification.
func TestTimeoutLastLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		time.AfterFunc(time.Second, func() { k.put(1) })
		if !e.WaitTimeout(time.Minute, k.try) {
			t.Error("it was overlooked")
		}
	})
}
