package event

import (
	"math"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// An Event lets any number of goroutines sleep until a condition holds that others change
// without locks. The zero value is ready to use, and an Event needs no cleanup. It must
// not be copied after first use; go vet reports copies.
//
// All methods may be called from any goroutine, at any time.
//
// Don't print an Event, or a pointer to a struct that has one in it: package fmt would
// read what others write. (A Format method would be promoted to that struct.)
//
// An Event belongs to one [testing/synctest] bubble or to none, as a timer does.
type Event struct {
	// some is 1 while there are places in line, else 0. The lock holder changes it;
	// notifiers look at it without the lock.
	some atomic.Uint32

	// mu guards the line, and is held for some dozen instructions for each place that is
	// moved (in insert, at times for more). The goroutine that holds it calls no foreign
	// code.
	mu seam.Mutex

	// first and last are the ends of the line: the places that are waiting, in the order
	// of their numbers. Both are nil if there are none.
	first, last seam.Cell[*place]

	// number is that of the place that came last.
	number seam.Cell[uint64]

	// Spare places: free under the lock, spare for those that leave without it.
	free  seam.Cell[*place]
	spare atomic.Pointer[place]
}

// Notify wakes n more waiters, or all that there are if they are fewer, in the order in
// which they came. Call it after the change that they wait for. Waiters that have been
// notified, and haven't looked at their condition since, don't count: n others are woken.
// If nobody waits, Notify is one atomic load. It doesn't wait for any waiter, and calls
// the wakers of tasks (see [Waiter.Poll]) in the calling goroutine, with no lock held. It
// panics if n is below 1.
//
// In the terminology of the Go memory model, a Notify is synchronized before the look at
// the condition that it brings about. A Notify that finds nobody waiting creates no
// happens-before edge of its own: the condition must be changed and read through
// sync/atomic, a channel or a lock, as in any program without data races.
func (e *Event) Notify(n int) {
	// Pairs with the Store in append: see there.
	if e.some.Load() != 0 || n < 1 {
		e.notify(n)
	}
}

// NotifyAll is [Event.Notify] for all waiters. Use it if they wait for different
// conditions, or if one change lets any number of them go on.
func (e *Event) NotifyAll() {
	if e.some.Load() != 0 {
		e.notify(math.MaxInt)
	}
}

// notify is Notify once there seem to be waiters.
func (e *Event) notify(n int) {
	if n < 1 {
		panic("event: Notify of less than one waiter: give it the number of waiters that can go on")
	}
	var w wakeUps
	e.mu.Lock()
	var last *place
	for p := e.first.Get(); p != nil && n > 0; n-- {
		next := e.removeFirst(p)
		p.prev.Set(last) // where insert looks for p's place
		p.notify(&w)
		last, p = p, next
	}
	e.mu.Unlock()
	w.run()
}

// removeFirst takes p, which is first, out of the line, and returns the next. The caller
// holds the lock.
func (e *Event) removeFirst(p *place) *place {
	next := p.next.Get()
	p.inLine.Set(false)
	e.first.Set(next)
	if next != nil {
		next.prev.Set(nil)
		p.next.Set(nil)
	} else {
		e.last.Set(nil)
		e.some.Store(0)
	}
	return next
}

// append puts p at the end of the line. The caller holds the lock. Afterwards it must
// look at its condition.
func (e *Event) append(p *place) {
	n := e.number.Get() + 1
	e.number.Set(n)
	p.number.Set(n)
	p.inLine.Set(true)
	last := e.last.Get()
	p.prev.Set(last)
	e.last.Set(p)
	if last != nil {
		last.next.Set(p)
		return
	}
	e.first.Set(p)
	// Pairs with the Load in Notify. Both are sequentially consistent. If that load comes
	// first, the look that follows sees the change that was made before the load;
	// otherwise the load finds 1, until a notifier has taken p out of the line. If they
	// were relaxed, each could miss the other, and p's waiter would sleep forever. If
	// others are in line, this store was made before, for them.
	e.some.Store(1)
}

// insert puts p, which has been in line before, back where it was. Otherwise it is as
// append.
func (e *Event) insert(p *place) {
	// Nearly always p belongs at one of the ends: it had come to its turn. If many have
	// been notified and come back, p belongs behind the one that was before it, if that
	// has come back already. The search goes on from these three, a step from each at a
	// time.
	n := p.number.Get()
	after, before, near := e.last.Get(), e.first.Get(), p.prev.Get()
	if near != nil && (!near.inLine.Get() || near.number.Get() > n) {
		near = nil // it hasn't come back, or has another waiter by now
	}
	for ; after != nil; after, before = after.prev.Get(), before.next.Get() {
		if after.number.Get() < n {
			before = after.next.Get()
			break
		}
		if before.number.Get() > n {
			after = before.prev.Get()
			break
		}
		if near == nil {
			continue
		}
		next := near.next.Get() // not nil, or p would belong at the end
		if next.number.Get() > n {
			after, before = near, next
			break
		}
		near = next
	}
	p.inLine.Set(true)
	p.prev.Set(after)
	p.next.Set(before)
	if after == nil {
		e.first.Set(p)
	} else {
		after.next.Set(p)
	}
	if before == nil {
		e.last.Set(p)
	} else {
		before.prev.Set(p)
	}
	if after == nil && before == nil {
		e.some.Store(1) // as in append
	}
}

// remove takes p out of the line. The caller holds the lock.
func (e *Event) remove(p *place) {
	after, before := p.prev.Get(), p.next.Get()
	p.inLine.Set(false)
	if after == nil {
		e.first.Set(before)
	} else {
		after.next.Set(before)
	}
	if before == nil {
		e.last.Set(after)
	} else {
		before.prev.Set(after)
	}
	p.prev.Set(nil)
	p.next.Set(nil)
	if after == nil && before == nil {
		e.some.Store(0)
	}
}

// join returns a place in line, behind all others.
func (e *Event) join() *place {
	e.mu.Lock()
	p := e.free.Get()
	if p == nil {
		p = e.more()
	}
	e.free.Set(p.next.Get())
	p.next.Set(nil)
	p.set(waiting)
	e.append(p)
	e.mu.Unlock()
	return p
}

// rejoin puts p, which was notified, in line again, where it was before.
func (e *Event) rejoin(p *place) {
	e.mu.Lock()
	p.set(waiting)
	e.insert(p)
	e.mu.Unlock()
}

// leave makes p idle. If p was notified, leave passes the notification on to the place
// that is first in line. The caller holds the lock, and makes w run afterwards.
func (e *Event) leave(p *place, w *wakeUps) {
	switch p.state.Load() {
	case idle:
		// Two goroutines have cancelled a Waiter at once. Taking it out of the line twice
		// would take all others out with it.
		return
	case notified:
		p.prev.Set(nil)
		if next := e.first.Get(); next != nil {
			e.removeFirst(next)
			next.notify(w)
		}
	default:
		e.remove(p)
	}
	p.set(idle)
}

// more returns the first of some spare places that aren't among the free ones. The caller
// holds the lock.
func (e *Event) more() *place {
	// The load is here only to save the Swap when there is none.
	if e.spare.Load() != nil {
		// Takes all of them: pairs with the CompareAndSwap in put. With a Load and a
		// Store, a place that is put there meanwhile would be lost.
		return e.spare.Swap(nil)
	}
	return new(place)
}

// put makes p, which is idle, a spare place. It needs no lock.
func (e *Event) put(p *place) {
	for { //interleave:checkpoint p
		top := e.spare.Load()
		p.next.Set(top)
		// Publishes the place: pairs with the Swap in more. A Store would lose a place
		// that was put there meanwhile.
		if e.spare.CompareAndSwap(top, p) {
			return
		}
	}
}
