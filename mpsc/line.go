package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// line is where senders wait for room. It has two lists, a stack and the front. Senders
// push themselves onto the stack. When the receiver has served the front, it takes the
// whole stack, in one step, and reverses it: that is the new front. So senders are served
// in the order in which they came.
//
// A sender that withdraws leaves its node in line, dead, and buries it in a second stack.
// The next sender that comes takes over the node, and its turn. So no other sender waits
// longer than if the first had stayed. And as long as the receiver doesn't receive, there
// are never more nodes in line than there were senders at one time. The receiver drops
// dead nodes when it comes to them.
//
// Close takes the stack too, and lets go of the senders in both lists.
type line[T any] struct {
	top   atomic.Pointer[node[T]]
	front atomic.Pointer[node[T]] // the receiver's; close reads it
}

// nodes are those that aren't used just now. Unbounded channels have none.
type nodes[T any] struct {
	// graves are the nodes of senders that have withdrawn: dead and in line, or off.
	graves atomic.Pointer[grave[T]]

	// spare are the nodes of senders that have left.
	spare seam.Pool[node[T]]
}

// grave is an element of the second stack. A new one is made for each withdrawal, so a
// grave that a goroutine has just seen on top never comes back there. That is why a
// compare-and-swap may take a single grave from the stack. If exhume took the whole stack
// to pick one node, other senders would find none meanwhile, and make more and more nodes
// as long as the receiver doesn't receive.
type grave[T any] struct {
	node  *node[T]
	under *grave[T]
}

// anybody reports whether there is a node in line, dead or alive.
func (l *line[T]) anybody() bool {
	// Pairs with the CompareAndSwap in join: see there.
	return l.front.Load() != nil || l.top.Load() != nil
}

// bury adds n to the graves.
func (s *nodes[T]) bury(n *node[T]) {
	g := &grave[T]{node: n}
	for { //interleave:checkpoint g
		g.under = s.graves.Load()
		// Publishes the grave, and that the node's message is out.
		if s.graves.CompareAndSwap(g.under, g) {
			return
		}
	}
}

// exhume takes a dead node that is still in line out of the graves, for the caller to
// revive. It returns nil if there is none.
func (s *nodes[T]) exhume() *node[T] {
	for { //interleave:checkpoint
		g := s.graves.Load()
		if g == nil {
			return nil
		}
		// The second CompareAndSwap pairs with claim and letGo: if one of them comes
		// first, the node has left the line, and is garbage.
		if s.graves.CompareAndSwap(g, g.under) && g.node.state.CompareAndSwap(dead, reviving) {
			return g.node
		}
	}
}

// pop takes the first node out of the line, or returns nil. Only the receiver may call
// it. Afterwards the receiver must look whether the channel is closed and, if so, take
// out all nodes: close doesn't see the nodes that pop is just reversing.
func (c *channel[T]) pop() *node[T] {
	l := &c.line
	if n := l.front.Load(); n != nil {
		// Pairs with the Load in clear: see giveInLine.
		l.front.Store(n.next.Get())
		return n
	}
	if l.top.Load() == nil {
		if graves := &c.nodes().graves; graves.Load() != nil {
			// All these nodes are garbage, or the receiver drops them when it comes to
			// them. Pairs with the CompareAndSwaps in bury and exhume: a grave that is
			// dug meanwhile may be lost, and then no sender takes over its place.
			graves.Store(nil)
		}
		return nil
	}
	// Pairs with the CompareAndSwap in join.
	n := l.top.Swap(nil) //interleave:checkpoint n
	if n == nil {
		return nil
	}
	var rest *node[T]
	for next := n.next.Get(); next != nil; next = n.next.Get() {
		n.next.Set(rest)
		rest, n = n, next
	}
	if rest != nil { //interleave:checkpoint n, rest
		// Pairs with the Load in clear: see giveInLine.
		l.front.Store(rest)
	} //interleave:keep n
	return n
}

// clear lets go of all in line, after the channel was closed.
func (l *line[T]) clear() {
	letGoFrom(l.top.Swap(nil)) //interleave:checkpoint
	// The receiver may be taking nodes out of the front meanwhile. It lets go of them as
	// well, since it looks at tail after that. So none of them gets in line again, and
	// letting go of a node twice does no harm.
	letGoFrom(l.front.Load())
}

// letGoFrom lets go of all nodes from n on.
func letGoFrom[T any](n *node[T]) {
	for n != nil {
		// Must be read before the node is the sender's again.
		next := n.next.Get() //interleave:keep n, next
		n.letGo()
		n = next
	}
}
