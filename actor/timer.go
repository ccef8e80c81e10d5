package actor

import (
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Timer sends an actor messages when their time comes. It comes from [Context.After] or
// [Context.Every].
type Timer struct {
	when   time.Time
	number uint64 // of timers that are due at the same moment, the one that was made first
	period time.Duration
	send   func(w *worker) bool // reports whether the actor is still there
	off    atomic.Bool
	of     *timers
}

// Stop has the timer send nothing more, and reports whether it was still to send
// something. A message that it has sent already may be in the mailbox, and one of Every
// may be on its way there. A Timer keeps its actor alive until it is due, even if the
// actor has stopped: stop those first that are due much later.
func (t *Timer) Stop() bool {
	if t.of == nil {
		panic("actor: Stop of a Timer that After or Every hasn't made")
	}
	if t.off.Swap(true) {
		return false
	}
	t.of.forget(t)
	return true
}

// timers are those that the actors of a worker have started: a heap, and an alarm for the
// first. The alarm puts a task into the injection queue, so that a worker sends what is
// due, in its order.
type timers struct {
	task   task
	system *System

	mu    seam.Mutex
	heap  []*Timer    // mu
	alarm *time.Timer // mu
	due   []*Timer    // of run
	busy  bool        // mu: the alarm has fired, and run has not ended since
	stale int         // mu: how many in the heap are off
	ended bool        // mu
}

func (t *Timer) before(u *Timer) bool {
	if c := t.when.Compare(u.when); c != 0 {
		return c < 0
	}
	return t.number < u.number
}

func (ts *timers) start(d, period time.Duration, send func(w *worker) bool) *Timer {
	t := &Timer{when: time.Now().Add(d), number: ts.system.nextTimer.Add(1), period: period, send: send, of: ts}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.ended {
		t.off.Store(true)
		return t
	}
	ts.push(t)
	if ts.heap[0] == t && !ts.busy {
		ts.arm()
	}
	return t
}

// arm sets the alarm for the first timer. The caller holds the lock.
func (ts *timers) arm() {
	d := max(0, time.Until(ts.heap[0].when))
	if ts.alarm == nil {
		ts.alarm = time.AfterFunc(d, ts.ring)
	} else {
		ts.alarm.Reset(d)
	}
}

// ring is called by the alarm.
func (ts *timers) ring() {
	ts.mu.Lock()
	first := !ts.busy && !ts.ended // an alarm that was reset may ring twice
	ts.busy = true
	ts.mu.Unlock()
	if first && ts.system.injected.push(&ts.task, &ts.task, 1) {
		ts.system.rouse()
	}
}

// run sends what is due.
func (ts *timers) run(w *worker) {
	now := time.Now()
	due := ts.due[:0]
	ts.mu.Lock()
	for len(ts.heap) > 0 && !ts.heap[0].when.After(now) {
		t := ts.pop()
		if t.off.Load() {
			ts.stale--
			continue
		}
		due = append(due, t)
	}
	ts.mu.Unlock()
	for _, t := range due {
		t.fire(w, now)
	}
	ts.mu.Lock()
	for i, t := range due {
		if !t.off.Load() && !ts.ended {
			ts.push(t)
		}
		due[i] = nil
	}
	ts.due = due
	ts.busy = false
	if len(ts.heap) > 0 {
		ts.arm()
	}
	ts.mu.Unlock()
}

// failed is never called: run calls no code of others.
func (ts *timers) failed(_ *worker, f *Fault) { ts.system.finish(f) }

// bury is called when the system has ended.
func (*timers) bury() []runner { return nil }

// fire sends, and finds out when to send next.
func (t *Timer) fire(w *worker, now time.Time) {
	if t.period == 0 && t.off.Swap(true) || t.period != 0 && t.off.Load() {
		return
	}
	if !t.send(w) || t.period == 0 {
		t.off.Store(true)
		return
	}
	missed := now.Sub(t.when) / t.period
	t.when = t.when.Add((missed + 1) * t.period)
}

// forget notes that t is off. Those that are off leave when they are due, or when they
// are more than half of all.
func (ts *timers) forget(*Timer) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.stale++
	if ts.stale <= len(ts.heap)/2 || ts.stale < 16 {
		return
	}
	old := ts.heap
	ts.heap, ts.stale = nil, 0
	for _, t := range old {
		if !t.off.Load() {
			ts.push(t)
		}
	}
}

// clear forgets all timers, for good.
func (ts *timers) clear() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.ended, ts.heap = true, nil
	if ts.alarm != nil {
		ts.alarm.Stop()
	}
}

func (ts *timers) push(t *Timer) {
	h := append(ts.heap, t)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !t.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = t
	ts.heap = h
}

func (ts *timers) pop() *Timer {
	h := ts.heap
	first, t := h[0], h[len(h)-1]
	h[len(h)-1] = nil
	h = h[:len(h)-1]
	ts.heap = h
	if len(h) == 0 {
		return first
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if down+1 < len(h) && h[down+1].before(h[down]) {
			down++
		}
		if !h[down].before(t) {
			break
		}
		h[i] = h[down]
		i = down
	}
	h[i] = t
	return first
}
