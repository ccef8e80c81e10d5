package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// line is where senders wait for room: two lists. Those who come put themselves on top of a stack. When the
// receiver has served the front, it takes the whole stack, in one step, and turns it round: that is
// the new front. So they are served in the order in which they came.
//
// A sender that withdraws leaves its node where it is, dead, and buries it in a second stack. Whoever comes next
// takes it over, with its turn. So nobody waits longer than if the other had stayed, and as long as nobody receives there are no more
// nodes in line than there have been senders at a time. The receiver drops the dead when it comes to them.
//
// Close takes the stack too, and lets go of who is in the front.
type line[T any] struct {
	top   atomic.Pointer[node[T]]
	front atomic.Pointer[node[T]] // the receiver's; close reads it

	// graves are the nodes of senders that have withdrawn: dead and in line, or off.
	graves atomic.Pointer[grave[T]]

	// spare are the nodes of senders that have left.
	spare seam.Pool[node[T]]
}

// grave is an element of the second stack. It is made anew for each withdrawal, and so never comes back to where somebody has just
// seen it: that is why one can be taken from the stack by a compare-and-swap. With all of them in the hands of who takes
// one, others would find none and make nodes, more and more of them, as long as nobody receives.
type grave[T any] struct {
	node  *node[T]
	under *grave[T]
}

// anybody reports whether somebody is in line, dead or alive.
func (l *line[T]) anybody() bool {
	// Pairs with the CompareAndSwap in enter: see there.
	return l.front.Load() != nil || l.top.Load() != nil
}

// enter puts v in line, in n, if that isn't nil, or another node, which it returns. The caller must look at
// the gate afterwards.
func (c *channel[T]) enter(n *node[T], v *T) *node[T] {
	l := &c.line
	d := l.exhume() //interleave:keep n, d
	if d != nil {
		d.message.Fill(v)
		if d.revive() {
			if n != nil {
				l.spare.Put(n)
			}
			return d
		}
		d.drop() // it has left the line meanwhile, and is garbage
	}
	if n == nil {
		if n = l.spare.Get(); n == nil {
			n = newNode[T](&c.gate)
		}
	}
	n.message.Fill(v)
	n.state.Set(waiting) // nobody else has it in hand
	for {                //interleave:checkpoint n
		top := l.top.Load()
		n.next.Set(top)
		// Publishes the node. And pairs with the loads in anybody: either who has given room sees it, or
		// the gate is seen open afterwards. As a Store it would lose who came in between.
		if l.top.CompareAndSwap(top, n) {
			return n
		}
	}
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

// exhume takes a dead node out of the graves, if there is one that is still in line, for the caller to revive.
func (l *line[T]) exhume() *node[T] {
	for { //interleave:checkpoint
		g := l.graves.Load()
		if g == nil {
			return nil
		}
		// The second step pairs with claim and release: if they come first, the node has left the line, and is garbage.
		if l.graves.CompareAndSwap(g, g.under) && g.node.state.CompareAndSwap(dead, reviving) {
			return g.node
		}
	}
}

// pop takes out who came first, or returns nil. The receiver only, which must look afterwards whether the channel is closed, and
// then take out all: close doesn't see those whom pop is just turning round.
func (c *channel[T]) pop() *node[T] {
	l := &c.line
	if n := l.front.Load(); n != nil {
		// Pairs with the Load in empty: see giveRoom.
		l.front.Store(n.next.Get())
		return n
	}
	if l.top.Load() == nil {
		if l.graves.Load() != nil {
			// Garbage, all of them, or to be dropped when the receiver comes to it. Pairs with the CompareAndSwaps in bury and exhume: a grave
			// that is dug meanwhile may be lost, and then nobody takes its place over.
			l.graves.Store(nil)
		}
		return nil
	}
	// Pairs with the CompareAndSwap in enter.
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
		// Pairs with the Load in empty: see giveRoom.
		l.front.Store(rest)
	} //interleave:keep n
	return n
}

// release lets go of all from n on.
func (l *line[T]) release(n *node[T]) {
	for n != nil {
		// Before it is the sender's again.
		next := n.next.Get() //interleave:keep n, next
		n.release()
		n = next
	}
}

// empty lets go of all who are in line, after the channel was closed.
func (l *line[T]) empty() {
	l.release(l.top.Swap(nil)) //interleave:checkpoint
	// The receiver may be taking them out meanwhile. It lets go of them as well, since it looks at tail after that: so none
	// of them gets in line again, and to be let go of twice does no harm.
	l.release(l.front.Load())
}
