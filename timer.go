package diatomic

import (
	"sync/atomic"
	"time"
)

// timer is a parker's timer. It is made when first armed, and reused from then on.
type timer struct {
	t     *time.Timer
	start time.Time   // when the wait began
	armed bool        // in this wait
	rang  atomic.Bool // the timer has fired, perhaps for an earlier wait
}

// arm makes the timer wake p when d has passed since arm was first called in this wait.
func (p *parker) arm(d time.Duration) {
	switch {
	case !p.armed:
		p.start, p.armed = time.Now(), true
	case p.rang.Load():
		// The timer fired, but the time isn't over: the timer fired for an earlier wait,
		// or its clock is ahead of the one that over reads.
		d -= time.Since(p.start)
	default:
		return
	}
	// Must come before the timer is set: later, this store could hide that it has fired.
	p.rang.Store(false)
	if p.t == nil {
		p.t = time.AfterFunc(d, p.ring)
	} else {
		p.t.Reset(d)
	}
}

func (p *parker) ring() {
	// Must come before the Wake: the parker looks at rang after it.
	p.rang.Store(true)
	p.Wake()
}

// over reports whether d has passed since the timer was armed.
func (t *timer) over(d time.Duration) bool { return t.armed && time.Since(t.start) >= d }

// disarm may come too late to prevent a Wake, which the next park then finds.
func (t *timer) disarm() {
	t.armed = false
	t.t.Stop()
}
