package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// line is where senders wait for room: two lists. Senders put themselves on top of a
// stack. When the receiver has served the front, it takes the whole stack, in one step,
// and turns it round: that is the new front. So senders are served in the order in which
// they came.
//
// A sender that withdraws leaves its node where it is, dead, and buries it in a second
// stack. The next sender that comes takes the node over, with its turn. So nobody waits
// longer than if the other had stayed; and as long as nobody receives, there are no more
// nodes in line than there have been senders at a time. The receiver drops the dead when
// it comes to them.
//
// Close takes the stack too, and lets go of those in the front.
type line[T any] struct {
	top   atomic.Pointer[node[T]]
	front atomic.Pointer[node[T]] // the receiver's; close reads it

	// graves are the nodes of senders that have withdrawn: dead and in line, or off.
	graves atomic.Pointer[grave[T]]

	// spare are the nodes of senders that have left.
	spare seam.Pool[node[T]]
}

// grave is an element of the second stack. It is made anew for each withdrawal, so it
// never comes back to where somebody has just seen it: that is why a compare-and-swap may
// take a single one from the stack. If exhume took the whole stack to pick one node,
// other senders would find none meanwhile and make more and more nodes, as long as nobody
// receives.
type grave[T any] struct {
	node  *node[T]
	under *grave[T]
}

// anybody reports whether somebody is in line, dead or alive.
func (l *line[T]) anybody() bool {
	// Pairs with the CompareAndSwap in join: see there.
	return l.front.Load() != nil || l.top.Load() != nil
}

// bury adds n to the graves.
func (l *line[T]) bury(n *node[T]) {
	g := &grave[T]{node: n}
	for { //interleave:checkpoint g
		g.under = l.graves.Load()
		// Publishes the grave, and that the node's message is out.
		if l.graves.CompareAndSwap(g.under, g) {
			return
		}
	}
}

// exhume takes a dead node out of the graves, if there is one that is still in line, for
// the caller to revive.
func (l *line[T]) exhume() *node[T] {
	for { //interleave:checkpoint
		g := l.graves.Load()
		if g == nil {
			return nil
		}
		// The second step pairs with claim and letGo: if one of them comes first, the
		// node has left the line, and is garbage.
		if l.graves.CompareAndSwap(g, g.under) && g.node.state.CompareAndSwap(dead, reviving) {
			return g.node
		}
	}
}

// pop takes the first node out, or returns nil. It is for the receiver only, which must
// look afterwards whether the channel is closed, and then take out all: close doesn't see
// the nodes that pop is just turning round.
func (l *line[T]) pop() *node[T] {
	if n := l.front.Load(); n != nil {
		// Pairs with the Load in clear: see giveRoom.
		l.front.Store(n.next.Get())
		return n
	}
	if l.top.Load() == nil {
		if l.graves.Load() != nil {
			// Garbage, all of them, or to be dropped when the receiver comes to it. Pairs
			// with the CompareAndSwaps in bury and exhume: a grave that is dug meanwhile
			// may be lost, and then nobody takes its place over.
			l.graves.Store(nil)
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
		// Pairs with the Load in clear: see giveRoom.
		l.front.Store(rest)
	} //interleave:keep n
	return n
}

// clear lets go of all in line, after the channel was closed.
func (l *line[T]) clear() {
	letGoFrom(l.top.Swap(nil)) //interleave:checkpoint
	// The receiver may be taking nodes out of the front meanwhile. It lets go of them as
	// well, since it looks at tail after that: so none of them gets in line again, and to
	// let go of a node twice does no harm.
	letGoFrom(l.front.Load())
}

// letGoFrom lets go of all nodes from n on.
func letGoFrom[T any](n *node[T]) {
	for n != nil {
		// Before it is the sender's again.
		next := n.next.Get() //interleave:keep n, next
		n.letGo()
		n = next
	}
}
