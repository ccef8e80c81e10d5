package actor

import (
	"slices"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// envelope is a message in a mailbox. It belongs to its sender until it is pushed; to the
// mailbox; to the actor's worker, once that has fetched it; and is then spare.
type envelope[M any] struct {
	next    seam.Cell[*envelope[M]]
	message seam.Cell[M]

	// A small message fills a cache line: envelopes go from worker to worker, and those
	// that share a line would slow each other down.
	_ [40]byte
}

// mailbox is a stack of envelopes, and the state of its actor: see "States" in actor.go.
//
// Senders push. The actor's worker, which alone ever takes anything out, leaves the
// envelope that was on top when it looked last (taken) on the stack, until the actor
// becomes idle. So the mailbox is empty if and only if the actor is idle; the sender that
// finds it so makes the actor runnable; and a message to an idle actor takes two
// read-modify-writes in all: the push, and the step with which the actor becomes idle
// again.
//
// There is no ABA problem. A sender doesn't look into the envelope that it found on top:
// if that has left, and come back, then the link to it is right again. The worker's
// comparison is with taken, which can't come back since it hasn't left.
type mailbox[M any] struct {
	// top is the newest envelope; nil; or one of two that hold no message: nudge, which
	// makes an idle actor run, and closed, for one that has stopped.
	top atomic.Pointer[envelope[M]]

	// taken is the envelope on the stack below which, itself included, everything was
	// fetched. It is nil if nothing was since the actor was idle. The actor's worker.
	taken seam.Cell[*envelope[M]]

	// todo are those that were fetched and not received, oldest first, while no worker
	// runs the actor. The actor's worker.
	todo seam.Cell[*envelope[M]]
}

// push adds e. It reports whether the actor was idle, which is the caller's then: it must
// be put into a queue. ok is false if the actor has stopped.
func (b *mailbox[M]) push(e *envelope[M], k *kind[M]) (idle, ok bool) {
	for { //interleave:checkpoint b, e, k
		top := b.top.Load()
		if top == k.closed {
			return false, false
		}
		e.next.Set(top)
		// Publishes the message: pairs with the Load in fetch. If the mailbox was empty,
		// it also makes the actor ours, with all that its last worker did: pairs with the
		// CompareAndSwap in rest.
		if b.top.CompareAndSwap(top, e) {
			return top == nil, true
		}
	}
}

// nudge makes an idle actor the caller's, as push does, but without a message. It reports
// false if the actor isn't idle.
func (b *mailbox[M]) nudge(k *kind[M]) bool { return b.top.CompareAndSwap(nil, k.nudge) }

// rest makes the actor idle, and reports whether it has. If so, it isn't the caller's any
// more, and taken is spare. If not, there is more to fetch. Everything that was fetched
// has been received.
func (b *mailbox[M]) rest(taken *envelope[M]) bool {
	// Must come before the step below, after which another worker may write here.
	b.taken.Set(nil)
	// Gives the actor away: pairs with the CompareAndSwaps in push and nudge. It fails if
	// there is another message, whose sender relies on this worker.
	if b.top.CompareAndSwap(taken, nil) {
		return true
	}
	b.taken.Set(taken)
	return false
}

// fetch takes what has come, oldest first, and says how much that is. There is something,
// or a nudge. The envelope that taken was is spare afterwards.
func (b *mailbox[M]) fetch(k *kind[M]) (list *envelope[M], n int) {
	taken := b.taken.Get()
	// Pairs with the CompareAndSwap in push.
	top := b.top.Load()
	for e := top; e != taken && e != k.nudge; n++ {
		next := e.next.Get()
		e.next.Set(list)
		list, e = e, next
	}
	b.taken.Set(top)
	return list, n
}

// close empties the mailbox for good, and returns what hadn't been fetched, oldest first.
func (b *mailbox[M]) close(k *kind[M]) (list *envelope[M]) {
	taken := b.taken.Get()
	// Pairs with the CompareAndSwap in push: the push of a later message fails.
	for e := b.top.Swap(k.closed); e != nil && e != taken && e != k.nudge && e != k.closed; {
		next := e.next.Get()
		e.next.Set(list)
		list, e = e, next
	}
	b.taken.Set(nil)
	return list
}

// kind is what all actors of a system that receive an M have in common.
type kind[M any] struct {
	system *System

	// Envelopes that hold no message: see mailbox.
	nudge, closed *envelope[M]

	// local is what each worker has to itself; nil where there is no worker.
	local [maxLocal]*local[M]

	// spare are lists of spare envelopes.
	spare seam.Pool[envelope[M]]
}

// maxLocal is a power of two, so that the index needs no check: see of.
const maxLocal = 64

// of returns what w has to itself, or nil if w is of another system.
func (k *kind[M]) of(w *worker) *local[M] {
	if l := k.local[w.id%maxLocal]; l != nil && l.context.worker == w {
		return l
	}
	return nil
}

// local is what a worker has to itself, for actors that receive an M.
type local[M any] struct {
	context Context[M]

	// hand is the envelope whose message is being received.
	hand *envelope[M]

	// free are count spare envelopes, chain at most. Those that became spare last come
	// first, since they are still in the cache. second are chain more, or none.
	free, second *envelope[M]
	count        int

	_ pad
}

// chain is how many spare envelopes are handed over at a time, and half of what a worker
// keeps at most. The garbage collector frees those that no worker keeps.
const chain = 64

// kindOf returns the kind of actors that receive an M.
func kindOf[M any](s *System) *kind[M] {
	for {
		kinds := s.kinds.Load()
		var known []any
		if kinds != nil {
			known = *kinds
		}
		for _, k := range known {
			if k, ok := k.(*kind[M]); ok {
				return k
			}
		}
		k := &kind[M]{system: s, nudge: new(envelope[M]), closed: new(envelope[M])}
		all := make([]local[M], len(s.workers))
		for i, w := range s.workers {
			all[i].context.worker = w
			k.local[i] = &all[i]
		}
		more := append(slices.Clip(known), any(k))
		// Publishes the kind: pairs with the Load above. If it fails, another goroutine
		// has added a kind, perhaps this one.
		if s.kinds.CompareAndSwap(kinds, &more) {
			return k
		}
	}
}

// get returns a spare envelope, for the worker.
func (l *local[M]) get(k *kind[M]) *envelope[M] {
	e := l.free
	if e == nil {
		return l.refill(k)
	}
	l.free = e.next.Get()
	l.count--
	return e
}

// refill is get, if there is none in free.
func (l *local[M]) refill(k *kind[M]) *envelope[M] {
	e := l.second
	l.second = nil
	if e == nil {
		e = k.spare.Get()
	}
	if e == nil {
		return new(envelope[M])
	}
	l.free = e.next.Get()
	for e := l.free; e != nil; e = e.next.Get() { // some may have gone to others
		l.count++
	}
	return e
}

// put makes e spare. The worker only.
func (l *local[M]) put(e *envelope[M], k *kind[M]) {
	if l.count == chain {
		if l.second != nil {
			k.spare.Put(l.second)
		}
		l.second = l.free
		l.free, l.count = nil, 0
	}
	e.next.Set(l.free)
	l.free = e
	l.count++
}

// get returns a spare envelope, for a goroutine that isn't a worker.
func (k *kind[M]) get() *envelope[M] {
	e := k.spare.Get()
	if e == nil {
		return new(envelope[M])
	}
	if rest := e.next.Get(); rest != nil {
		k.spare.Put(rest)
	}
	return e
}

// put makes an envelope of get spare, which was not used.
func (k *kind[M]) put(e *envelope[M]) {
	e.next.Set(nil)
	k.spare.Put(e)
}
