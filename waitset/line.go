package waitset

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
)

// line is where the ready sources stand, in two parts. Notifiers push onto a stack,
// newest on top; the consumer, when it has come to the end of its own part, takes the
// whole stack and turns it round. So the order is that of the pushes, and each node is
// moved once.
//
// Why a stack: a push is done in one step. In a queue with two ends (Vyukov's) it takes
// two, and a notifier that is descheduled between them hides from the consumer all who
// come after it. Here it holds back nothing but its own source. And since nodes leave the
// stack only all at once, its top may be the same node again between a load and a
// compare-and-swap: what is linked to it is right all the same.
type line struct {
	// top is the newest node on the stack, or nil. Notifiers push; the consumer takes
	// all.
	top atomic.Pointer[node]

	// sink is where the consumer sleeps. Its predicate is next, or some.
	sink diatomic.WakeSink

	// first and last are the ends of the consumer's part, oldest first; both are nil if
	// it is empty. The consumer only.
	first, last *node

	// in and out count the nodes that the consumer's part has got, and those that have
	// left it: there are in-out. The consumer only.
	in, out uint64

	// Against two consumers at once: busy while a call of the consumer's is under way,
	// and guard as well with the race detector.
	busy  bool
	guard race.Guard
}

// begin begins a call that is the consumer's.
func (l *line) begin() {
	if !l.guard.Enter() || l.busy {
		panic(twoConsumers)
	}
	l.busy = true
}

// end ends it.
func (l *line) end() {
	l.busy = false
	l.guard.Leave()
}

// push puts a node, whose state the caller has made queued, at the end of the line.
func (l *line) push(n *node) {
	for { //interleave:checkpoint n
		top := l.top.Load()
		n.next.Set(top)
		// Publishes the node, and next in it: pairs with the Swap in refill. As a Store,
		// it would lose a node that was pushed since the load. If it fails, another's
		// step was made.
		if l.top.CompareAndSwap(top, n) {
			break
		}
	}
	// Also if the stack was not empty: whoever pushed first may not have come here yet,
	// and to rely on it would let it hold back this source too. It is one load if the
	// consumer is awake.
	l.sink.Source().Notify()
}

// refill adds to the consumer's part what is on the stack. It reports whether that was
// anything.
func (l *line) refill() bool {
	// Pairs with the CompareAndSwap in push: what is missed here was pushed later, and
	// its notifier finds the consumer registered. It only saves the Swap when there is
	// nothing.
	if l.top.Load() == nil {
		return false
	}
	// Takes over the nodes: pairs with the CompareAndSwap in push. As a load and a store,
	// it would lose what is pushed in between.
	n := l.top.Swap(nil)
	last := n
	var first *node
	for n != nil {
		next := n.next.Get()
		n.next.Set(first)
		first, n = n, next
		l.in++
	}
	if l.last == nil {
		l.first = first
	} else {
		l.last.next.Set(first)
	}
	l.last = last
	return true
}

// pop takes the first node out of the consumer's part, which is not empty.
func (l *line) pop() *node {
	n := l.first
	l.first = n.next.Get()
	if l.first == nil {
		l.last = nil
	}
	n.next.Set(nil) // an idle node keeps no others alive
	l.out++
	return n
}

// next takes the source that has been ready for longest.
func (l *line) next() (*node, bool) {
	for l.first != nil || l.refill() {
		if n := l.pop(); n.take() {
			return n, true
		}
	}
	return nil, false
}

// some reports whether next would find one, and takes none but the removed.
func (l *line) some() bool {
	for l.first != nil || l.refill() {
		// Pairs with the Store in Remove.
		if l.first.state.Load() == queued {
			return true
		}
		l.pop()
	}
	return false
}
