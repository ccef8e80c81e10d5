package diatomic

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
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

// The values of a context may lead to the sink that watches it. When the context is done, it
// must not keep the sink alive through the watch.
func TestContextLeadsToSink(t *testing.T) {
	for _, when := range []string{"cancelled", "cancelled before", "forgotten"} {
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
				if when == "forgotten" {
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

// hostileContext panics when it is to be watched.
type hostileContext struct {
	context.Context
	done chan struct{}
}

func (c hostileContext) Done() <-chan struct{}               { return c.done }
func (c hostileContext) Err() error                          { return nil }
func (c hostileContext) AfterFunc(func()) (stop func() bool) { panic("mine") }

// A panic on the way to another watch leaves none that is dead and taken for alive.
func TestWatchPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s WakeSink
		ctx, cancel := context.WithCancel(context.Background())
		if err := s.parkOnce(ctx); err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if r := recover(); r != "mine" {
					t.Errorf("recovered %v", r)
				}
			}()
			s.Wait(hostileContext{context.Background(), make(chan struct{})}, func() bool { return false })
		}()
		if s.state.Load()&registered != 0 {
			t.Error("still registered")
		}
		time.AfterFunc(time.Second, cancel)
		if err := s.Wait(ctx, func() bool { return false }); err != context.Canceled {
			t.Errorf("Wait returned %v", err)
		}
	})
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
