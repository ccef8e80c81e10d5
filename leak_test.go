package diatomic_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// The profile that looks for leaked goroutines, where the toolchain has it, goes over a
// parked one without harm, and doesn't call it leaked while its sink is in use.
func TestGoroutineLeakProfile(t *testing.T) {
	profile := testenv.LeakProfile(t)
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := consumer(func() error { return s.Wait(context.Background(), ok.Load) })
		if err := profile.WriteTo(io.Discard, 0); err != nil {
			t.Error(err)
		}
		ok.Store(true)
		s.Source().Notify()
		if err := <-c; err != nil {
			t.Error(err)
		}
	})
}

// Which waits the profile reports when nothing refers to the sink any more. The runtime
// tells from a goroutine's wait queue entries what it waits for. A goroutine that the
// runtime parks for this package has none, and then counts as one that may go on. If this
// test fails with a newer Go, the sections "Build tags" of this package and "Waiting" of
// mpsc must change.
func TestGoroutineLeakProfileOfWaits(t *testing.T) {
	never := func() bool { return false }
	testenv.TestLeaks(t,
		testenv.Leak{Name: "Wait", Seen: !seam.CanPark, Block: func() {
			var s diatomic.WakeSink
			s.Wait(context.Background(), never)
		}},
		testenv.Leak{Name: "Wait under a new context", Seen: true, Block: func() {
			var s diatomic.WakeSink
			s.Wait(testenv.NewOwn(), never)
		}},
		// What could still wake these two, a watch and a timer, refers to the parker.
		testenv.Leak{Name: "Wait under a watched context", Seen: false, Block: func() {
			var s diatomic.WakeSink
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			for range 8 {
				looks := 0
				s.Wait(ctx, func() bool {
					if looks++; looks == 2 {
						s.Source().Notify()
					}
					return looks == 3
				})
			}
			s.Wait(ctx, never)
		}},
		testenv.Leak{Name: "WaitTimeout", Seen: false, Block: func() {
			var s diatomic.WakeSink
			s.WaitTimeout(24*time.Hour, never)
		}},
	)
}
