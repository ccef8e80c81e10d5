package event_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
)

func never() bool { return false }

// In a select, among goroutines, in its turn.
func TestReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		w := e.Waiter()
		defer w.Cancel()
		before := line(&e, 1, func(int) bool { return k.try() })
		selected := make(chan int)
		go func() {
			tick := time.NewTicker(time.Minute)
			defer tick.Stop()
			for ticks := 0; ; {
				select {
				case <-w.Ready(k.some):
					if k.try() {
						selected <- ticks
						return
					}
				case <-tick.C:
					ticks++
				}
			}
		}()
		synctest.Wait()
		after := line(&e, 1, func(int) bool { return k.try() })
		time.Sleep(90 * time.Second)
		k.put(1)
		e.Notify(1)
		want(t, gone(before), 0)
		k.put(1)
		e.Notify(1)
		if ticks := <-selected; ticks != 1 {
			t.Errorf("%d ticks", ticks)
		}
		want(t, gone(after))
		k.put(1)
		e.Notify(1)
		want(t, gone(after), 0)
	})
}

// The channel of Ready has a token at once, or after a notification, and else none; and
// Cancel passes on what was not used.
func TestReadyCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e event.Event
		var k tokens
		w := e.Waiter()
		signal := w.Ready(never)
		has := func(want bool) {
			t.Helper()
			c := w.Ready(k.some)
			if c != signal {
				t.Error("it is another channel")
			}
			select {
			case <-c:
				if !want {
					t.Error("there is a token")
				}
			default:
				if want {
					t.Error("there is no token")
				}
			}
		}
		has(false)
		k.put(1)
		has(true)
		has(true)
		k.try()
		has(false)
		e.Notify(1) // for nothing
		has(false)

		// One whose condition holds isn't in line.
		k.put(1)
		has(true)
		k.try()
		c := line(&e, 1, func(int) bool { return k.try() })
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 0)

		// Notified, asked again, and not used.
		has(false)
		c = line(&e, 1, func(int) bool { return k.try() })
		k.put(1)
		e.Notify(1)
		has(true)
		want(t, gone(c))
		w.Cancel()
		want(t, gone(c), 0)

		// Notified, and not asked again.
		has(false)
		c = line(&e, 1, func(int) bool { return k.try() })
		k.put(1)
		e.Notify(1)
		w.Cancel()
		w.Cancel()
		want(t, gone(c), 0)

		// A token from before doesn't stay.
		has(false)
		e.Notify(1)
		w.Cancel()
		has(false)

		// In line, and not notified: the next one gets it.
		c = line(&e, 1, func(int) bool { return k.try() })
		w.Cancel()
		k.put(1)
		e.Notify(1)
		want(t, gone(c), 0)
	})
}

func TestPoll(t *testing.T) {
	var e event.Event
	var k tokens
	w, other := e.Waiter(), e.Waiter()
	woken := map[string]int{}
	wakes := func(name string) diatomic.Waker { return diatomic.WakerFunc(func() { woken[name]++ }) }
	a, b, o := wakes("a"), wakes("b"), wakes("other")
	count := func(name string, want int) {
		t.Helper()
		if woken[name] != want {
			t.Errorf("%s was woken %d times, want %d", name, woken[name], want)
		}
	}
	k.put(1)
	if !w.Poll(a, k.try) {
		t.Error("there was a token")
	}
	e.Notify(1)
	count("a", 0)
	for range 3 {
		if w.Poll(a, k.try) || other.Poll(o, k.try) {
			t.Error("there was no token")
		}
	}
	e.Notify(1)
	e.Notify(1)
	e.Notify(1) // nobody is left
	count("a", 1)
	count("other", 1)

	// They keep their places, whatever the order in which they are polled again.
	other.Poll(o, k.try)
	w.Poll(a, k.try)
	w.Poll(b, k.try) // another waker
	e.Notify(1)
	count("a", 1)
	count("b", 1)
	count("other", 1)
	k.put(1)
	if !w.Poll(a, k.try) {
		t.Error("there was a token")
	}

	// One that succeeds by itself is not in line.
	w.Poll(a, k.try)
	k.put(1)
	if !w.Poll(a, k.try) {
		t.Error("there was a token")
	}
	e.Notify(1)
	count("a", 1)
	count("other", 2)

	// One that succeeds though it was notified later than it looked passes that on.
	other.Poll(o, k.try)
	w.Poll(a, k.try)
	if !w.Poll(a, func() bool { e.Notify(1); e.Notify(1); return true }) {
		t.Error("it said true")
	}
	count("a", 2)
	count("other", 3)

	// A waker need not be comparable.
	if w.Poll(uncomparable{func() { woken["f"]++ }}, never) || w.Poll(uncomparable{func() { woken["g"]++ }}, never) {
		t.Error("it said true")
	}
	e.Notify(1)
	count("f", 0)
	count("g", 1)
}

type uncomparable struct{ wake func() }

func (u uncomparable) Wake() { u.wake() }

// A waker that panics or ends the goroutine keeps no other waiter from being woken, be it
// a goroutine or a task.
func TestHostileWakers(t *testing.T) {
	for _, exits := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var e event.Event
			var k tokens
			woken := 0
			for i := range 6 {
				w := diatomic.WakerFunc(func() { woken++ })
				if i%2 == 0 {
					w = diatomic.WakerFunc(func() {
						if exits {
							runtime.Goexit()
						}
						panic("mine")
					})
				}
				e.Waiter().Poll(w, never)
			}
			c := line(&e, 2, func(int) bool { return k.try() })
			k.put(2)
			var wg sync.WaitGroup
			wg.Go(func() {
				defer func() {
					if r := recover(); !exits && r != "mine" {
						t.Errorf("recovered %v", r)
					}
				}()
				e.NotifyAll()
			})
			wg.Wait()
			want(t, gone(c), 0, 1)
			if woken != 3 {
				t.Errorf("%d were woken", woken)
			}
		})
	}
}

// A waker may use the event.
func TestReentrantWaker(t *testing.T) {
	var e event.Event
	w, other := e.Waiter(), e.Waiter()
	woken := 0
	last := diatomic.WakerFunc(func() { woken++ })
	w.Poll(diatomic.WakerFunc(func() {
		e.Notify(1)
		w.Poll(last, never)
		e.NotifyAll()
		other.Cancel()
	}), never)
	other.Poll(last, never)
	e.Notify(1)
	if woken != 2 {
		t.Errorf("woken %d times, want 2", woken)
	}
}

// A Waiter prints as one word, and printing reads nothing of it: under the race detector
// this would notice.
func TestFormat(t *testing.T) {
	var e event.Event
	w := e.Waiter()
	w.Ready(func() bool { return false })
	var g sync.WaitGroup
	g.Go(func() { e.Notify(1) })
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		want := fmt.Sprintf("event.Waiter(%p)", w)
		if got := fmt.Sprintf(verb, w); got != want {
			t.Errorf("%s: %s", verb, got)
		}
	}
	g.Wait()
	w.Cancel()
}
