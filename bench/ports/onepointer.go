package ports

import "sync/atomic"

// OnePointer is one atomic pointer to an immutable waker: set by the consumer, swapped
// for nil by the notifier that wakes it. It is the least that does the job, and it makes
// a new box for each change of wakers: a notifier may still look into the old one.
type OnePointer struct {
	current atomic.Pointer[box]
	last    *box // the consumer only
}

type box struct{ waker Waker }

// Register is for the one consumer.
func (p *OnePointer) Register(w Waker) {
	if p.last == nil || p.last.waker != w {
		p.renew(w)
	}
	p.current.Store(p.last)
}

func (p *OnePointer) renew(w Waker) { p.last = &box{w} }

// Notify may be called by anyone.
func (p *OnePointer) Notify() {
	// Pairs with the Store in Register: either this load sees it, or what follows it
	// sees what the notifier changed.
	if p.current.Load() != nil {
		p.notify()
	}
}

func (p *OnePointer) notify() {
	if b := p.current.Swap(nil); b != nil {
		b.waker.Wake()
	}
}

// Unregister is for the one consumer.
func (p *OnePointer) Unregister() {
	if p.current.Load() != nil {
		p.current.Store(nil)
	}
}
