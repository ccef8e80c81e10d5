package diatomic

import (
	"sync/atomic"
	"time"
)

// timer is a parker's timer: made when first armed, reused from then on.
type timer struct {
	t     *time.Timer
	start time.Time   // when the wait began
	armed bool        // since then
	rang  atomic.Bool // it has fired, perhaps for an earlier wait
}

// arm sees to it that the timer wakes p when d has passed since it was first called in
// this wait.
func (p *parker) arm(d time.Duration) {
	switch {
	case !p.armed:
		p.start, p.armed = time.Now(), true
	case p.rang.Load():
		// It fired, but the time is not over: the firing was that of an earlier wait, or
		// the timer's clock is ahead of the one that over reads.
		d -= time.Since(p.start)
	default:
		return
	}
	// Before the timer is set. Done later, this could hide that it has fired.
	p.rang.Store(false)
	if p.t == nil {
		p.t = time.AfterFunc(d, p.ring)
	} else {
		p.t.Reset(d)
	}
}

func (p *parker) ring() {
	// Before the Wake: the parker looks at it afterwards.
	p.rang.Store(true)
	p.Wake()
}

// over reports whether d has passed since the timer was armed.
func (t *timer) over(d time.Duration) bool { return t.armed && time.Since(t.start) >= d }

// disarm may come too late for a Wake, which the next park then finds.
func (t *timer) disarm() {
	t.armed = false
	t.t.Stop()
}
