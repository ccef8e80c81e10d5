package mpsc

import (
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// place is a place in line, for one stay after the other. Who has taken it out of the line is its
// remover: the receiver, or close; both may let go of one in the front. The state says whose it is, and what became of the message:
//
//	waiting -> claimed  the remover has the message
//	claimed -> sent     and has sent it
//	waiting -> sent     both in one step, if the sender is asleep: then it can't come between
//	waiting -> off      the remover does nothing for it: the sender tries again
//	waiting -> dead     the sender has withdrawn, while the place was in line
//	dead -> reviving    another sender takes the place over, and puts its message there
//	reviving -> waiting that sender stands in line, where the other did
//	dead -> off, reviving -> off   the remover came first
//
// sent and off give the place back to the sender. One that was dead before is garbage then.
//
// A sender that has stopped has set asleep, beside waiting or claimed. Whoever ends that state makes it run.
type place struct {
	// sink is where the sender sleeps under a context that can be cancelled, and where the runtime
	// can't be asked to stop it. It comes first, so that what follows is in one cache line with the message.
	sink diatomic.WakeSink

	state seam.Uint32

	// g is the sender that has stopped: written before asleep is set, read by who clears it.
	g seam.Cell[uintptr]
}

const (
	waiting uint32 = iota
	claimed
	sent
	off
	dead
	reviving

	asleep uint32 = 8
)

// over reports whether the stay is: the place is the sender's again.
func over(s uint32) bool { return s == sent || s == off }

// claim makes the message the remover's, if there is one, and returns the state before. The receiver only.
func (p *place) claim() (was uint32, ok bool) {
	for { //interleave:checkpoint p
		s := p.state.Load()
		next := off
		switch s {
		case waiting | asleep:
			return s, true // it can't withdraw, and close doesn't come to it any more: the place is the receiver's
		case waiting:
			next = claimed
		}
		// Pairs with the ones in withdraw and revive: one of the two fails. It also fails if the sender falls asleep.
		if p.state.CompareAndSwap(s, next) {
			return s, next != off
		}
	}
}

// settle ends what claim began, which returned was.
func (p *place) settle(was uint32) {
	if was&asleep != 0 {
		p.state.Set(sent)
	} else {
		// Gives the place back to the sender. It also takes over the duty to make the sender run: as a
		// plain Store it would lose sight of one that has just fallen asleep.
		was = p.state.Swap(sent)
	} //interleave:checkpoint p, was
	p.wake(was)
}

// release does nothing for the sender, but wake it. For the remover, and for close.
func (p *place) release() {
	for { //interleave:checkpoint p
		s := p.state.Load()
		// Pairs with the ones in withdraw, revive and commitSender.
		if p.state.CompareAndSwap(s, off) { //interleave:checkpoint p, s
			if s&^asleep == waiting {
				p.wake(s)
			}
			return
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

// revive makes a place wait again, unless it has left the line. Who has exhumed it only.
func (p *place) revive() bool {
	// Pairs with claim and release: one of the two fails. It publishes the message, and the looks at the gate that follow
	// come after it, as after the CompareAndSwap in enter.
	return p.state.CompareAndSwap(reviving, waiting)
}

// node is a place with its message, and its links.
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

// drop makes the node forget its message. Whose it is may call it.
func (n *node[T]) drop() { n.message.Set(*new(T)) }
