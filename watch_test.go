package diatomic

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// stream is stored in its own context, as connections and streams often are.
type stream struct {
	ctx  context.Context
	sink WakeSink
	_    [64]byte
}

// parkOnce makes a wait park under ctx, and be woken by itself.
func (s *WakeSink) parkOnce(ctx context.Context) error {
	calls := 0
	return s.Wait(ctx, func() bool {
		if calls++; calls == 2 {
			s.Source().Notify()
		}
		return calls == 3
	})
}

// parkUntilWatched makes the sink watch ctx, if it may.
func (s *WakeSink) parkUntilWatched(ctx context.Context) {
	for range watchFrom {
		s.parkOnce(ctx)
	}
}

// watched reports whether the sink watches a context.
func (s *WakeSink) watched() bool { return s.watch != nil && s.watch.hook != nil }

// The values of a context may lead to the sink that watches it. When the context is done,
// it must not keep the sink alive through the watch.
func TestContextLeadsToSink(t *testing.T) {
	testenv.Limit(t)
	for _, when := range []string{
		"cancelled", "cancelled before", "forgotten", "watched, cancelled", "watched, forgotten",
	} {
		t.Run(when, func(t *testing.T) {
			gone := make(chan struct{})
			func() {
				s := new(stream)
				runtime.AddCleanup(s, func(c chan struct{}) { close(c) }, gone)
				ctx, cancel := context.WithCancelCause(context.Background())
				s.ctx = context.WithValue(ctx, "stream", s) //lint:ignore SA1029 nobody else sees it
				if when == "cancelled before" {
					cancel(nil)
				}
				s.sink.parkOnce(s.ctx)
				if strings.HasPrefix(when, "watched") {
					s.sink.parkUntilWatched(s.ctx)
					if !s.sink.watched() {
						t.Fatal("not watched")
					}
				}
				if strings.HasSuffix(when, "forgotten") {
					s.sink.Forget()
					runtime.KeepAlive(&cancel) // ctx is never cancelled
				} else {
					cancel(nil)
				}
			}()
			collected(t, "the stream", gone)
		})
	}
}

// A context that lives on keeps neither an idle sink alive nor, once that is collected,
// its parker.
func TestContextDoesNotPinSink(t *testing.T) {
	testenv.Limit(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	goneSink, goneParker := make(chan struct{}), make(chan struct{})
	func() {
		sink := new(WakeSink)
		sink.parkUntilWatched(ctx)
		if !sink.watched() {
			t.Fatal("no watch on the context")
		}
		runtime.AddCleanup(sink, func(c chan struct{}) { close(c) }, goneSink)
		runtime.AddCleanup(sink.parker, func(c chan struct{}) { close(c) }, goneParker)
	}()
	collected(t, "the sink", goneSink)
	collected(t, "the parker", goneParker)
}

// Another context takes the place of the one that was watched.
func TestOtherContextReleasesWatch(t *testing.T) {
	testenv.Limit(t)
	var sink WakeSink
	gone := make(chan struct{})
	parent, cancelParent := context.WithCancel(context.Background())
	defer cancelParent()
	func() {
		value := new([64]byte)
		runtime.AddCleanup(value, func(c chan struct{}) { close(c) }, gone)
		sink.parkUntilWatched(context.WithValue(parent, "value", value)) //lint:ignore SA1029 nobody else sees it
	}()
	if !sink.watched() {
		t.Fatal("no watch on the older context")
	}
	other, cancel := context.WithCancel(context.Background())
	defer cancel()
	sink.parkOnce(other)
	collected(t, "the older context", gone)
	sink.parkUntilWatched(other)
	if sink.watch.done != other.Done() || !sink.watched() {
		t.Error("the watch is not on the newer context")
	}
}

// sleepsOn makes a wait sleep under ctx, and returns the waker that it sleeps on.
func (s *WakeSink) sleepsOn(ctx context.Context) (w Waker) {
	calls := 0
	s.Wait(ctx, func() bool {
		if calls++; calls == 2 {
			w = s.cached()
			s.Source().Notify()
		}
		return calls == 3
	})
	return w
}

// A context is watched from the wait on that watchFrom says, and not before; and a
// foreign one never is. A wait under a context that is watched is on the parker, any
// other one in a select.
func TestWatchFrom(t *testing.T) {
	testenv.Limit(t)
	if watchFrom != 8 {
		t.Errorf("a context is watched that comes for the %dth time; the documentation says for the eighth", watchFrom)
	}
	var s WakeSink
	for range 2 { // the second context is a new one
		ctx, cancel := context.WithCancel(context.Background())
		for i := 1; i <= watchFrom+2; i++ {
			w := s.sleepsOn(ctx)
			if s.watched() != (i >= watchFrom) {
				t.Errorf("wait %d in a row: watched is %t", i, s.watched())
			}
			if parks := w == Waker(s.parker); parks != s.watched() {
				t.Errorf("wait %d in a row: parks is %t", i, parks)
			}
		}
		cancel()
	}
	foreign := testenv.NewOwn()
	for range 2 * watchFrom {
		if w := s.sleepsOn(foreign); s.watched() || w != (wakeSignal{s.signal}) {
			t.Error("a foreign context is watched")
		}
	}
}

// Only waits that get past the first look count, and those under a context that can't be
// cancelled don't interrupt the row.
func TestWatchCounts(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	other, cancelOther := context.WithCancel(context.Background())
	defer cancelOther()
	always := func() bool { return true }
	for _, test := range []struct {
		name    string
		between func(s *WakeSink)
		watched bool // from the next wait on
	}{
		{"nothing", func(s *WakeSink) {}, true},
		{"no limit", func(s *WakeSink) { s.parkOnce(context.Background()) }, true},
		{"a time-out", func(s *WakeSink) { s.WaitTimeout(1, func() bool { return false }) }, true},
		{"a first look", func(s *WakeSink) { s.Wait(other, always) }, true},
		{"another context", func(s *WakeSink) { s.parkOnce(other) }, false},
	} {
		var s WakeSink
		for range watchFrom - 1 {
			s.parkOnce(ctx)
		}
		for range watchFrom {
			s.Wait(ctx, always)
		}
		if s.watched() {
			t.Errorf("%s: waits that needn't sleep count", test.name)
		}
		test.between(&s)
		s.parkOnce(ctx)
		if s.watched() != test.watched {
			t.Errorf("%s in between: watched is %t", test.name, s.watched())
		}
	}
}

// Waits under contexts that come less often than watchFrom says allocate nothing, and a
// watch allocates once for each context.
func TestWatchAllocations(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	for waits, most := range map[int]float64{1: 0, watchFrom - 1: 0, watchFrom: 10, 3 * watchFrom: 10} {
		const contexts = 101
		var ctxs [contexts]context.Context
		for i := range ctxs {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			ctx.Done() // makes the channel
			ctxs[i] = ctx
		}
		var s WakeSink
		i := 0
		if n := testing.AllocsPerRun(contexts-1, func() {
			for range waits {
				s.parkOnce(ctxs[i])
			}
			i++
		}); n > most {
			t.Errorf("%v allocations for %d waits under a context, want at most %v", n, waits, most)
		}
	}
}
