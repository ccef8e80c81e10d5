package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// line is where senders wait for room: two lists. Those who come put themselves on top of a stack. When the
// receiver has served the front, it takes the whole stack, in one step, and turns it round: that is
// the new front. So they are served in the order in which they came.
//
// A sender that withdraws leaves its node where it is, dead. The receiver drops it when it comes to it; and if there are
// many, whoever adds another one sweeps the stack. Both lists are also taken by close.
type line[T any] struct {
	top   atomic.Pointer[node[T]]
	front atomic.Pointer[node[T]] // pushed to by the receiver only

	// dead is the number of dead nodes in both lists, and bound what it is to stay below: some, or
	// as many as the last sweep has left alive. So a sweep looks at two nodes for each that died.
	dead, bound atomic.Int64

	// spare are the nodes of senders that have left.
	spare seam.Pool[node[T]]
}

// anybody reports whether somebody is in line, dead or alive.
func (l *line[T]) anybody() bool {
	// Pairs with the CompareAndSwap in push: see there.
	return l.front.Load() != nil || l.top.Load() != nil
}

// push puts the nodes from n to last on top. The caller must look at the gate afterwards.
func (l *line[T]) push(n, last *node[T]) {
	for { //interleave:checkpoint n, last
		top := l.top.Load()
		last.next.Set(top)
		// Publishes the nodes. And pairs with the loads in anybody: either who has given room sees them, or
		// the gate is seen open afterwards. As a Store it would lose who came in between.
		if l.top.CompareAndSwap(top, n) {
			return
		}
	}
}

// pop takes out who came first, or returns nil. The receiver only.
func (c *channel[T]) pop() *node[T] {
	l := &c.line
	if n := l.front.Load(); n != nil {
		// Pairs with the Swap in empty: one of the two gets the node.
		if l.front.CompareAndSwap(n, n.next.Get()) {
			return n
		}
		// The channel was closed.
	}
	if l.top.Load() == nil {
		return nil
	}
	// Pairs with the CompareAndSwap in push.
	n := l.top.Swap(nil)
	if n == nil {
		return nil
	}
	var rest *node[T]
	for next := n.next.Get(); next != nil; next = n.next.Get() {
		n.next.Set(rest)
		rest, n = n, next
	}
	if rest != nil {
		l.front.Store(rest)
		// Pairs with the steps of close. Either it sees the new front, or this sees the bit; else they would wait for ever.
		if c.gate.tail.Load()&closed != 0 {
			l.release(l.front.Swap(nil))
		}
	}
	return n
}

// release lets go of all from n on. Their remover only.
func (l *line[T]) release(n *node[T]) {
	for n != nil {
		next := n.next.Get() // before it is the sender's again
		if !n.release() {
			l.dead.Add(-1)
		}
		n = next
	}
}

// empty lets go of all who are in line. For close.
func (l *line[T]) empty() {
	l.release(l.top.Swap(nil))
	l.release(l.front.Swap(nil))
}

// fewDead is the number of dead nodes for which it isn't worth while to sweep.
var fewDead int64 = 64

// bury is called for each node that died.
func (c *channel[T]) bury() {
	l := &c.line
	if l.dead.Add(1) < max(l.bound.Load(), fewDead) {
		return
	}
	var first, last *node[T]
	var kept, gone int64
	for n := l.top.Swap(nil); n != nil; {
		next := n.next.Get()
		switch {
		case n.state.Load() == dead:
			gone++
		case first == nil:
			first, last = n, n
			kept++
		default:
			last.next.Set(n)
			last = n
			kept++
		}
		n = next
	}
	l.dead.Add(-gone)
	l.bound.Store(kept)
	if first == nil {
		return
	}
	l.push(first, last)
	// As after any push. Who gave room or closed the channel meanwhile has found nobody here.
	if c.gate.open() {
		l.release(l.top.Swap(nil))
	}
}
