package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// place is a place in line. Its sender makes it anew for each stay. Who has taken it out of the line is its
// remover: the receiver, or who empties the line. The state says whose it is, and what became of the message:
//
//	waiting -> claimed  the remover has the message
//	claimed -> sent     and has sent it
//	waiting -> sent     both in one step, if the sender is asleep, so that it can't come between
//	waiting -> off      the remover does nothing for it: the sender tries again
//	waiting -> dead     the sender has withdrawn, while the place was in line
//
// sent and off give the place back to the sender. A dead one is garbage.
//
// A sender that has stopped has set asleep, beside waiting or claimed. Whoever ends that state makes it run.
type place struct {
	state atomic.Uint32

	// g is the sender that has stopped: written before asleep is set, read by who clears it.
	g seam.Cell[uintptr]

	// sink is where the sender sleeps under a context that can be cancelled, and where the runtime
	// can't be asked to stop it.
	sink diatomic.WakeSink
}

const (
	waiting uint32 = iota
	claimed
	sent
	off
	dead

	asleep uint32 = 8
)

// over reports whether the stay is: the place is the sender's again.
func over(s uint32) bool { return s == sent || s == off }

// claim makes the message the remover's, and returns the state before; or dead.
func (p *place) claim() uint32 {
	for { //interleave:checkpoint
		s := p.state.Load()
		if s == dead {
			return dead
		}
		next := claimed
		if s&asleep != 0 {
			next = sent
		}
		// Pairs with the one in withdraw: one of the two fails. It also fails if the sender falls asleep.
		if p.state.CompareAndSwap(s, next) {
			return s
		}
	}
}

// settle ends what claim began, which returned was.
func (p *place) settle(was uint32) {
	if was&asleep == 0 {
		// Gives the place back to the sender. It also takes over the duty to make the sender run: as a
		// plain Store it would lose sight of one that has just fallen asleep.
		was = p.state.Swap(sent)
	}
	p.wake(was)
}

// release does nothing for the sender, but wake it; or returns false if it has withdrawn. The remover only.
func (p *place) release() bool {
	for { //interleave:checkpoint
		s := p.state.Load()
		if s == dead {
			return false
		}
		// Pairs with the one in withdraw, and the one in commitSender.
		if p.state.CompareAndSwap(s, off) {
			p.wake(s)
			return true
		}
	}
}

// wake makes the sender run, whose place was in state was.
func (p *place) wake(was uint32) {
	if was&asleep != 0 {
		ready(p.g.Get())
	} else {
		// The place may be in use again by now. Then this is a wake-up for nothing.
		p.sink.Source().Notify()
	}
}

// withdraw ends the stay if nobody else has. The sender only.
func (p *place) withdraw() bool {
	// Pairs with claim and release: one of the two fails.
	return p.state.CompareAndSwap(waiting, dead)
}

// node is a place with its message, and its link in the line.
type node[T any] struct {
	place

	// message is the sender's before it gets in line and when it has withdrawn, the remover's from claim on.
	message seam.Cell[T]

	// next is written before the node gets in line, then by who has taken it out.
	next seam.Cell[*node[T]]

	gate  *gate
	ready func() bool // done
}

func newNode[T any](g *gate) *node[T] {
	n := &node[T]{gate: g}
	n.ready = n.done
	return n
}

// done reports whether there is anything to do for the sender: its stay is over, or it may send by itself.
func (n *node[T]) done() bool {
	// Pairs with the steps of the remover.
	s := n.state.Load()
	return over(s) || s == waiting && n.gate.open()
}

// take takes the message out. Whose it is may call it.
func (n *node[T]) take() T {
	var zero T
	v := n.message.Get()
	n.message.Set(zero)
	return v
}
