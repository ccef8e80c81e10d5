package diatomic

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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

// A context is watched from the wait on that watchFrom says, and not before; and a foreign
// one never is.
func TestWatchFrom(t *testing.T) {
	var s WakeSink
	for range 2 { // the second context is a new one
		ctx, cancel := context.WithCancel(context.Background())
		for i := 1; i <= watchFrom+2; i++ {
			s.parkOnce(ctx)
			if s.watched() != (i >= watchFrom) {
				t.Errorf("wait %d in a row: watched is %t", i, s.watched())
			}
		}
		cancel()
	}
	foreign := testenv.NewOwn()
	for range 2 * watchFrom {
		s.parkOnce(foreign)
		if s.watched() {
			t.Error("a foreign context is watched")
		}
	}
}

// Two waits at once are noticed, whichever of the two sleeps in which way, and even if the
// second began before the first fell asleep. The first is not disturbed.
func TestSecondWaitBeganFirst(t *testing.T) {
	for _, cancellable := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		synctest.Test(t, func(t *testing.T) {
			var s WakeSink
			ctxs := [2]context.Context{context.Background(), context.Background()}
			for i, yes := range cancellable {
				if yes {
					ctxs[i] = t.Context()
				}
			}
			ok, looking, goOn := make(chan struct{}), make(chan struct{}), make(chan struct{})
			holds := func() bool {
				select {
				case <-ok:
					return true
				default:
					return false
				}
			}
			refused := make(chan bool)
			go func() {
				defer func() { refused <- recover() != nil }()
				looks := 0
				s.Wait(ctxs[0], func() bool {
					if looks++; looks == 1 {
						close(looking)
						<-goOn
					}
					return holds()
				})
			}()
			<-looking
			first := make(chan any)
			go func() {
				defer func() { first <- recover() }()
				s.Wait(ctxs[1], holds)
			}()
			synctest.Wait()
			close(goOn)
			if !<-refused {
				t.Error("the second wait wasn't refused")
			}
			close(ok)
			s.Source().Notify()
			if r := <-first; r != nil {
				t.Errorf("the first wait panicked: %v", r)
			}
		})
	}
}

// The values of a context may lead to the sink that watches it. When the context is done, it
// must not keep the sink alive through the watch.
func TestContextLeadsToSink(t *testing.T) {
	for _, when := range []string{"cancelled", "cancelled before", "forgotten", "watched, cancelled", "watched, forgotten"} {
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

// A second wait, refused or not, does the first no harm: neither its registration, nor its timer, nor its
// watch.
func TestSecondWaitIsHarmless(t *testing.T) {
	never := func() bool { return false }
	always := func() bool { return true }
	dead, kill := context.WithCancel(context.Background())
	kill()
	seconds := map[string]func(s *WakeSink){
		"WaitTimeout":          func(s *WakeSink) { s.WaitTimeout(time.Hour, never) },
		"WaitTimeout, no time": func(s *WakeSink) { s.WaitTimeout(0, never) },
		"Wait, holds":          func(s *WakeSink) { s.Wait(context.Background(), always) },
		"Wait, cancelled":      func(s *WakeSink) { s.Wait(dead, never) },
		"Wait, other context": func(s *WakeSink) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			s.Wait(ctx, never)
		},
	}
	firsts := map[string]func(ctx context.Context, s *WakeSink, ready func() bool) bool{
		"timer": func(_ context.Context, s *WakeSink, ready func() bool) bool {
			return s.WaitTimeout(time.Minute, never) == false
		},
		"context": func(ctx context.Context, s *WakeSink, ready func() bool) bool {
			return s.Wait(ctx, never) == context.DeadlineExceeded
		},
		"registration": func(_ context.Context, s *WakeSink, ready func() bool) bool {
			return s.Wait(context.Background(), ready) == nil
		},
	}
	for second, disturb := range seconds {
		for first, wait := range firsts {
			t.Run(first+", disturbed by "+second, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var s WakeSink
					ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
					defer cancel()
					ok := make(chan struct{})
					done := make(chan bool)
					go func() {
						done <- wait(ctx, &s, func() bool {
							select {
							case <-ok:
								return true
							default:
								return false
							}
						})
					}()
					synctest.Wait()
					func() {
						defer func() {
							if recover() == nil {
								t.Error("the second wait wasn't refused")
							}
						}()
						disturb(&s)
					}()
					if first == "registration" {
						close(ok)
						s.Source().Notify()
					}
					if !<-done {
						t.Error("the first wait ended otherwise")
					}
				})
			})
		}
	}
}

// A timer that fires before the time is over, by the clock that the wait reads, is armed
// again: nothing else would end the wait.
func TestTimerFiresEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s WakeSink
		for range 2 {
			start := time.Now()
			looks := 0
			time.AfterFunc(time.Second, s.Source().Notify)
			if s.WaitTimeout(time.Minute, func() bool {
				if looks++; looks == 3 { // the timer is armed
					s.parker.t.Stop()
					s.parker.ring()
				}
				return false
			}) || time.Since(start) != time.Minute {
				t.Errorf("over after %v", time.Since(start))
			}
		}
	})
}
