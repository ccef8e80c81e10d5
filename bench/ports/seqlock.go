package ports

import (
	"sync/atomic"
	"unsafe"
)

// SeqLock guards one waker by a version. A notifier copies the waker and then takes the
// registration, in a step that fails if the version changed meanwhile, and with it
// perhaps the waker. It reads while the consumer writes, so the two words of the
// waker, an interface, must be atomics of their own: Go has no way to split and join an
// interface but unsafe.
type SeqLock struct {
	state     atomic.Uint64        // version<<1 | registered
	tab, data atomic.Pointer[byte] // the words of the waker
	last      Waker                // the consumer only
}

const seqRegistered = 1

// Register is for the one consumer.
func (q *SeqLock) Register(w Waker) {
	if q.last == w {
		q.state.Or(seqRegistered)
		return
	}
	q.publish(w)
}

func (q *SeqLock) publish(w Waker) {
	// From here until the last step no notifier can take what it has copied.
	v := q.state.Load()&^seqRegistered + 2
	q.state.Store(v)
	words := (*[2]unsafe.Pointer)(unsafe.Pointer(&w))
	q.tab.Store((*byte)(words[0]))
	q.data.Store((*byte)(words[1]))
	q.last = w
	q.state.Or(seqRegistered)
}

// Notify may be called by anyone.
func (q *SeqLock) Notify() {
	if q.state.Load()&seqRegistered != 0 {
		q.notify()
	}
}

func (q *SeqLock) notify() {
	for {
		s := q.state.Load()
		if s&seqRegistered == 0 {
			return
		}
		words := [2]*byte{q.tab.Load(), q.data.Load()}
		// If it succeeds, both words are of version s. Until then they may not be joined.
		if q.state.CompareAndSwap(s, s&^seqRegistered) {
			(*(*Waker)(unsafe.Pointer(&words))).Wake()
			return
		}
	}
}

// Unregister is for the one consumer.
func (q *SeqLock) Unregister() {
	if q.state.Load()&seqRegistered != 0 {
		q.state.And(^uint64(seqRegistered))
	}
}
