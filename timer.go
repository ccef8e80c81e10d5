package diatomic

import "time"

// timer is a parker's timer: made when first armed, reused from then on.
type timer struct {
	t     *time.Timer
	start time.Time // when it was armed last
	armed bool
}

// arm makes the timer wake p in d.
func (p *parker) arm(d time.Duration) {
	p.start, p.armed = time.Now(), true
	if p.t == nil {
		p.t = time.AfterFunc(d, p.Wake)
	} else {
		p.t.Reset(d)
	}
}

// over reports whether d has passed since the timer was armed.
func (t *timer) over(d time.Duration) bool { return time.Since(t.start) >= d }

// disarm may come too late for a Wake, which the next park then finds.
func (t *timer) disarm() {
	t.armed = false
	t.t.Stop()
}
