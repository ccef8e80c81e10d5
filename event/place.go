package event

import (
	"context"
	"time"
	"unsafe"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// place is the place of a waiter. Its state says where it is, and who may move it:
//
//	idle -> waiting      the waiter, under the lock, which puts the place in line
//	waiting -> parked    the waiter, stopped by the runtime
//	waiting -> asleep    the waiter, before it waits for its signal or on its sink; under
//	                     the lock, a Waiter directly from idle or notified
//	waiting, parked, asleep -> notified
//	                     a notifier, or a waiter that passes its notification on, under
//	                     the lock. It takes the place out of the line and, unless the
//	                     state was waiting, wakes the waiter
//	waiting, parked, asleep -> stirred
//	                     the waiter's timer, which wakes it; the place stays in line
//	stirred, asleep -> waiting
//	                     the waiter, which is awake
//	notified -> waiting
//	                     the waiter, under the lock, which puts the place back where it
//	                     was
//	any but parked -> idle
//	                     the waiter, under the lock if the place is in line, or if its
//	                     notification must be passed on
//
// So a place is in line if its state is waiting, parked, asleep or stirred. The goroutine
// that takes away parked makes the waiter run, and nobody else does.
//
// A waiter that is notified first looks at its condition, and then puts its place back in
// line. So others are notified in the meantime, and this one looks once more afterwards.
type place struct {
	state seam.Uint32

	// inLine says whether the place is in line. Under the lock.
	inLine seam.Cell[bool]

	// g is the goroutine that is parked. It is written before the state becomes parked,
	// and read by the goroutine that takes that state away.
	g seam.Cell[seam.G]

	// number is the place's in the order of the line. Under the lock.
	number seam.Cell[uint64]

	// next and prev are the neighbours in line, under the lock. If the waiter was parked
	// and is notified, next is the notifier's, until it makes the waiter run. In a spare
	// place it is the next of those. While the place is notified, prev is the one before
	// it that was notified by the same call, or nil, and belongs to the waiter.
	next, prev seam.Cell[*place]

	// sleeper is where the waiter sleeps that isn't parked. Made when first used.
	sleeper *sleeper

	// task is what must be woken in place of the signal, nil if the place is not asleep.
	// Under the lock.
	task seam.Cell[*task]

	timer *timer // made when first used
}

const (
	idle uint32 = iota
	waiting
	stirred
	asleep
	parked
	notified
)

// set is a store. No other goroutine may change the state in the meantime.
func (p *place) set(state uint32) {
	if p.timer == nil {
		p.state.Set(state) // a plain store, since no other goroutine looks either
	} else {
		p.state.Store(state) // the timer may look
	}
}

// notify notifies the waiter, whose place has just been taken out of the line. The caller
// holds the lock, and makes w run afterwards.
func (p *place) notify(w *wakeUps) {
	// Pairs with the CompareAndSwaps in commit, sleep and ring, which fail from now on.
	switch p.state.Swap(notified) {
	case parked:
		w.add(p)
	case asleep:
		if t := p.task.Get(); t != nil {
			p.task.Set(nil)
			w.addTask(t)
		} else {
			p.rouse()
		}
	}
}

// rouse wakes the waiter that was asleep. If the place is in use again by now, the
// wake-up is spurious.
func (p *place) rouse() {
	if p.sleeper.signal != nil {
		p.sleeper.signal.Set()
	}
	p.sleeper.sink.Source().Notify()
}

// sleep returns when the place is notified, or when d has passed since the first call.
// Then it returns true, and the place is in line or has just been notified.
func (p *place) sleep(d time.Duration) (over bool) {
	for { //interleave:checkpoint p
		if d > 0 {
			p.arm(d)
		}
		if seam.CanPark {
			seam.Park(commit, unsafe.Pointer(p))
		} else {
			p.await()
		}
		s := p.state.Load()
		if s == notified {
			return false
		}
		// Stirred by the timer, or asleep if the token was stale. Pairs with the Swap in
		// notify: if that comes first, this fails.
		if s != waiting && !p.state.CompareAndSwap(s, waiting) && p.state.Load() == notified {
			return false
		}
		if d > 0 && p.timer.over(d) {
			return true
		}
	}
}

// commit publishes the goroutine that has just stopped, unless it was notified or stirred
// before.
//
//go:nosplit
func commit(g, arg unsafe.Pointer) bool {
	p := (*place)(arg)
	p.g.Set(seam.G(g))
	// Pairs with the Swap in notify, and with ring: if one of them comes first, this
	// fails, and the goroutine goes on. A Store would lose the notification.
	return p.state.CompareAndSwap(waiting, parked)
}

// await waits for the signal, unless the place was notified or stirred before.
func (p *place) await() {
	s := p.ownSignal()
	s.Clear() // a token from an earlier stay
	// Pairs with the Swap in notify, and with ring, as in commit.
	if p.state.CompareAndSwap(waiting, asleep) {
		s.Wait()
	}
}

// ownSignal returns the signal of the place.
func (p *place) ownSignal() seam.Signal {
	s := p.ownSleeper()
	if s.signal == nil {
		s.signal = seam.NewSignal()
	}
	return s.signal
}

// sleeper is where a waiter sleeps on its signal, or under a context on its sink, which
// knows the rules for contexts.
type sleeper struct {
	signal seam.Signal // or nil
	sink   diatomic.WakeSink
	awake  func() bool // made once

	// What awake looks at: the Done channel of the context, during a wait, and whether it
	// was called before in it.
	done   <-chan struct{}
	looked bool
}

func (p *place) ownSleeper() *sleeper {
	if p.sleeper == nil {
		at := new(sleeper)
		// It looks at done, too. So the sink's Wait returns nil, and doesn't call Err of
		// the context, which may be slow, while the place is in line. The first look is
		// never the last, and saves the time.
		at.awake = func() bool {
			if p.state.Load() != asleep {
				return true
			}
			again := at.looked
			at.looked = true
			return again && seam.Closed(at.done)
		}
		p.sleeper = at
	}
	return p.sleeper
}

// sleepUnder returns when the place is notified, or when ctx, whose Done channel is done,
// is over. Then it returns true, and the place is in line or has just been notified.
func (p *place) sleepUnder(ctx context.Context, done <-chan struct{}) (over bool) {
	at := p.ownSleeper()
	for { //interleave:checkpoint p
		// Pairs with the Swap in notify, and with ring, as in commit.
		if p.state.CompareAndSwap(waiting, asleep) {
			at.done = done
			// There is an error only if Done returns another channel than before.
			over = at.sink.Wait(ctx, at.awake) != nil
			at.done, at.looked = nil, false
		}
		s := p.state.Load()
		if s == notified {
			return false
		}
		over = over || s == asleep // since Wait returns only if awake, or if done is closed
		// Asleep if ctx is done, or stirred by a late timer: as in sleep.
		if s != waiting && !p.state.CompareAndSwap(s, waiting) && p.state.Load() == notified {
			return false
		}
		if over {
			return true
		}
	}
}

// wakeUps are the waiters that a notifier must wake once it has given the lock back.
type wakeUps struct {
	first, last         *place // that are parked
	firstTask, lastTask *task
}

// add adds a place whose waiter is parked. So its next is the notifier's.
func (w *wakeUps) add(p *place) {
	if w.last == nil {
		w.first = p
	} else {
		w.last.next.Set(p)
	}
	w.last = p
}

func (w *wakeUps) addTask(t *task) {
	t.next.Set(nil)
	t.taken.Store(true)
	if w.lastTask == nil {
		w.firstTask = t
	} else {
		w.lastTask.next.Set(t)
	}
	w.lastTask = t
}

// run wakes them, without the lock: tasks last, since their wakers are foreign code.
func (w *wakeUps) run() {
	for p := w.first; p != nil; {
		// Must be read before the place is the waiter's again.
		next, g := p.next.Get(), p.g.Get() //interleave:checkpoint next, g
		seam.Ready(g)
		p = next
	}
	if w.firstTask != nil {
		w.firstTask.wake()
	}
}
