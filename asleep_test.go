package diatomic

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// A wait sees a goroutine that is parked even if the plain flags that say so are lost, as
// they may be when two goroutines write them at once. It leaves the registration alone.
func TestParkedIsSeen(t *testing.T) {
	if !seam.CanPark {
		t.Skip("the portable parker can't be asked")
	}
	synctest.Test(t, func(t *testing.T) {
		var s WakeSink
		var ok atomic.Bool
		done := make(chan error)
		go func() { done <- s.Wait(context.Background(), ok.Load) }()
		synctest.Wait()
		s.newest &^= asleep | inWait
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the second wait wasn't refused")
				}
			}()
			s.WaitTimeout(1, func() bool { return false })
		}()
		if !s.Registered() {
			t.Error("the second wait has taken the registration of the first")
		}
		ok.Store(true)
		s.Source().Notify()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
