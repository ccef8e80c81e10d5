package event

import (
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// timer is the timer of a place. It is made when first armed, and reused from then on. It
// may fire late, when another waiter has the place: that waiter finds that it isn't
// notified, and sleeps again.
type timer struct {
	t     *time.Timer
	start time.Time   // when the wait began
	armed bool        // in this wait
	rang  atomic.Bool // the timer has fired, perhaps for an earlier wait
}

// arm makes the timer wake the waiter when d has passed since arm was first called in
// this wait.
func (p *place) arm(d time.Duration) {
	t := p.timer
	if t == nil {
		// No other goroutine has looked at the state without the lock so far: see set.
		t = new(timer)
		p.timer = t
	}
	switch {
	case !t.armed:
		t.start, t.armed = time.Now(), true
	case t.rang.Load():
		// The timer fired, but the time isn't over: the timer fired for an earlier wait,
		// or its clock is ahead of the one that over reads.
		d -= time.Since(t.start)
	default:
		return
	}
	// Must come before the timer is set: later, this store could hide that it has fired.
	t.rang.Store(false)
	if t.t == nil {
		t.t = time.AfterFunc(d, p.ring)
	} else {
		t.t.Reset(d)
	}
}

// ring wakes the waiter, or keeps it from falling asleep, if its place is in line.
func (p *place) ring() {
	// Must come before the waiter is woken: it looks at rang after that.
	p.timer.rang.Store(true)
	for { //interleave:checkpoint
		s := p.state.Load()
		if s == idle || s == stirred || s == notified {
			return // it doesn't sleep, and looks before it does
		}
		// Pairs with the CompareAndSwaps in commit and await, which fail from now on, and
		// with the Swap in notify. Only one of the two may make a parked goroutine run.
		if p.state.CompareAndSwap(s, stirred) {
			switch s {
			case parked:
				seam.Ready(p.g.Get())
			case asleep:
				p.rouse()
			}
			return
		}
	}
}

// over reports whether d has passed since the timer was armed.
func (t *timer) over(d time.Duration) bool { return t.armed && time.Since(t.start) >= d }

// disarm may come too late to keep the timer from firing.
func (t *timer) disarm() {
	if t.armed {
		t.armed = false
		t.t.Stop()
	}
}
