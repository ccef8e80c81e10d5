package diatomic

import "time"

// timer is a parker's timer: made when first armed, reused from then on.
type timer struct{ t *time.Timer }

// arm makes the timer wake p in d.
func (p *parker) arm(d time.Duration) {
	if p.t == nil {
		p.t = time.AfterFunc(d, p.Wake)
	} else {
		p.t.Reset(d)
	}
}

// disarm may come too late for a Wake, which the next park then finds.
func (t *timer) disarm() {
	if t.t != nil {
		t.t.Stop()
	}
}
