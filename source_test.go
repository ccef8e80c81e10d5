package diatomic

import (
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestNotifyStates compares Notify with the transition functions in every state: above
// all its inlined path, which spells out protocol.Wanted to stay within the inliner's
// budget.
func TestNotifyStates(t *testing.T) {
	for s := range uint32(32) {
		if !protocol.Legal(s) {
			continue
		}
		var w [2]counter
		var sink WakeSink
		for i := range w {
			sink.slots[i].Set(&w[i])
		}
		sink.state.Store(s)
		sink.Source().Notify()

		var wakes [2]int32
		want, v := protocol.OnNotify(s)
		if v == protocol.Read {
			wakes[want&protocol.Index]++
			want, _ = protocol.OnRelease(want)
		}
		if got := sink.state.Load(); got != want {
			t.Errorf("in %s, Notify leaves %s, want %s", protocol.Spell(s), protocol.Spell(got), protocol.Spell(want))
		}
		for i := range w {
			if got := w[i].n.Load(); got != wakes[i] {
				t.Errorf("in %s, slot %d was woken %d times, want %d", protocol.Spell(s), i, got, wakes[i])
			}
		}
	}
}

type counter struct{ n atomic.Int32 }

func (c *counter) Wake() { c.n.Add(1) }

func (c *counter) want(t *testing.T, n int32) {
	t.Helper()
	if got := c.n.Load(); got != n {
		t.Errorf("woken %d times, want %d", got, n)
	}
}

// diatomic-waker 0.2.3 has six faults, none of which may show here. The second one is
// tested in wait_test.go, and the sixth in forget_test.go.

// Fault 1: a waker that panics leaves the lock set, and later wake-ups are lost.
func TestPanickingWaker(t *testing.T) {
	var sink WakeSink
	sink.Register(WakerFunc(func() { panic("mine") }))
	func() {
		defer func() {
			if r := recover(); r != "mine" {
				t.Errorf("Notify ended with %v, want the waker's own panic", r)
			}
		}()
		sink.Source().Notify()
	}()
	var w counter
	sink.Register(&w)
	sink.Source().Notify()
	w.want(t, 1)
}

func TestExitingWaker(t *testing.T) {
	testenv.Limit(t)
	var sink WakeSink
	sink.Register(WakerFunc(runtime.Goexit))
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		sink.Source().Notify()
	}()
	<-gone
	var w counter
	sink.Register(&w)
	sink.Source().Notify()
	w.want(t, 1)
}

// Fault 3: a notifier that is stalled inside Wake holds back another's notification.
func TestStalledWaker(t *testing.T) {
	testenv.Limit(t)
	var sink WakeSink
	stalled, goOn, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	sink.Register(WakerFunc(func() {
		close(stalled)
		<-goOn
	}))
	go func() {
		defer close(done)
		sink.Source().Notify()
	}()
	<-stalled
	var w counter
	sink.Register(&w)
	sink.Source().Notify()
	w.want(t, 1)
	close(goOn)
	<-done
	w.want(t, 1)
}

// holder is a notifier that a test stops between taking the lock and giving it back. The
// model checker does the same to the real one, at every step.
type holder struct {
	s   *WakeSink
	w   Waker
	now uint32
}

func takeLock(t *testing.T, s *WakeSink) holder {
	next, v := protocol.OnNotify(s.state.Load())
	if v != protocol.Read {
		t.Fatalf("no lock to take in %s", protocol.Spell(s.state.Load()))
	}
	s.state.Store(next)
	return holder{s, s.slots[next&protocol.Index].Get(), next}
}

// release does what is left of Notify, and returns how many slots it read on the way.
func (h holder) release() (rounds int) {
	for {
		next, v := protocol.OnRelease(h.s.state.Load())
		h.s.state.Store(next)
		if v == protocol.Wake {
			h.w.Wake()
			return rounds
		}
		h.w = h.s.slots[next&protocol.Index].Get()
		rounds++
	}
}

// Fault 4: registering again keeps a stale NOTIFY, which costs one wake-up too many.
func TestStaleNotify(t *testing.T) {
	var a, b counter
	for _, again := range []struct {
		name     string
		register func(s *WakeSink)
	}{
		{"new waker", func(s *WakeSink) { s.Register(&b) }},
		{"unregister and new waker", func(s *WakeSink) { s.Unregister(); s.Register(&b) }},
		{"unregister and same waker", func(s *WakeSink) { s.Unregister(); s.Register(&a) }},
	} {
		t.Run(again.name, func(t *testing.T) {
			a.n.Store(0)
			b.n.Store(0)
			var sink WakeSink
			sink.Register(&a)
			h := takeLock(t, &sink) // has the first registration
			sink.Register(&a)
			sink.Source().Notify() // sets NOTIFY for the second one
			if sink.state.Load()&protocol.Notify == 0 {
				t.Fatal("NOTIFY isn't set")
			}
			again.register(&sink)
			h.release()
			a.want(t, 1)
			b.want(t, 0)
			if sink.state.Load()&protocol.Registered == 0 {
				t.Error("the new registration was spent on an old notification")
			}
		})
	}
}

// Fault 5: the lock holder serves any number of wake-ups inside one Notify.
func TestOneWakePerNotify(t *testing.T) {
	var a, b counter
	var sink WakeSink
	sink.Register(&a)
	h := takeLock(t, &sink)
	sink.Register(&b)
	sink.Source().Notify()
	if rounds := h.release(); rounds != 1 {
		t.Errorf("the holder went round %d times, want 1", rounds)
	}
	a.want(t, 0) // the sink had moved on
	b.want(t, 1)

	// With the same waker, without a second round.
	sink.Register(&b)
	h = takeLock(t, &sink)
	sink.Register(&b)
	sink.Source().Notify()
	if rounds := h.release(); rounds != 0 {
		t.Errorf("the holder went round %d times, want 0", rounds)
	}
	b.want(t, 2)
	if s := sink.state.Load(); s&(protocol.Registered|protocol.Locked|protocol.Notify) != 0 {
		t.Errorf("left in state %s", protocol.Spell(s))
	}
}

// A waker may notify and register from inside Wake.
func TestReentrantWaker(t *testing.T) {
	var sink WakeSink
	var last counter
	n := 0
	var w Waker
	w = WakerFunc(func() {
		if n++; n < 5 {
			sink.Register(w)
		} else {
			sink.Register(&last)
		}
		sink.Source().Notify()
	})
	sink.Register(w)
	sink.Source().Notify()
	if n != 5 {
		t.Errorf("woken %d times, want 5", n)
	}
	last.want(t, 1)
}
