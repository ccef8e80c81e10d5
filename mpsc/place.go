package mpsc

import (
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// place is a place in line, used for one stay after the other. The remover is the
// goroutine that has taken the place out of the line: the receiver, or one in close. Both
// may let go of a place in the front. The state says whose the place is, and what became
// of the message:
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
// sent and off give the place back to the sender. A place that is off after it was dead
// is garbage.
//
// A sender that has parked has set asleep, in addition to waiting or claimed. The
// goroutine that ends that state makes the sender run.
type place struct {
	// sink is where the sender sleeps if it doesn't park. It comes first, so that the
	// fields below share a cache line with the message.
	sink diatomic.WakeSink

	state seam.Uint32

	// g is the sender that has parked. It is written before asleep is set, and read by
	// the goroutine that clears asleep.
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

// over reports whether the stay is over in state s. The place is then the sender's again.
func over(s uint32) bool { return s == sent || s == off }

// claim makes the message the remover's. It returns the state before, and whether there
// was a message. The receiver only.
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
		// Pairs with the ones in withdraw and revive: one of the two fails. This one also
		// fails if the sender falls asleep.
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
		// Gives the place back to the sender. It also reads whether the sender must be
		// made to run: a plain Store would miss a sender that has just fallen asleep.
		was = p.state.Swap(sent)
	} //interleave:checkpoint p, was
	p.wake(was)
}

// letGo ends the stay without sending the message. If the sender is waiting, letGo wakes
// it, and the sender tries again. The remover and close may call letGo.
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

// wake makes the sender run, after its place has left the state was.
func (p *place) wake(was uint32) {
	if was&asleep != 0 {
		seam.Ready(p.g.Get())
	} else {
		// The place may be in use again by now. Then this wake-up is spurious.
		p.sink.Source().Notify()
	}
}

// withdraw ends the stay, and reports true, unless the remover came first. Only the
// sender may call it.
func (p *place) withdraw() bool {
	// Pairs with claim and letGo: one of the two fails.
	return p.state.CompareAndSwap(waiting, dead)
}

// revive makes a dead place wait again, and reports true, unless the place has left the
// line. Only the sender that has exhumed the place may call it.
func (p *place) revive() bool {
	// Pairs with claim and letGo: one of the two fails. It publishes the message. The
	// looks at the gate that follow come after it, as they do after the CompareAndSwap in
	// join.
	return p.state.CompareAndSwap(reviving, waiting)
}

// node is a place with its message, and its links.
type node[T any] struct {
	place

	// message is the sender's before the sender joins the line and after it has
	// withdrawn, and the remover's from claim on.
	message seam.Cell[T]

	// next is written by the sender before the node is in line, and then by the goroutine
	// that has taken the node out.
	next seam.Cell[*node[T]]

	channel   *channel[T]
	predicate func() bool // mayGo, made once
}

func newNode[T any](c *channel[T]) *node[T] {
	n := &node[T]{channel: c}
	n.predicate = n.mayGo
	return n
}

// mayGo reports whether the sender has anything to do: its stay is over, or it may send
// by itself.
func (n *node[T]) mayGo() bool {
	// Pairs with the steps of the remover.
	s := n.state.Load()
	return over(s) || s == waiting && n.channel.open()
}

// drop makes the node forget its message. The node must be the caller's.
func (n *node[T]) drop() { n.message.Set(*new(T)) }
