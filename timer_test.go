package diatomic

import (
	"testing"
	"testing/synctest"
	"time"
)

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

// A wait that is over before its time leaves no timer armed.
func TestTimerStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s WakeSink
		for range 2 {
			looks := 0
			time.AfterFunc(time.Second, s.Source().Notify)
			if !s.WaitTimeout(time.Minute, func() bool { looks++; return looks == 3 }) {
				t.Error("timed out")
			}
			if s.parker.t.Stop() {
				t.Error("the timer is still armed")
			}
		}
	})
}
