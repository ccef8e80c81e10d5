package waitset

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Source is the notifying side of one of the sources of a [Set]. It is a small value:
// comparable, freely copied, and safe for concurrent use. It comes from [Set.Add] and
// keeps its set alive; the set keeps alive only the sources that are ready.
type Source struct{ node *node }

// node is what a Source refers to. Its state is one of three:
//
//	idle    -> queued    by a notifier, which then pushes the node, once
//	queued  -> idle      by the consumer, which has popped it, and gives it to its caller
//	any     -> removed   by Remove, for good; if the node is in line the consumer drops it
//
// Invariant: a node is in line at most once. Only the step from idle to queued leads to a
// push. A node leaves queued for idle only when the consumer has popped it, and never
// leaves removed.
type node struct {
	state atomic.Uint32

	// next is the node that was pushed before this one or, in the consumer's part of the
	// line, the one that was pushed after it. The cell belongs to the notifier that made
	// state queued, until that notifier has pushed the node. Then it belongs to the
	// consumer, until the consumer makes state idle.
	next seam.Cell[*node]

	// Fixed by Add.
	line  *line
	value any
}

const (
	idle    uint32 = iota
	queued         // a notifier pushes the node, or it is in line
	removed        // the state doesn't change any more
)

// Notify makes the source ready, unless it is ready already or removed, and wakes the
// consumer. Call it after the change that the consumer must see. It may be called from
// any goroutine, never blocks and never spins. If the source is ready already, or
// removed, Notify is one atomic load.
//
// Notify may leave the source to another Notify of the same source that is under way. If
// that one is descheduled, the consumer is given this source late, but no other.
//
// If the consumer is a task, Notify calls its waker: see [diatomic.WakeSource.Notify].
//
// In the terminology of the Go memory model, a Notify that makes the source ready is
// synchronized before the return of the call that gives the source to the consumer. A
// Notify that finds the source ready creates no happens-before edge of its own: the
// condition must be changed and read through sync/atomic, a channel or a lock, as any
// program without data races does.
func (s Source) Notify() {
	// Pairs with the CompareAndSwap in take. Both are sequentially consistent: if this
	// load finds queued, it comes before that step, and the consumer, which looks after
	// that step, sees the change that was made before this load. If the load were
	// relaxed, the consumer could look too early, and nobody would tell it again.
	if s.node == nil || s.node.state.Load() == idle {
		s.node.notify()
	}
}

// notify is Notify if there seems to be something to do. It isn't inlined into Notify, so
// that Notify can be inlined.
//
//go:noinline
func (n *node) notify() {
	if n == nil {
		panic("waitset: Notify on a zero Source: get one from Set.Add")
	}
	// Makes next ours: pairs with the CompareAndSwap in take, which gave next back. It
	// fails only in states in which Notify would have returned. With a load and a store,
	// two notifiers could push the node, and tie the line into a knot.
	if n.state.CompareAndSwap(idle, queued) {
		n.line.push(n)
	}
}

// Remove takes the source out of its set, for good. No call of the consumer that begins
// afterwards gives the source, even if it was ready, and Notify does nothing any more.
// Remove may be called from any goroutine, at any time, and more than once. It never
// blocks. See "Removed sources" in the package documentation.
func (s Source) Remove() {
	if s.node == nil {
		panic("waitset: Remove of a zero Source: get one from Set.Add")
	}
	// Pairs with the CompareAndSwaps in notify and take, which fail from now on.
	s.node.state.Store(removed)
}

// take reports whether a popped node must be given to the consumer, which is so unless it
// was removed. If so, the node is idle from now on.
func (n *node) take() bool {
	// Gives next back to the notifiers: pairs with the CompareAndSwap in notify, and with
	// the Load in Notify. A Store would bring back a removed source.
	return n.state.CompareAndSwap(queued, idle)
}
