package event_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/race"
)

// TestMisuse is every wrong call and the panic that it gets. The event can be used
// afterwards.
func TestMisuse(t *testing.T) {
	nop := diatomic.WakerFunc(func() {})
	for _, test := range []struct {
		name string
		call func(e *event.Event)
		want string // the panic's beginning
	}{
		{"Notify(0)", func(e *event.Event) { e.Notify(0) },
			"event: Notify of less than one waiter: give it the number of waiters that can go on"},
		{"Notify(-1)", func(e *event.Event) { e.Notify(-1) }, "event: Notify of less than one waiter"},
		{"Notify(0), somebody waits", func(e *event.Event) {
			w := e.Waiter()
			defer w.Cancel()
			w.Poll(nop, never)
			e.Notify(0)
		}, "event: Notify of less than one waiter"},
		{"Wait with a nil context", func(e *event.Event) { e.Wait(nil, never) }, //lint:ignore SA1012 that is the test
			"event: Wait with a nil Context: pass context.Background() to wait without a limit"},
		{"Wait with a nil predicate", func(e *event.Event) { e.Wait(bg, nil) },
			"event: nil predicate: give it the function that says whether to go on"},
		{"WaitTimeout with a nil predicate", func(e *event.Event) { e.WaitTimeout(1, nil) }, "event: nil predicate"},
		{"WaitUntil with nil", func(e *event.Event) { event.WaitUntil[int](bg, e, nil) },
			"event: WaitUntil with a nil function: give it the one that tries to get the value"},
		{"Ready with a nil predicate", func(e *event.Event) { e.Waiter().Ready(nil) }, "event: nil predicate"},
		{"Poll with a nil predicate", func(e *event.Event) { e.Waiter().Poll(nop, nil) }, "event: nil predicate"},
		{"Poll with a nil waker", func(e *event.Event) { e.Waiter().Poll(nil, never) },
			"event: Poll with a nil Waker: give it the waker of the task that polls"},
		{"Ready of a zero Waiter", func(*event.Event) { new(event.Waiter).Ready(never) },
			"event: use of a zero Waiter: get one from Event.Waiter"},
		{"Poll of a zero Waiter", func(*event.Event) { new(event.Waiter).Poll(nop, never) },
			"event: use of a zero Waiter"},
		{"Cancel of a nil Waiter", func(*event.Event) { (*event.Waiter)(nil).Cancel() },
			"event: use of a zero Waiter"},
		{"a predicate that panics, in Poll", func(e *event.Event) {
			e.Waiter().Poll(nop, func() bool { panic("mine") })
		}, "mine"},
		{"a predicate that panics, in Ready", func(e *event.Event) {
			e.Waiter().Ready(func() bool { panic("mine") })
		}, "mine"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var e event.Event
				var k tokens
				func() {
					defer func() {
						if got, _ := recover().(string); !strings.HasPrefix(got, test.want) {
							t.Errorf("panicked with %q, want %q", got, test.want)
						}
					}()
					test.call(&e)
					t.Error("didn't panic")
				}()
				c := line(&e, 1, func(int) bool { return k.try() })
				k.put(1)
				e.Notify(1)
				want(t, gone(c), 0)
			})
		})
	}
}

// Two goroutines that use one Waiter are noticed by builds with the race detector.
func TestTwoUseOneWaiter(t *testing.T) {
	if !race.Enabled {
		t.Skip("only with the race detector")
	}
	var e event.Event
	w := e.Waiter()
	w.Ready(func() bool {
		defer func() {
			want := "event: two goroutines use one Waiter: give each a Waiter of its own"
			if got := recover(); got != want {
				t.Errorf("panicked with %v, want %q", got, want)
			}
		}()
		w.Cancel()
		return false
	})
}
