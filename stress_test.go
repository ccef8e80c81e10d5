package diatomic_test

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

var stress = flag.Duration("stress", 100*time.Millisecond, "how long each stress test runs")

// TestStress: many producers hand out tokens and one consumer takes them, by each way of
// waiting. A lost wake-up leaves tokens that nobody takes: the test hangs, and its
// limit shows the parked consumer.
func TestStress(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel) // after the parallel tests
	waits := map[string]func(s *diatomic.WakeSink, ready func() bool){
		"Wait": func(s *diatomic.WakeSink, ready func() bool) { s.Wait(context.Background(), ready) },
		"Wait cancellable": func(s *diatomic.WakeSink, ready func() bool) {
			if s.Wait(ctx, ready) != nil {
				panic("an error from a context that isn't cancelled")
			}
		},
		"Wait cancelled": func(s *diatomic.WakeSink, ready func() bool) {
			for {
				ctx, cancel := context.WithCancel(ctx)
				cancelled := make(chan struct{})
				go func() {
					cancel()
					close(cancelled)
				}()
				err := s.Wait(ctx, ready)
				<-cancelled
				if err == nil {
					return
				}
				if s.Registered() {
					panic("cancelled, and still registered")
				}
			}
		},
		"WaitTimeout": func(s *diatomic.WakeSink, ready func() bool) {
			for !s.WaitTimeout(time.Microsecond, ready) {
			}
		},
		"Ready": func(s *diatomic.WakeSink, ready func() bool) {
			for !ready() {
				<-s.Ready(ready)
			}
		},
		"Poll": func(s *diatomic.WakeSink, ready func() bool) {
			// Another waker each time, and some spurious polls.
			for {
				woken := make(chan struct{}, 1)
				w := diatomic.WakerFunc(func() {
					select {
					case woken <- struct{}{}:
					default:
					}
				})
				for range 2 {
					if s.Poll(w, ready) {
						return
					}
				}
				<-woken
			}
		},
		"Forget": func(s *diatomic.WakeSink, ready func() bool) {
			s.Forget()
			s.Wait(context.Background(), ready)
			s.Forget()
		},
	}
	for name, wait := range waits {
		for _, producers := range []int{1, 2, 7} {
			t.Run(fmt.Sprintf("%s, %d producers", name, producers), func(t *testing.T) {
				t.Parallel()
				testenv.LimitAfter(t, *stress)
				tokens(t, producers, wait)
			})
		}
	}
}

func tokens(t *testing.T, producers int, wait func(s *diatomic.WakeSink, ready func() bool)) {
	var sink diatomic.WakeSink
	var made, live atomic.Int64
	live.Store(int64(producers))
	end := time.Now().Add(*stress)
	for range producers {
		go func() {
			src := sink.Source()
			for i := 0; time.Now().Before(end); i++ {
				made.Add(1)
				src.Notify()
				if i%16 == 0 {
					src.Notify() // a spurious one
					runtime.Gosched()
				}
			}
			live.Add(-1)
			src.Notify()
		}()
	}
	var taken, waits int64
	for {
		var over bool
		wait(&sink, func() bool {
			over = live.Load() == 0
			return over || made.Load() > taken
		})
		waits++
		taken = made.Load()
		if over {
			break
		}
	}
	t.Logf("%d tokens in %d waits", taken, waits)
	if sink.Registered() {
		t.Error("registered at the end")
	}
}
