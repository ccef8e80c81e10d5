package mpsc

import (
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// place is a place in line, for one stay after the other. The remover is whoever has
// taken it out of the line: the receiver, or close; both may let go of a place in the
// front. The state says whose the place is, and what became of the message:
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
// sent and off give the place back to the sender. One that was dead before is garbage
// then.
//
// A sender that has parked has set asleep, beside waiting or claimed. The goroutine that
// ends that state makes the sender run.
type place struct {
	// sink is where the sender sleeps if it doesn't park. It comes first, so that what
	// follows is in one cache line with the message.
	sink diatomic.WakeSink

	state seam.Uint32

	// g is the sender that has parked: written before asleep is set, read by who clears
	// it.
	g seam.Cell[seam.G]
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

// claim makes the message the remover's, if there is one, and returns the state before.
// The receiver only.
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
		// Pairs with the ones in withdraw and revive: one of the two fails. It also fails
		// if the sender falls asleep.
		if p.state.CompareAndSwap(s, next) {
			return s, next != off
		}
	}
}

// finish ends what claim began, which returned was.
func (p *place) finish(was uint32) {
	if was&asleep != 0 {
		p.state.Set(sent)
	} else {
		// Gives the place back to the sender. It also takes over the duty to make the
		// sender run: a plain Store would lose sight of one that has just fallen asleep.
		was = p.state.Swap(sent)
	} //interleave:checkpoint p, was
	p.wake(was)
}

// letGo does nothing for the sender, except to wake it. For the remover, and for close.
func (p *place) letGo() {
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
		seam.Ready(p.g.Get())
	} else {
		// The place may be in use again by now. Then this is a wake-up for nothing.
		p.sink.Source().Notify()
	}
}

// withdraw ends the stay if nobody else has. The sender only.
func (p *place) withdraw() bool {
	// Pairs with claim and letGo: one of the two fails.
	return p.state.CompareAndSwap(waiting, dead)
}

// revive makes a place wait again, unless it has left the line. It is for the sender that
// has exhumed it.
func (p *place) revive() bool {
	// Pairs with claim and letGo: one of the two fails. It publishes the message, and the
	// looks at the gate that follow come after it, as after the CompareAndSwap in join.
	return p.state.CompareAndSwap(reviving, waiting)
}

// node is a place with its message, and its links.
type node[T any] struct {
	place

	// message is the sender's before it joins the line and when it has withdrawn, the
	// remover's from claim on.
	message seam.Cell[T]

	// next is written before the node is in line, then by who has taken it out.
	next seam.Cell[*node[T]]

	gate      *gate
	predicate func() bool // mayGo, made once
}

func newNode[T any](g *gate) *node[T] {
	n := &node[T]{gate: g}
	n.predicate = n.mayGo
	return n
}

// mayGo reports whether there is anything to do for the sender: its stay is over, or it
// may send by itself.
func (n *node[T]) mayGo() bool {
	// Pairs with the steps of the remover.
	s := n.state.Load()
	return over(s) || s == waiting && n.gate.open()
}

// drop makes the node forget its message. The node must be the caller's.
func (n *node[T]) drop() { n.message.Set(*new(T)) }
