package event

import (
	"fmt"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// A Waiter is a place in an [Event] for a select statement ([Waiter.Ready]) or a task
// ([Waiter.Poll]). It comes from [Event.Waiter], and belongs to one goroutine or task: at
// most one call may be under way at a time, which only builds with the race detector
// check. It must not be copied; go vet reports copies.
//
// While it is in line the Event keeps it alive, and gives it notifications in its turn.
// So a Waiter that will not be asked again must leave the line: call [Waiter.Cancel],
// best with defer.
type Waiter struct {
	event *Event
	place place
	task  *task      // made by Poll, or nil
	guard race.Guard // against two calls at once, in race builds; else empty
}

// Waiter returns a new Waiter, which is not in line. It allocates.
func (e *Event) Waiter() *Waiter { return &Waiter{event: e} }

// Ready is for select statements. It returns a channel. If ready() holds, the channel can
// be received from at once, and the Waiter isn't in line. Else the Waiter is in line, and
// the channel can be received from when it is notified. It doesn't block. Call it again
// for each select: Ready returns the same channel each time, and removes a token that is
// left from an earlier use. Look at the condition after receiving a token, since another
// goroutine may have been faster.
//
// ready must only look, and not take (as queue.TryPop does): if the select chose another
// case, the value would be lost. With a queue that can't be looked at, count its values.
// If the select chooses another case, the Waiter stays in line, in its place. If it was
// notified, it keeps the notification until Ready or Poll is called again, or
// [Waiter.Cancel], which passes it on.
func (w *Waiter) Ready(ready func() bool) <-chan struct{} {
	mustReady(ready)
	w.begin()
	defer w.guard.Leave()
	signal := w.place.ownSignal()
	was := w.look(nil, ready)
	if was == inLine {
		return signal.C()
	}
	if was != notified {
		// In line the Waiter would be given notifications, though it sleeps no more. A
		// notification from before the look it keeps: perhaps it will not be used.
		w.drop()
	}
	signal.Set()
	return signal.C()
}

// Poll is for consumers that aren't goroutines: tasks of an executor, event loops. It
// reports whether ready() holds. If not, the Waiter is in line, and t is woken when the
// Waiter is notified. Poll doesn't block.
//
// When Poll returns true, or ready panics, the Waiter is not in line, and a notification
// that it has not used goes to the next waiter. A task that runs for any other reason may
// simply poll again, with the same waker or another one; its place in the order stays.
//
// Wake may be called before Poll has returned, and while the task runs: see
// [diatomic.WakeSink.Poll]. Unlike there, t need not be comparable.
func (w *Waiter) Poll(t diatomic.Waker, ready func() bool) bool {
	if t == nil {
		panic("event: Poll with a nil Waker: give it the waker of the task that polls")
	}
	mustReady(ready)
	w.begin()
	defer w.guard.Leave()
	was := w.look(t, ready)
	if was == inLine {
		return false
	}
	if was == notified {
		w.place.prev.Set(nil)
		w.place.set(idle) // the notification is used
	} else {
		w.drop()
	}
	return true
}

// Cancel takes the Waiter out of the line. If it was notified, and has not looked since,
// the notification goes to the next waiter. It doesn't block. The Waiter can be used
// again.
func (w *Waiter) Cancel() {
	w.begin()
	defer w.guard.Leave()
	w.drop()
	w.place.clear()
}

// Format writes the same short text for all verbs. Without it, printing a Waiter would
// read what notifiers write.
func (w *Waiter) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "event.Waiter(%p)", w) }

// clear takes away a token that is left.
func (p *place) clear() {
	if p.sleeper != nil && p.sleeper.signal != nil {
		p.sleeper.signal.Clear()
	}
}

// begin marks the start of a call.
func (w *Waiter) begin() {
	if w == nil || w.event == nil {
		panic("event: use of a zero Waiter: get one from Event.Waiter")
	}
	if !w.guard.Enter() {
		panic("event: two goroutines use one Waiter: give each a Waiter of its own")
	}
}

const inLine uint32 = notified + 1

// look calls ready until it holds or the Waiter is in line. If it holds, look returns the
// state from before the look; otherwise inLine.
func (w *Waiter) look(t diatomic.Waker, ready func() bool) uint32 {
	panics := true
	defer func() {
		if panics {
			w.drop()
		}
	}()
	was := w.place.state.Load() //interleave:keep was
	ok := ready()
	if !ok {
		w.enter(t)
		// The change of a Notify that came before may have come after the first look. If
		// the Waiter is notified from now on, it is woken.
		was = w.place.state.Load() //interleave:keep was
		ok = ready()
	}
	panics = false
	if ok {
		return was
	}
	return inLine
}

// enter puts the Waiter in line, or leaves it there, or puts it back if it was notified,
// and says who must be woken.
func (w *Waiter) enter(t diatomic.Waker) {
	p, e := &w.place, w.event
	e.mu.Lock()
	defer e.mu.Unlock()
	p.clear()
	p.forgetTask()
	if t != nil {
		// A notifier may have taken the last one, and not yet read it.
		if w.task == nil || w.task.taken.Load() {
			w.task = new(task)
		}
		w.task.waker.Set(t)
		p.task.Set(w.task)
	}
	switch p.state.Load() {
	case idle:
		p.set(asleep)
		e.append(p)
	case notified:
		p.set(asleep)
		e.insert(p)
	}
}

// drop takes the Waiter out of the line. It passes on a notification that was not used.
func (w *Waiter) drop() {
	p, e := &w.place, w.event
	if p.state.Load() == idle {
		return
	}
	var u wakeUps
	e.mu.Lock()
	e.leave(p, &u)
	p.forgetTask()
	e.mu.Unlock()
	u.run()
}

// forgetTask drops the waker that the place would have woken. The caller holds the lock.
func (p *place) forgetTask() {
	if t := p.task.Get(); t != nil {
		t.waker.Set(nil)
		p.task.Set(nil)
	}
}

// task is what a notifier wakes for a [Waiter.Poll]. If the notifier has taken it from
// the Waiter, it belongs to the notifier until taken is false again.
type task struct {
	waker seam.Cell[diatomic.Waker]
	next  seam.Cell[*task] // the notifier's
	taken atomic.Bool
}

// wake wakes the tasks from t on. If a waker panics or ends the goroutine, the others are
// woken before that goes on.
func (t *task) wake() {
	defer func() {
		if t != nil {
			t.wake()
		}
	}()
	for t != nil {
		first, w := t, t.waker.Get()
		t = first.next.Get()
		first.waker.Set(nil)
		first.next.Set(nil)
		// Gives the task back: pairs with the Load in enter.
		first.taken.Store(false)
		w.Wake()
	}
}
