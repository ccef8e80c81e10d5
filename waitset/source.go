package waitset

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Source is one of those that a [Set] waits for: a small value, copied freely,
// comparable, and safe for concurrent use. It comes from [Set.Add] and keeps its set
// alive; the set keeps only those sources that are ready.
type Source struct{ node *node }

// node is what a Source refers to. Its state is one of three:
//
//	idle    -> queued    by a notifier, which then pushes the node, once
//	queued  -> idle      by the consumer, which has popped it, and gives it to its caller
//	any     -> removed   by Remove, for good; if the node is in line the consumer drops it
//
// Invariant: a node is in line at most once, for queued is only left by the consumer that
// has popped it, or for removed, and only idle is left for queued.
type node struct {
	state atomic.Uint32

	// next is the node that was pushed before, and in the consumer's part of the line the
	// one that was pushed after. It belongs to the notifier that made state queued, until
	// it has pushed the node; then to the consumer, until that makes state idle.
	next seam.Cell[*node]

	// Fixed by Add.
	line  *line
	value any
}

const (
	idle    uint32 = iota
	queued         // a notifier pushes the node, or it is in line
	removed        // nothing happens any more
)

// Notify makes the source ready, if it isn't: it will be given to the consumer, which is
// woken. Call it after the change that the consumer is to see. It may be called from any
// goroutine, never blocks and never spins. If the source is ready already, or removed, it
// is one atomic load.
//
// If the consumer is a task, its waker is called here: see [diatomic.WakeSource.Notify].
//
// In the terminology of the Go memory model, a Notify that makes the source ready is
// synchronized before the return of the call that gives it to the consumer. One that
// finds it ready creates no happens-before edge of its own: the condition must be changed
// and read through sync/atomic, a channel or a lock, as any program without data races
// does.
func (s Source) Notify() {
	// Pairs with the CompareAndSwap in take. Both are sequentially consistent: if this
	// load finds queued, it comes before that step, and the change made before it is seen
	// by the consumer, who looks after that step. Were it relaxed, the consumer could
	// look too early, and nobody would tell it again.
	if s.node == nil || s.node.state.Load() == idle {
		s.node.notify()
	}
}

// notify is Notify if there seems to be something to do. Inlined there, it would keep
// Notify from being inlined.
//
//go:noinline
func (n *node) notify() {
	if n == nil {
		panic("waitset: Notify on a zero Source: get one from Set.Add")
	}
	// Makes next ours, and pairs with the CompareAndSwap in take, which gave it back. It
	// fails only where the load in Notify would have returned. As a load and a store, two
	// notifiers could push the node, and tie the line into a knot.
	if n.state.CompareAndSwap(idle, queued) {
		n.line.push(n)
	}
}

// Remove takes the source out of its set, for good: no call of the consumer's that begins
// afterwards gives it, ready or not, and Notify does nothing any more. It may be called
// from any goroutine, at any time, and more than once. It never blocks. A loop over All
// or Batch that is under way doesn't give it either. What is left in its queue is yours
// to take: nobody will be told of it.
//
// A source that is never notified again need not be removed. The set keeps the value of
// a removed source until the consumer comes to its place in the line.
func (s Source) Remove() {
	if s.node == nil {
		panic("waitset: Remove of a zero Source: get one from Set.Add")
	}
	// Pairs with the CompareAndSwaps in notify and take, which fail from here on.
	s.node.state.Store(removed)
}

// take reports whether the node, which was popped, is to be given to the consumer: it is
// not if it was removed.
func (n *node) take() bool {
	// Gives next back to the notifiers: pairs with the CompareAndSwap in notify, and with
	// the Load in Notify. A Store would bring back what was removed.
	return n.state.CompareAndSwap(queued, idle)
}
