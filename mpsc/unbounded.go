package mpsc

import (
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// How an unbounded channel works.
//
// It is a bounded channel (see channel.go) without a limit, and so without a line. A send
// takes its position by adding one to tail, which never fails. So it learns only
// afterwards whether the channel was closed or the receiver parked: both bits are in what
// the addition returns. And then it looks for its slot.
//
// The slots are in segments, each of which has the positions from the limit of the one
// before up to its own limit. There are two kinds:
//
//   - A small segment, of fewer than largest slots, is a ring. It is used over and over
//     as long as the receiver keeps up. A sender whose position p isn't below the limit
//     raises the limit to room + size, if that is above p: then the position p - size was
//     received. If it isn't, the sender sets full in the limit.
//   - A large segment has its positions once. Its limit is full from the beginning.
//
// A limit that is full never changes again: the next segment begins there. Any sender
// that needs the next one links it, and stores it in last. It has growth times as many
// slots, but at most largest.
//
//	p >= limit, room + size > p    limit := room + size
//	p >= limit, room + size <= p   limit |= full
//	p >= limit, full, no next      next := a new segment
//	p >= limit, full, next         last := next
//
// Each of these steps is one CompareAndSwap. So no sender waits for another: if one is
// descheduled between two steps, the next one goes on.
//
// A sender finds the slot of its position. It loads last, then takes the position. A
// segment becomes last only once tail is at its beginning or above, and tail never goes
// below that again: so the position isn't before that segment, and the sender goes on
// from it, until the position is below the limit. All senders agree on where a
// position is: if p is below a limit once, it stays so, and above a full limit too. The
// receiver can't get past a position whose message isn't published, so its segment is in
// use, however long the sender was descheduled. It may have to go through older segments
// to get there. They may be out of use, but are still linked, as no segment is used
// twice: only slots are, and only the owner of a position touches them.
//
// The receiver goes on to the next segment when head is at a limit that is full. If there
// is no next one yet, no position at the limit or above has a message.
//
// When the receiver comes to the end of a large segment, all its positions have been
// taken, written and received, so nobody touches its slots any more, and they become the
// spare, in place of the one that there may be. The next segment that is linked takes it.
// That is done by one of two senders, half a segment apart: the first, where a quarter of
// a large segment is full, only if there is a spare; else the second, so that senders
// seldom find no segment at the end. If they do, because that sender was descheduled,
// they make one. Why two: where senders link and where the receiver gives a spare are
// then in turn, as long as the number of messages varies by no more than half a segment,
// so that each spare is used. With one sender, a little back and forth there would throw
// away a spare, and make another segment, each time. Only the receiver stores a spare, so
// that there is at most one, and none with small segments.
//
// A sender does all this before it publishes its message. So when the receiver has come
// to a position, its sender raises no limit and links no segment any more.
//
// The receiver parks when tail is at head, so when it has received all positions that
// were taken. A sender that takes the next one sees parked, publishes its message, and
// then clears the bit; the one that has cleared it makes the receiver run. If that isn't
// the one whose message is next, the receiver goes to sleep on the sink, and is notified
// when the message is published. The receiver isn't handed a message. A sender that saw
// parked before, but is late, may clear the bit of the next park: then the receiver runs
// in vain, looks once more, and parks again.
//
// Close sets closed, and then takes last away. A sender that comes in between, or that
// had loaded last before, has taken a position above all messages. It gives the position
// back, by subtracting one from tail, and notifies the receiver, which may have found
// tail above head, and sleeps as if a send was under way. When the last of these senders
// has done so, tail is at the end of the messages again. Until then it is above: the
// receiver never finds the end too early.
//
// Memory. A receiver that finds the channel empty may give its segment back. It takes the
// positions up to the limit itself, by one step of tail from head to there. The step
// fails if a sender has taken one, and then the segment stays in use. If it succeeds, all
// messages were received, and the positions are nobody else's: head goes on to the limit.
// The senders of these messages may still be on their way to unpark or to Notify, but
// they touch no segment any more. The receiver sets full, if that isn't set, and links a
// segment of one slot. A sender may come first, and raise the limit or link a segment:
// then the receiver goes on there. Whether a segment is given back is up to settle.
//
// Segments are linked from old to new. So what the receiver has left is garbage, unless a
// sender is descheduled after its look at last, before its message is published: then all
// segments since are kept until it runs again. Once the message is published, the sender
// refers to no segment, not even while it runs a Waker, for however long.
//
// Linearization. A send takes effect where it adds to tail, and a receive where it stores
// room. The positions that the receiver takes itself don't count as messages: while
// skipped is set, Len takes their end for room. A send that fails takes effect where it
// sees closed. It may have been counted by Len until it has given its position back, as
// if it was under way.

// full is the bit of segment.limit, above any position, that says that the limit doesn't
// change any more.
const full uint64 = 1 << 63

// segment is a run of positions with their slots.
type segment[T any] struct {
	// limit is the first position that isn't in this segment, perhaps with full. It only
	// grows, until full is set.
	limit atomic.Uint64

	// quarter is the position where the first quarter ends, or none if the segment is
	// small. See prepares.
	quarter uint64

	// next is set once, after full.
	next atomic.Pointer[segment[T]]

	slots []slot[T] // a power of two
}

// none is no position.
const none = full

// slot returns the slot of a position.
func (g *segment[T]) slot(position uint64) *slot[T] {
	return &g.slots[position&uint64(len(g.slots)-1)]
}

// NewUnbounded returns the two sides of a channel that holds any number of messages. Send
// and TrySend never wait, and never return [ErrFull]; Cap returns [math.MaxInt]. A send
// that is refused, and hasn't returned, may delay the receiver's ErrClosed. All else is
// as in the channels that [New] returns. See "Progress" and "Memory of unbounded
// channels" in the package documentation.
//
// What waits in the channel takes memory without a bound, and nothing slows down senders
// that are faster than the receiver. Where they can wait, or a message may be dropped,
// use New.
func NewUnbounded[T any]() (rx *Receiver[T], tx *Sender[T]) {
	tx = new(Sender[T])
	c := &tx.c
	c.capacity = unlimited
	rx = &Receiver[T]{c: c, unbounded: true}
	rx.hasPointers = hasPointers(reflect.TypeFor[T]())
	g := smallest[T](0)
	c.last.Store(g)
	rx.follow(g)
	return rx, tx
}

// smallest makes a segment of one slot that begins at a position.
func smallest[T any](begin uint64) *segment[T] {
	g := &struct {
		segment[T]
		one [1]slot[T]
	}{}
	g.slots = g.one[:]
	g.quarter = none
	g.limit.Store(begin + 1)
	return &g.segment
}

// append is put in an unbounded channel, in which last was g.
func (c *channel[T]) append(g *segment[T], v *T) error {
	t := c.gate.take() //interleave:checkpoint g, t
	if t&closed != 0 {
		return c.refuse()
	}
	p := t & position
	// Pairs with the steps of limit in find. The position isn't in g if the limit was at
	// it or below, or is.
	if p >= g.limit.Load()&position {
		g = c.find(g, p)
	}
	// This comes before the message is published, for shrink; and so that g, which keeps
	// all segments after it, isn't needed while a Waker runs.
	if g.prepares(p) {
		c.prepare(g, p)
	}
	s := g.slot(p) //interleave:checkpoint g, t, p
	s.message.CopyFrom(v)
	// Publishes the message: pairs with the Load of mark in the receiver.
	s.mark.Store(p + 1) //interleave:checkpoint t
	if t&parked == 0 || !c.gate.unpark() {
		c.sink.Source().Notify()
	}
	return nil
}

// prepares reports whether the sender of position p prepares the segment after g: there
// are two of them, half a segment apart.
func (g *segment[T]) prepares(p uint64) bool {
	return (p-g.quarter)&^(uint64(len(g.slots))/2) == 0
}

// prepare links the segment after g, for a sender that prepares it, unless there is one.
// The first one does so only with a spare: the receiver may have one before the second.
func (c *channel[T]) prepare(g *segment[T], p uint64) {
	if g.next.Load() == nil && (p != g.quarter || c.spare.Load() != nil) {
		c.link(g)
	}
}

// refuse takes back the position of a sender that came after the close.
func (c *channel[T]) refuse() error {
	// Close does so too, but may be descheduled. If senders went on taking positions, the
	// receiver might never see the end of the messages.
	c.last.Store(nil) //interleave:checkpoint
	c.gate.giveBack() //interleave:checkpoint
	c.sink.Source().Notify()
	return ErrClosed
}

// take takes the next position of an unbounded channel, and returns it with the bits of
// tail. If closed is among them, it isn't one.
func (k *gate) take() uint64 {
	// With a load and a store, two senders could take the same position.
	return k.tail.Add(1) - 1
}

// giveBack undoes a take after the close.
func (k *gate) giveBack() {
	// Pairs with the Loads by which the receiver looks for the end.
	k.tail.Add(^uint64(0))
}

// unpark makes a receiver run that has parked, unless another goroutine does so. The
// message must be published: else the receiver might find none, and sleep.
func (k *gate) unpark() bool {
	// Pairs with the CompareAndSwap in commitReceiver. Two goroutines that see the bit
	// must not both make the receiver run.
	if k.tail.And(^parked)&parked == 0 {
		return false
	}
	seam.Ready(k.g.Get())
	return true
}

// touch writes to a mark, which must be the caller's. It isn't generic, as the gate
// isn't.
func touch(mark *seam.Uint64) { mark.Set(0) }

// find returns the segment of position p, which is in g or after it. It makes room there
// if there is none.
func (c *channel[T]) find(g *segment[T], p uint64) *segment[T] {
	for { //interleave:checkpoint g, p
		limit := g.limit.Load()
		if p < limit&position {
			return g
		}
		if limit&full == 0 {
			// Pairs with the Stores of room: the slots of the positions before it are
			// cleared. The CompareAndSwap passes that on to senders that see the new
			// limit. It fails if another sender, or the receiver in shrink, came first.
			if room := c.room.Load() + uint64(len(g.slots)); p < room { //interleave:checkpoint g, p, limit, room
				g.limit.CompareAndSwap(limit, room)
			} else {
				// With a Store instead, the positions that another sender adds to g would
				// be in the next segment as well.
				g.limit.CompareAndSwap(limit, limit|full)
			}
			continue
		}
		n := g.next.Load()
		if n == nil {
			n = c.link(g)
		} //interleave:checkpoint g, p, n
		// Fails if another sender came first. With a Store instead, last could go back,
		// or come back after a close. It comes after the link: else the receiver couldn't
		// find the messages.
		c.last.CompareAndSwap(g, n)
		g = n
	}
}

// link links a new segment after g, whose limit is full, and returns it, or the one that
// another goroutine has linked.
func (c *channel[T]) link(g *segment[T]) *segment[T] {
	begin := g.limit.Load() & position
	size, most := uintptr(growth*len(g.slots)), uintptr(largest[T]())
	n := &segment[T]{quarter: none} //interleave:checkpoint g, begin
	if size < most {
		n.limit.Store(begin + uint64(size))
	} else {
		size = most
		n.limit.Store((begin + uint64(size)) | full)
		n.quarter = begin + uint64(size/4)
		// Pairs with the Store in advance: the slots are the caller's. With a Load, two
		// senders could take them.
		if spare := c.spare.Swap(nil); spare != nil {
			n.slots = unsafe.Slice(spare, size)
			if size*unsafe.Sizeof(n.slots[0]) <= touched {
				for i := range n.slots {
					// The mark of an earlier position would do no harm. But now this
					// processor has the cache lines, all at once. Otherwise each send
					// would wait for the receiver's processor to give one back.
					touch(&n.slots[i].mark)
				}
			}
		}
	}
	if n.slots == nil {
		n.slots = make([]slot[T], size)
	} //interleave:checkpoint g, n
	// Publishes the segment: pairs with the Loads of next. With a Store instead, messages
	// in a segment that another sender has linked would be lost.
	if !g.next.CompareAndSwap(nil, n) {
		n = g.next.Load() // ours is garbage
	}
	return n
}

// advance goes on to the next segment, if the channel is unbounded, head is at the end of
// a segment, and there is a next one. It reports whether it did so.
func (r *Receiver[T]) advance() bool {
	if !r.unbounded {
		return false
	}
	c, g := r.c, r.c.from
	// Pairs with the steps of limit in find, and the one of next in link.
	if g == nil || g.limit.Load() != r.head|full {
		return false
	}
	n := g.next.Load() //interleave:checkpoint g, n
	if n == nil {
		return false
	}
	r.follow(n)
	if len(g.slots) == largest[T]() {
		c.spare.Store(&g.slots[0]) // pairs with the Swap in link, when the slots are cleared
	}
	return true
}

// follow goes on to segment n.
func (r *Receiver[T]) follow(n *segment[T]) {
	r.c.from = n
	r.c.ring = n.slots
	r.step = max(1, uint64(len(n.slots)/4))
}

// When settle keeps a segment of several slots: each time the channel is found empty
// after more messages than a segment of the next smaller size has slots, need grows by
// needed, up to needMost, and each time after fewer it falls by one. The segment is kept
// while need is at least needKeep. So a channel that had one burst takes little memory as
// soon as it is empty, and one that gets several messages, every few times, allocates
// nothing.
const (
	needed   = 4
	needKeep = 2 * needed
	needMost = 4 * needed
)

// emptied calls settle if an unbounded channel is empty, for calls that have found some
// messages, but not as many as they wanted. They may be all that a receiver calls.
func (r *Receiver[T]) emptied() {
	if r.unbounded && r.c.gate.tail.Load() == r.head { // as in tryRecv
		r.settle()
	}
}

// settle is called when an unbounded channel is empty. It gives back the memory that the
// channel hasn't needed of late. It changes head.
func (r *Receiver[T]) settle() {
	n := r.head - r.settled
	switch {
	case n == 0:
		return
	case n > max(1, uint64(len(r.c.ring)/growth)): // a smaller segment wouldn't do
		r.need = min(r.need+needed, needMost)
	case r.need > 0:
		r.need--
	}
	r.settled = r.head
	if len(r.c.ring) > 1 && r.need < needKeep {
		r.shrink()
	}
}

// shrink ends a segment that is empty, and begins a small one, unless a sender comes
// first.
func (r *Receiver[T]) shrink() {
	c := r.c
	g := c.from
	for n := g.next.Load(); n != nil; n = g.next.Load() { //interleave:checkpoint g
		g = n // a sender that prepares has linked it
	}
	// No sender changes this limit, or links another segment, before the next step,
	// unless that fails.
	limit := g.limit.Load()
	end := limit & position
	if end != r.head { //interleave:checkpoint g, limit
		c.gate.limit.Store(end)
		// Takes the positions. With a Store instead, it would take back those of senders.
		// The bit tells Len that room is end: it would count the positions as messages.
		if !c.gate.tail.CompareAndSwap(r.head, end|skipped) { //interleave:checkpoint g, limit
			return
		}
		r.head, r.given, r.settled = end, end, end
		c.room.Store(end)               //interleave:checkpoint g, limit
		c.gate.tail.Add(^(skipped - 1)) // clears the bit, which only the receiver sets
	}
	n := g //interleave:checkpoint g, limit
	// Fails if a sender has come, and has raised the limit or set full.
	if limit&full != 0 || g.limit.CompareAndSwap(limit, limit|full) {
		n = smallest[T](end)                //interleave:checkpoint g, n
		if !g.next.CompareAndSwap(nil, n) { // as in link
			n = g.next.Load()
		}
	}
	g = c.from //interleave:checkpoint g, n
	// If all messages of the segment before were received, but the one that a sender has
	// prepared after it isn't in use yet, last is still there.
	if l := c.last.Load(); l != nil && l.next.Load() == g { //interleave:checkpoint g, n, l
		g = l
	}
	for g != n { //interleave:checkpoint g, n
		next := g.next.Load()
		c.last.CompareAndSwap(g, next) // as in find
		g = next
	}
	r.follow(n)
	c.spare.Store(nil)
}

// end notes that ErrClosed is returned. It gives back the memory of an unbounded channel.
func (r *Receiver[T]) end() {
	if r.unbounded && !r.ended {
		c := r.c
		c.last.Store(nil) // close may still have to do that
		c.spare.Store(nil)
		c.from = nil
		if len(c.ring) > 1 {
			c.ring = make([]slot[T], 1)
		}
	}
	r.ended = true
}
