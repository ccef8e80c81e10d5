package diatomic

import (
	"context"
	"runtime"
	"testing"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Fault 6 of diatomic-waker (see source_test.go): the cached waker keeps the task's
// memory alive, and nothing can drop it.

// collected runs the garbage collector until c is closed.
func collected(t *testing.T, what string, c <-chan struct{}) {
	t.Helper()
	for range 500 {
		runtime.GC()
		runtime.Gosched() // cleanups run in a goroutine of their own
		select {
		case <-c:
			return
		default:
		}
	}
	t.Errorf("%s is still reachable", what)
}

// largeWaker has an allocation of its own: small ones share theirs, and live as long
// as the last of them.
type largeWaker struct {
	counter
	_ [64]byte
}

// watchedWaker is a waker, and a channel that is closed when it has been collected.
func watchedWaker() (Waker, <-chan struct{}) {
	c := make(chan struct{})
	w := new(largeWaker)
	runtime.AddCleanup(w, func(c chan struct{}) { close(c) }, c)
	return w, c
}

func TestForgetDropsWakers(t *testing.T) {
	var sink WakeSink
	a, goneA := watchedWaker()
	b, goneB := watchedWaker()
	sink.Register(a)
	sink.Source().Notify()
	sink.Register(b)
	a, b = nil, nil
	sink.Forget()
	collected(t, "the older waker", goneA)
	collected(t, "the newer waker", goneB)
	if sink.Registered() {
		t.Error("still registered")
	}
	runtime.KeepAlive(&sink)
}

// A waker that is being copied while the sink forgets goes with the next call.
func TestForgetDuringNotify(t *testing.T) {
	testenv.Limit(t)
	calls := map[string]func(s *WakeSink){
		"Register":   func(s *WakeSink) { s.Register(new(counter)) },
		"Unregister": func(s *WakeSink) { s.Unregister() },
		"Forget":     func(s *WakeSink) { s.Forget() },
		"Poll":       func(s *WakeSink) { s.Poll(new(counter), func() bool { return true }) },
		"Wait":       func(s *WakeSink) { s.Wait(context.Background(), func() bool { return true }) },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			var sink WakeSink
			w, gone := watchedWaker()
			sink.Register(w)
			h := takeLock(t, &sink)
			sink.Forget()
			if sink.newest&rest == 0 || sink.slots[h.now&protocol.Index].Get() != w {
				t.Fatal("Forget wrote the slot that a notifier is reading")
			}
			// While it is being copied, the sink goes on with another waker.
			var other counter
			sink.Register(&other)
			sink.Register(&other)
			sink.Unregister()
			h.release()
			h.w, w = nil, nil
			call(&sink)
			collected(t, "the waker", gone)
			runtime.KeepAlive(&sink)
		})
	}
}

func TestForgetDropsWaits(t *testing.T) {
	testenv.Limit(t)
	never := func() bool { return false }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var sink WakeSink
	sink.Ready(never)
	sink.WaitTimeout(1, never)
	sink.parkUntilWatched(ctx)
	if !sink.watched() || sink.signal == nil || sink.parker.t == nil {
		t.Fatal("nothing to forget")
	}
	hook := sink.watch.hook
	gone := make(chan struct{})
	runtime.AddCleanup(sink.parker, func(c chan struct{}) { close(c) }, gone)
	sink.Forget()
	if hook.stop.Load() != nil {
		t.Error("Forget left it to the garbage collector to take the hook off the context")
	}
	hook = nil
	collected(t, "the parker", gone)
	if sink.watch != nil || sink.parker != nil || sink.signal != nil {
		t.Error("Forget left something")
	}
}
