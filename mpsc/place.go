package mpsc

import "github.com/diatomic-go/diatomic/internal/seam"

// place is where one sender waits, with its message.
type place[T any] struct {
	bed

	// message is the sender's, and the receiver's while state is claimed.
	message seam.Cell[T]

	// Fixed.
	c     *channel[T]
	block *block[T]
	bit   uint64      // in block
	ready func() bool // over
}

func newPlace[T any](c *channel[T], b *block[T], bit uint64) *place[T] {
	p := &place[T]{c: c, block: b, bit: bit}
	p.ready = p.over
	return p
}

// enter begins a stay, with v to be sent. The sender must look at the gate before it sleeps.
func (p *place[T]) enter(v T) {
	p.stay.Set(p.state.Load() & number)
	p.message.Set(v)
	if p.block != &p.c.line.first {
		// Before the bit: beyond must never be less than the number of bits.
		p.c.line.beyond.Add(1)
	}
	// Publishes the message, and the place. Pairs with the Load in turn. And with the one in
	// anybody: either the receiver sees this bit after it has set limit, or the sender sees that
	// limit in the look that it takes afterwards.
	p.block.waiting.Or(p.bit)
}

// over reports whether there is anything to be done by the sender: its message was sent, or
// it can send it itself.
func (p *place[T]) over() bool {
	// Pairs with the Swap in settle.
	s := p.state.Load()
	return s&number != p.stay.Get() || s&claimed == 0 && p.c.gate.open()
}

// hide takes the place out of the sight of the receiver. It may be called twice in a stay.
func (p *place[T]) hide() {
	// A bit is cleared before the stay ends in which it was set: look relies on that.
	if p.block == &p.c.line.first {
		p.block.waiting.And(^p.bit)
	} else if p.block.waiting.And(^p.bit)&p.bit != 0 {
		p.c.line.beyond.Add(-1)
	}
}

// withdraw ends the stay, unless the receiver has the message. The sender only.
func (p *place[T]) withdraw() bool {
	p.hide()
	for {
		s := p.state.Load()
		if s&^noticed != p.stay.Get() {
			return false
		}
		// Pairs with the one in claim: one of the two fails.
		if p.state.CompareAndSwap(s, p.stay.Get()+next) {
			p.empty()
			return true
		}
	}
}

// look returns the number of the stay of the sender that waits here, if one does. The receiver only.
func (p *place[T]) look() (n uint64, ok bool) {
	n = p.state.Load() & number
	// After the number: the bit was set in this stay, or in a later one, and then claim fails.
	return n, p.block.waiting.Load()&p.bit != 0
}

// claim makes the message of stay n the receiver's, if it has not ended. The receiver only.
func (p *place[T]) claim(n uint64) bool {
	for {
		s := p.state.Load()
		if s&number != n {
			return false
		}
		// Pairs with the one in withdraw: one of the two fails. It also fails if the sender
		// falls asleep or is roused.
		if p.state.CompareAndSwap(s, s|claimed) {
			p.hide()
			return true
		}
	}
}

// empty takes the message out.
func (p *place[T]) empty() T {
	var zero T
	v := p.message.Get()
	p.message.Set(zero)
	return v
}

// leave gives the place back to the line.
func (p *place[T]) leave() {
	// Pairs with the CompareAndSwap in line.take, by which the next sender gets it.
	p.block.taken.And(^p.bit)
}
