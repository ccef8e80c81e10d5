package waitset

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
)

// line holds the ready sources, in two parts. Notifiers push nodes onto a stack, newest
// on top. When the consumer's own part is empty, the consumer takes the whole stack and
// reverses it. So nodes leave in the order of their pushes, and each is moved once.
//
// Why a stack: a push takes one step. In a queue with two ends (Vyukov's) a push takes
// two, and a notifier that is descheduled between them hides all later nodes from the
// consumer. Here it holds back only its own source. There is no ABA problem: nodes leave
// the stack only all at once, so if the top is the same node again at the
// compare-and-swap, the link to it is still right.
type line struct {
	// top is the newest node on the stack, or nil. Notifiers push; the consumer takes
	// all.
	top atomic.Pointer[node]

	// sink is where the consumer sleeps. Its predicate calls next or some.
	sink diatomic.WakeSink

	// first and last are the ends of the consumer's part, oldest first. Both are nil if
	// the part is empty. The consumer only.
	first, last *node

	// in counts the nodes that have entered the consumer's part, and out those that have
	// left it, so the part holds in-out nodes. The consumer only.
	in, out uint64

	// These detect two consumers at once. busy is set while one of the consumer's calls
	// is under way; guard does the same in builds with the race detector.
	busy  bool
	guard race.Guard
}

// begin marks the start of one of the consumer's calls.
func (l *line) begin() {
	if !l.guard.Enter() || l.busy {
		panic(twoConsumers)
	}
	l.busy = true
}

// end marks the end of that call.
func (l *line) end() {
	l.busy = false
	l.guard.Leave()
}

// push puts a node at the end of the line. The caller has made its state queued.
func (l *line) push(n *node) {
	for { //interleave:checkpoint n
		top := l.top.Load()
		n.next.Set(top)
		// Publishes the node and its next: pairs with the Swap in refill. A Store would
		// lose a node that was pushed since the load. If the step fails, another
		// goroutine's has succeeded.
		if l.top.CompareAndSwap(top, n) {
			break
		}
	}
	// Even if the stack wasn't empty: the notifier that pushed first may not have come
	// here yet, and relying on it would let it hold back this source too. This is one
	// load if the consumer is awake.
	l.sink.Source().Notify()
}

// refill moves the nodes on the stack to the consumer's part. It reports whether there
// were any.
func (l *line) refill() bool {
	// Pairs with the CompareAndSwap in push: a node that this load misses is pushed
	// later, and its notifier finds the consumer registered. The load is here only to
	// save the Swap when the stack is empty.
	if l.top.Load() == nil {
		return false
	}
	// Takes over the nodes: pairs with the CompareAndSwap in push. A load and a store
	// would lose the nodes that are pushed in between.
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

// pop takes the first node out of the consumer's part, which must not be empty.
func (l *line) pop() *node {
	n := l.first
	l.first = n.next.Get()
	if l.first == nil {
		l.last = nil
	}
	n.next.Set(nil) // so that an idle node keeps no other alive
	l.out++
	return n
}

// next takes the source that has been ready for longest, if there is one.
func (l *line) next() (*node, bool) {
	for l.first != nil || l.refill() {
		if n := l.pop(); n.take() {
			return n, true
		}
	}
	return nil, false
}

// some reports whether next would find a source. It takes only removed sources out of the
// line.
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
