package mpsc

import (
	"context"
	"errors"
	"math"
	"math/bits"
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// How it works.
//
// Messages have positions: 0, 1, 2, and so on. A send takes the next position, by a
// compare-and-swap of tail, writes its message into that position's slot of the ring, and
// publishes the message by setting the slot's mark. The receiver goes from slot to slot.
// If the mark is that of the position, the message is there, and belongs to the receiver.
// No slot is marked free again: instead each receive ends with a store of room, the first
// position that may not be taken yet. Reading room for every message would take its cache
// line away from the receiver. So senders go on up to limit, which is what one of them
// last read in room. So a message costs its sender two read-modify-writes and its
// receiver one store.
//
// Who owns what:
//
//	a position         the sender that moved tail past it
//	its slot           the same sender, until the mark is set; then the receiver, until
//	                   room lets the slot's next position be taken
//	tail               everybody; it only grows, unless a send finds an unbounded channel
//	                   closed and takes its step back; and it has three bits: see below
//	room               the receiver
//	limit              the senders
//	a node in line     the sender whose message is in it; but see place.go
//	hand               the sender that cleared parked, until the receiver runs again
//
// A receiver that finds the ring empty, under a context that can't be cancelled, parks by
// setting the bit parked in tail; that step fails if a position was taken. The sender
// that clears the bit knows that the receiver has stopped and that its own message is the
// next. So it hands the message over without a position, and makes the receiver run.
// (Go's channels do the same under their lock.) In all other cases the receiver sleeps on
// a diatomic.WakeSink, which each send notifies when its message is published.
//
// A sender that finds tail at room stands in line: it puts its message into a node
// (place.go) and the node into the line (line.go), and sleeps there. The receiver gives
// room to the senders in line first: it takes the message out of the node, takes a
// position for it beyond room, and wakes the sender, whose send is then done.
//
// Every sleep follows the same rule: announce it, look once more, sleep. So does every
// change: make it, then look for sleepers.
//
//	receiver, parked     does all three in one step, the CompareAndSwap of tail
//	receiver, on sink    looks at the mark of head, and at tail
//	  send               sets the mark, notifies
//	  close              sets the bit in tail, notifies
//	sender               joins the line; looks at tail and room; sleeps until its node is
//	                     taken out of the line
//	  receiver gives     takes out the senders in line; sets room; takes out those that
//	                     have come meanwhile
//	  close              sets the bit in tail, lets go of all
//
// A sender that is taken out is served, unless there is room for everybody or the channel
// is closed. Then the receiver lets go of the sender, which tries again by itself.
//
// A sender that joins the line doesn't wake the receiver, and need not. Each receive
// gives the room of its message, and then looks at the line. Either the receiver sees the
// sender there; or the sender, when it looks at the gate, sees that there is room or that
// the receiver is parked, and sends by itself. If a sender sees neither, the ring is
// full: the receiver takes out the sender with the next message, and the senders of the
// messages in the ring have told the receiver of them.
//
// Capacity is exact: room is head + capacity whenever no receive is under way, unless
// senders in line have got the room; then tail is at head + capacity. So a sender that
// finds tail at room has found the channel full.
//
// Order. The messages of one goroutine get rising positions, and a message that stands in
// line isn't sent until it has a position. When a message is handed over, the ring is
// empty, so the earlier messages of its goroutine have been received.
//
// Linearization. A send that takes a position takes effect where it moves tail, and a
// receive where its room is given: by the store of room, or by the step of tail for a
// sender in line. Until then, senders find the channel full. There is one allowance: a
// receiver may find the queue empty if the next message isn't published yet. A message
// that is handed over is sent and received where parked is cleared. A message that the
// receiver takes from the line is sent where the receiver moves tail. But if the channel
// is closed between the receiver's look at tail and that step, the message is sent just
// before the close.

// slot is one element of the ring.
type slot[T any] struct {
	// message belongs to the sender of a position until mark is set, then to the
	// receiver. It comes first, since a field of size zero takes room at the end of a
	// struct.
	message seam.Cell[T]

	// mark is one more than the position of the last message that was put into the slot.
	mark seam.Uint64
}

// channel is what a Sender and its Receiver share. In a bounded channel it is part of a
// bounded. An unbounded one, of which there may be very many, has no more than this.
//
// It takes three cache lines. The first is written with each send, and has last too,
// which senders read. Room is in the third, which is written with each receive. What both
// sides read with each message, and what is seldom written, is in the second.
type channel[T any] struct {
	gate gate

	// end is nil until Done is called.
	end atomic.Pointer[end]

	// capacity is fixed by New: unlimited in an unbounded channel, and 0 in a zero
	// Sender.
	capacity uint64

	// last is where senders look for their slots, in an unbounded channel that isn't
	// closed. Otherwise it is nil.
	last atomic.Pointer[segment[T]]

	// spare is the first slot of a segment of an unbounded channel that isn't used any
	// more.
	spare atomic.Pointer[slot[T]]

	// from is the segment of head in an unbounded channel. The receiver only.
	from *segment[T]

	// ring is where the receiver looks for messages: a power of two of slots. The
	// receiver only. In a bounded channel it is fixed.
	ring []slot[T]

	// line is where senders wait for room.
	line line[T]

	// sink is where the receiver sleeps, if it doesn't park at the gate.
	sink diatomic.WakeSink

	// room is the first position that may not be taken yet, except for a sender in line:
	// at most head + capacity. In an unbounded channel it is the position up to which all
	// messages were received. Only the receiver sets room, and never lowers it.
	room atomic.Uint64
}

// unlimited is the capacity of an unbounded channel.
const unlimited = math.MaxUint64

// bounded is a bounded channel.
type bounded[T any] struct {
	Sender[T]

	_ pad

	// hand holds a message that is being handed over, and handed says that there is one.
	// The sender that cleared parked writes both, before the receiver runs again.
	handed seam.Cell[bool]
	hand   seam.Cell[T]

	// slots is the ring once more, for the senders. Fixed by New.
	slots []slot[T]

	nodes nodes[T]
}

// bounded returns the bounded channel that c is part of. Not for unbounded channels, nor
// for zero Senders: the memory of both ends with c.
func (c *channel[T]) bounded() *bounded[T] { return (*bounded[T])(unsafe.Pointer(c)) }

// nodes returns the spare nodes and the graves of a bounded channel. A pointer to them in
// the channel would be in a cache line that senders in line write.
func (c *channel[T]) nodes() *nodes[T] { return &c.bounded().nodes }

// end is what Done returns. It is taken from a context, since its channel may be closed
// by two goroutines at once.
type end struct {
	done  <-chan struct{}
	close context.CancelFunc
}

// The three highest bits of gate.tail. Since they are above any limit, a sender notices
// them by the comparison that it makes anyway.
const (
	// parked: the ring is empty and the receiver has stopped in Recv. The goroutine that
	// clears the bit makes the receiver run. That is a sender, with a message in hand, or
	// close, without one.
	parked uint64 = 1 << 62

	// closed: senders take no position any more.
	closed uint64 = 1 << 63

	// skipped: the receiver of an unbounded channel has taken the positions below limit
	// itself, and has still to say so in room. The receiver sets and clears it.
	skipped uint64 = 1 << 61

	position = skipped - 1
)

// gate is where positions are taken. It isn't generic: only if a function that isn't
// generic calls the methods of sync/atomic in this package does the compiler inline them
// in others.
type gate struct {
	// tail is the next position, perhaps with some of the bits. Everybody adds to tail. A
	// send that finds an unbounded channel closed takes back what it has added. The
	// receiver sets parked, when tail equals its head.
	tail atomic.Uint64

	// parkAt is a copy of Receiver.head, made before the receiver parks, for
	// commitReceiver. The receiver only.
	parkAt uint64

	// g is the receiver that has stopped. It is written before parked is set, and read by
	// the goroutine that clears parked.
	g seam.Cell[seam.G]

	// limit is what a sender has read in room, so that not every send needs to look
	// there. It is never above room. In an unbounded channel it is what room will be,
	// while skipped is set, and the receiver's.
	limit atomic.Uint64
}

// pad keeps fields that different goroutines write in different cache lines.
type pad [64]byte

// open reports whether a send need not wait: there is room, or a receiver to hand the
// message to, or an error to return.
func (c *channel[T]) open() bool {
	// The loads pair with the steps that open the gate: the Store in publish, and the
	// CompareAndSwaps in commitReceiver and close. The goroutine that opens the gate
	// looks at the line after that; when a receiver parks, the ring is empty, and nobody
	// is asleep in line.
	t := c.gate.tail.Load()
	return t >= parked || t < c.room.Load()
}

// raise raises limit to room, if position t is below that, and reports whether it is.
func (k *gate) raise(t, room uint64) bool {
	if t >= room {
		return false
	}
	// Passes on, to the Load in put, what was published with room. If another sender has
	// stored more in the meantime, limit is lower than it could be, and the next sender
	// that comes to it raises it again.
	k.limit.Store(room)
	return true
}

// New returns the two sides of a channel that holds up to capacity messages. It panics if
// capacity is below 1 or above 1<<30, or if so many messages of type T exceed the address
// space. See "Room and memory" in the package documentation.
func New[T any](capacity int) (rx *Receiver[T], tx *Sender[T]) {
	if capacity < 1 {
		panic("mpsc: New with a capacity below 1: give it room for one message at least")
	}
	if capacity > 1<<30 {
		panic("mpsc: New with a capacity above 1<<30: all the room is allocated at once")
	}
	b := new(bounded[T])
	c := &b.c
	b.slots = makeRing[T](capacity)
	c.ring = b.slots
	c.capacity = uint64(capacity)
	c.room.Store(c.capacity)
	c.gate.limit.Store(c.capacity)
	rx = &Receiver[T]{c: c, ahead: c.capacity, given: c.capacity, step: max(1, c.capacity/4)}
	rx.hasPointers = hasPointers(reflect.TypeFor[T]())
	return rx, &b.Sender
}

func makeRing[T any](capacity int) []slot[T] {
	defer func() {
		if recover() != nil {
			panic("mpsc: New with a capacity too large for messages of this type: lower it, or send pointers")
		}
	}()
	return make([]slot[T], 1<<bits.Len(uint(capacity-1)))
}

// hasPointers reports whether a value of type t may keep other memory alive.
func hasPointers(t reflect.Type) bool {
	switch k := t.Kind(); {
	case k >= reflect.Bool && k <= reflect.Complex128: // the numbers
		return false
	case k == reflect.Array:
		return t.Len() > 0 && hasPointers(t.Elem())
	case k == reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	}
	return true
}

// Errors are returned as they are, never wrapped.
var (
	// ErrClosed is returned by sends on a closed channel, and by receives when it has no
	// more messages.
	ErrClosed = errors.New("mpsc: channel is closed")

	// ErrFull is returned by TrySend when there is no room.
	ErrFull = errors.New("mpsc: channel is full")

	// ErrEmpty is returned by TryRecv, TryRecvBatch and Poll when there is no message.
	ErrEmpty = errors.New("mpsc: channel is empty")
)

// slot returns the slot of a position, for the receiver.
func (c *channel[T]) slot(position uint64) *slot[T] {
	return &c.ring[position&uint64(len(c.ring)-1)]
}

// slot returns the slot of a position, for a sender.
func (b *bounded[T]) slot(position uint64) *slot[T] {
	return &b.slots[position&uint64(len(b.slots)-1)]
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
		// From here on no position is taken, except for senders in line that the receiver
		// is serving just now. A load and a store instead would take back a position that
		// is taken in between.
		if c.gate.tail.CompareAndSwap(t, t&^parked|closed) {
			if t&parked != 0 {
				seam.Ready(c.gate.g.Get())
			}
			break
		}
	} //interleave:checkpoint
	// A sender that joins the line after this looks at tail before it sleeps.
	if c.capacity == unlimited {
		c.last.Store(nil) // so that sends don't take positions in vain
	} else {
		c.line.clear()
	} //interleave:checkpoint
	// Pairs with the CompareAndSwap in done. It comes before Notify, which may run a
	// Waker that panics.
	if e := c.end.Load(); e != nil {
		e.close()
	} //interleave:checkpoint
	c.sink.Source().Notify()
}

// done returns a channel that is closed when c is.
func (c *channel[T]) done() <-chan struct{} {
	if c.capacity == 0 {
		panic("mpsc: Done of a zero Sender: get one from New")
	}
	e := c.end.Load()
	if e == nil {
		ctx, cancel := context.WithCancel(context.Background())
		// Publishes the end, before the look at tail: either close sees the end, or the
		// look sees the close.
		if e = (&end{ctx.Done(), cancel}); !c.end.CompareAndSwap(nil, e) {
			e = c.end.Load() // another goroutine's
		}
	}
	if c.gate.tail.Load()&closed != 0 {
		e.close()
	}
	return e.done
}

// length returns the number of messages in the ring, as seen by the senders.
func (c *channel[T]) length() int {
	for {
		t, room := c.gate.tail.Load(), c.room.Load()
		if t&skipped != 0 {
			room = c.gate.limit.Load()
		}
		if c.gate.tail.Load() == t { // else room may be from before or after t, and the result too high or too low
			if c.capacity != unlimited {
				room -= c.capacity
			}
			return clamp(t&position, room, c.capacity)
		}
	}
}

// most returns the capacity for Cap.
func (c *channel[T]) most() int { return int(min(c.capacity, math.MaxInt)) }

// clamp returns a - b, but at least 0 and at most c.
func clamp(a, b, c uint64) int {
	if a <= b {
		return 0
	}
	return int(min(a-b, c))
}

// noCopy makes go vet report copies of a struct that contains it.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
