package event_test

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"weak"

	"github.com/diatomic-go/diatomic/event"
)

var bg = context.Background()

// tokens are what waiters take.
type tokens struct{ n atomic.Int64 }

func (t *tokens) try() bool {
	for {
		n := t.n.Load()
		if n == 0 {
			return false
		}
		if t.n.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

func (t *tokens) some() bool { return t.n.Load() > 0 }

func (t *tokens) put(n int) { t.n.Add(int64(n)) }

// line starts goroutines that wait for a token each. The last of them has fallen asleep
// when line returns. What comes from the channel are their numbers, as they go on.
func line(e *event.Event, n int, ready func(i int) bool) <-chan int {
	c := make(chan int, n)
	for i := range n {
		go func() {
			e.Wait(bg, func() bool { return ready(i) })
			c <- i
		}()
		synctest.Wait()
	}
	return c
}

// gone returns who has gone on.
func gone(c <-chan int) (got []int) {
	synctest.Wait()
	for {
		select {
		case i := <-c:
			got = append(got, i)
		default:
			slices.Sort(got)
			return got
		}
	}
}

func want(t *testing.T, got []int, want ...int) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%v went on, want %v", got, want)
	}
}

// In the order in which they came, and no more of them than the Notify says.
func TestNotify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		e.Notify(1) // is not kept for later
		e.NotifyAll()
		c := line(&e, 9, func(int) bool { return true })
		want(t, gone(c), 0, 1, 2, 3, 4, 5, 6, 7, 8) // they didn't wait

		var k tokens
		c = line(&e, 9, func(int) bool { return k.try() })
		k.put(100)
		e.Notify(1)
		want(t, gone(c), 0)
		e.Notify(2)
		want(t, gone(c), 1, 2)
		e.Notify(1)
		e.Notify(1) // the other hasn't run yet
		want(t, gone(c), 3, 4)
		e.NotifyAll()
		want(t, gone(c), 5, 6, 7, 8)
		c = line(&e, 2, func(int) bool { return k.n.Load() < 50 })
		k.n.Store(7)
		e.Notify(10)
		want(t, gone(c), 0, 1)
	})
}

// A waiter that is notified, and finds its condition false, has used up the notification,
// and keeps its place.
func TestNotifiedForNothing(t *testing.T) {
	for nothing := 1; nothing <= 4; nothing++ {
		synctest.Test(t, func(t *testing.T) {
			var e event.Event
			var k tokens
			c := line(&e, 4, func(int) bool { return k.try() })
			for range 3 {
				e.Notify(nothing)
				want(t, gone(c))
			}
			for i := range 4 {
				k.put(1)
				e.Notify(1)
				want(t, gone(c), i)
			}
		})
	}
}

// Waiters for different conditions: a Notify may go to one whose condition doesn't hold,
// and is used up. NotifyAll is right for them.
func TestDifferentConditions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var n atomic.Int64
		n.Store(-1)
		c := line(&e, 3, func(i int) bool { return n.Load() == int64(i) })
		n.Store(2)
		e.Notify(1)
		want(t, gone(c))
		e.NotifyAll()
		want(t, gone(c), 2)
		n.Store(1)
		e.NotifyAll()
		want(t, gone(c), 1)
		n.Store(0)
		e.Notify(1)
		want(t, gone(c), 0)
	})
}

func TestWaitUntil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		c := make(chan int, 1)
		take := func() (int, bool) {
			select {
			case v := <-c:
				return v, true
			default:
				return 99, false
			}
		}
		go func() {
			synctest.Wait()
			c <- 7
			e.Notify(1)
		}()
		if v, err := event.WaitUntil(bg, &e, take); v != 7 || err != nil {
			t.Errorf("got %d, %v", v, err)
		}
		ctx, cancel := context.WithCancel(bg)
		cancel()
		if v, err := event.WaitUntil(ctx, &e, take); v != 0 || err != context.Canceled {
			t.Errorf("got %d, %v", v, err)
		}
	})
}

// sleep waits under ctx until the Event watches it, which it does when eight waits have
// slept. Nearly all of them do. Each look calls looks.
func sleep(e *event.Event, ctx context.Context, looks func()) {
	var k tokens
	for range 100 {
		go func() {
			k.put(1)
			e.Notify(1)
		}()
		e.Wait(ctx, func() bool {
			looks()
			return k.try()
		})
	}
}

// collected collects garbage until gone holds: a context tells who watches it in a
// goroutine of its own, which may not have run yet.
func collected(t *testing.T, name string, gone func() bool) {
	t.Helper()
	for range 1000 {
		if runtime.GC(); gone() {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("the %s is kept alive", name)
}

// TestGarbage: when a wait is over, the event keeps neither its context nor its
// predicate, and no waker.
func TestGarbage(t *testing.T) {
	type big struct{ _ [100]int }
	var e event.Event
	cancelled, woken := e.Waiter(), e.Waiter()
	points := map[string]weak.Pointer[big]{}
	add := func(name string) *big {
		b := new(big)
		points[name] = weak.Make(b)
		return b
	}
	func() {
		type key struct{}
		ctx, cancel := context.WithCancel(context.WithValue(bg, key{}, add("context")))
		defer cancel()
		b := add("predicate")
		sleep(&e, ctx, func() { runtime.KeepAlive(b) })
		cancelled.Poll(&marked{add("waker")}, never)
		cancelled.Cancel()
		woken.Poll(&marked{add("woken waker")}, never)
		e.Notify(1)
	}()
	for name, p := range points {
		collected(t, name, func() bool { return p.Value() == nil })
	}
	runtime.KeepAlive(&e)
	runtime.KeepAlive(cancelled)
	runtime.KeepAlive(woken)
}

// An event that goes out of use is collected, though it has waited under a context that
// lives on.
func TestCollected(t *testing.T) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	e := weak.Make(func() *event.Event {
		e := new(event.Event)
		sleep(e, ctx, func() {})
		return e
	}())
	collected(t, "event", func() bool { return e.Value() == nil })
}

type marked struct{ v any }

func (*marked) Wake() {}
