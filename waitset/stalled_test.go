package waitset

import (
	"context"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
)

// stall makes a source ready as a notifier does that is descheduled before it tells the
// consumer.
func stall(s Source) {
	n := s.node
	n.state.Store(queued)
	n.next.Set(n.line.top.Load())
	n.line.top.Store(n)
}

// A notifier wakes the consumer itself, and doesn't rely on the one that was there first.
func TestStalledNotifier(t *testing.T) {
	var set Set[string]
	a, b := set.Add("a"), set.Add("b")
	woken := 0
	w := diatomic.WakerFunc(func() { woken++ })
	if v, ok := set.Poll(w); ok {
		t.Errorf("got %q", v)
	}
	stall(a)
	b.Notify()
	if woken != 1 {
		t.Errorf("woken %d times", woken)
	}
	for _, want := range []string{"a", "b"} {
		if v, ok := set.Poll(w); v != want || !ok {
			t.Errorf("got %q, %t, want %q", v, ok, want)
		}
	}
}

// A call that waits and gives a source leaves nothing registered, not even by an earlier
// Poll; but Try leaves that in place. Only a notifier that is stalled can have left it
// there until then.
func TestRegistrationAfterwards(t *testing.T) {
	for name, test := range map[string]struct {
		take  func(s *Set[string], w diatomic.Waker) (string, bool)
		stays bool
	}{
		"Poll": {func(s *Set[string], w diatomic.Waker) (string, bool) { return s.Poll(w) }, false},
		"Wait": {func(s *Set[string], w diatomic.Waker) (string, bool) {
			v, err := s.Wait(context.Background())
			return v, err == nil
		}, false},
		"WaitTimeout": {func(s *Set[string], w diatomic.Waker) (string, bool) {
			return s.WaitTimeout(time.Hour)
		}, false},
		"Try": {func(s *Set[string], w diatomic.Waker) (string, bool) { return s.Try() }, true},
	} {
		var set Set[string]
		a, b := set.Add("a"), set.Add("b")
		woken := 0
		w := diatomic.WakerFunc(func() { woken++ })
		set.Poll(w)
		stall(a)
		if v, ok := test.take(&set, w); v != "a" || !ok {
			t.Errorf("%s: got %q, %t", name, v, ok)
		}
		b.Notify()
		if (woken > 0) != test.stays {
			t.Errorf("%s: the waker of the Poll before it was woken %d times", name, woken)
		}
	}
}
