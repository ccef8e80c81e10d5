package mpsc

import (
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// How it works.
//
// Messages have positions: 0, 1, 2, and so on. A send takes the next one, by a
// compare-and-swap of tail, writes its message into that position's slot of the ring, and
// publishes it by the slot's mark. The receiver goes from slot to slot; where the
// mark is the position's, the message is there, and it is the receiver's. Nothing
// is written to say that a slot is free again: the receiver sets limit, the first position
// that may not be taken yet, once for a quarter of the ring. So a message costs its sender
// two read-modify-writes and the receiver next to none.
//
// Who owns what:
//
//	a position         whoever moved tail past it
//	its slot           the same, until the mark is set; then the receiver, until limit
//	                   lets the slot's next position be taken
//	tail               everybody; it only grows, and gets two bits: see gate.go
//	limit              the receiver
//	a node in line     the sender whose message is in it; but see place.go
//	hand               whoever cleared parked, until the receiver runs again
//
// A receiver that finds the ring empty, under a context that can't be cancelled, stops with the
// bit parked in tail: the step fails if a position was taken. Whoever clears the bit
// knows that the receiver has stopped and that its message is the next, so it hands the message over
// without a position, and makes the receiver ready. (Go's channels do the same under their
// lock.) Otherwise the receiver sleeps on a diatomic.WakeSink, which each send looks at when its
// message is published.
//
// A sender that finds tail at limit stands in line: it puts its message into a node (place.go), the node into
// the line (line.go), and sleeps there. The receiver gives the room that it has first to
// those in line: it takes the message out of the node, and a position for it beyond limit, and
// wakes the sender, whose send is then done.
//
// Every sleep follows the same rule: make known that you sleep, look once more, sleep; against: change,
// then look for sleepers.
//
//	receiver, parked     the CompareAndSwap of tail is all three in one step
//	receiver, on sink    looks at the mark of head, and at tail
//	  send               sets the mark, notifies
//	  close              sets the bit in tail, notifies
//	sender               gets in line; looks at tail and limit; sleeps until its node is taken out of the line
//	  receiver gives     takes out those who are in line; sets limit; takes out those who have come meanwhile
//	  close              sets the bit in tail, lets go of all
//
// Who is taken out is served or, if there is room for everybody, or the channel is closed, told to try
// again by itself.
//
// A sender that gets in line doesn't wake the receiver. It need not. A receiver has given all its room
// before it sleeps, and then looked at the line. Either it saw the sender
// there; or the sender sees the room, or that the receiver is parked, when it looks at the gate,
// and sends by itself. A sender that sees neither has messages before it in
// the ring, of which the receiver is told.
//
// Order. The messages of one goroutine get rising positions, and one that stands in line isn't
// sent until it has a position. One that is handed over finds the ring empty: what that goroutine sent before was received.
//
// Linearization. A send by a position takes effect where tail is moved, and a receive where it loads the mark,
// with the allowance that a queue whose next message is not yet published may be
// found empty. A message that is handed over is sent and received where parked is
// cleared. A message that the receiver takes from the line is sent where it moves tail, or just before a close that
// comes between that and its look at tail.

// slot is one element of the ring.
type slot[T any] struct {
	// mark is one more than the position of the last message that was put here.
	mark seam.Uint64
	// message belongs to the sender of that position until mark is set, then to the receiver.
	message seam.Cell[T]
}

// channel is what a Sender and its Receiver share.
type channel[T any] struct {
	gate gate

	// hand holds a message that is handed over, and handed says that one is: written by who
	// cleared parked, before the receiver runs again.
	handed seam.Cell[bool]
	hand   seam.Cell[T]

	// Fixed by New.
	ring     []slot[T] // a power of two
	capacity uint64

	// line is where senders wait for room.
	line line[T]

	// sink is where the receiver sleeps, if not at the gate.
	sink diatomic.WakeSink
}

// slot returns the slot of a position.
func (c *channel[T]) slot(position uint64) *slot[T] {
	return &c.ring[position&uint64(len(c.ring)-1)]
}

// put sends v if that is possible without waiting. If not, it returns ErrFull or ErrClosed.
func (c *channel[T]) put(v *T) error {
	for { //interleave:checkpoint
		t := c.gate.tail.Load()
		// Pairs with the Store in giveAll: whoever sees the new limit sees the slots that it
		// frees cleared. Without it a message could be wiped out.
		if t < c.gate.limit.Load() {
			// Makes the position ours. As a load and a store, two senders could take the same one.
			if c.gate.tail.CompareAndSwap(t, t+1) {
				s := c.slot(t) //interleave:checkpoint t
				s.message.Fill(v)
				// Publishes the message: pairs with the Load of mark in the receiver.
				s.mark.Store(t + 1) //interleave:checkpoint
				c.sink.Source().Notify()
				return nil
			}
		} else if t < parked {
			if c.capacity == 0 {
				panic("mpsc: send on a zero Sender: get one from New")
			}
			return ErrFull
		} else if t&closed != 0 {
			return ErrClosed
		} else if c.gate.tail.CompareAndSwap(t, t&^parked) {
			// Pairs with the one in commitReceiver: the receiver has stopped, and the ring was empty until
			// this step, so the message is the next.
			c.hand.Fill(v) //interleave:checkpoint
			c.handed.Set(true)
			ready(c.gate.g.Get())
			return nil
		}
		pause() // somebody else's step was made
	}
}

// pause backs off after a lost race for tail, for some microseconds. It waits for nobody. Processors that
// send without it take the cache lines of the channel from each other for every message; with it, one of
// them moves a good many meanwhile: where such a transfer is slow, the rate of 13 senders on two processors
// nearly doubles, and their processor time per message is halved.
func pause() {
	for range 10000 {
	}
}

// close closes the channel, for either side.
func (c *channel[T]) close() {
	if c.capacity == 0 {
		panic("mpsc: Close of a zero Sender: get one from New")
	}
	for { //interleave:checkpoint
		t := c.gate.tail.Load()
		if t&closed != 0 {
			return
		}
		// From here on no position is taken, but for those in line whom the receiver is just serving. A load and a
		// store instead would take back a position that is taken in between.
		if c.gate.tail.CompareAndSwap(t, t&^parked|closed) {
			if t&parked != 0 {
				ready(c.gate.g.Get())
			}
			break
		}
	} //interleave:checkpoint
	// Whoever gets in line after that looks at tail before it sleeps.
	c.line.empty() //interleave:checkpoint
	c.sink.Source().Notify()
}

// length is the number of messages in the ring, for others than the receiver: room that
// has not been given back yet counts as taken.
func (c *channel[T]) length() int {
	for {
		t, l := c.gate.tail.Load(), c.gate.limit.Load()
		if c.gate.tail.Load() == t { // else a limit from before or after t, and too many or too few messages
			return clamp(t&position+c.capacity, l, c.capacity)
		}
	}
}

// clamp returns a - b, but at least 0 and at most c.
func clamp(a, b, c uint64) int {
	if a <= b {
		return 0
	}
	return int(min(a-b, c))
}
