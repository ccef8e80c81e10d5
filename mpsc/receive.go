package mpsc

import (
	"context"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// recv is Recv when there seems to be no message. It is written so that few function
// returns follow the sleep: a goroutine that is switched to mispredicts each of them.
func (r *Receiver[T]) recv(ctx context.Context, v *T) error {
	if r.unbounded {
		if r.head-r.settled >= busy {
			for range busyTurns[T]() {
				pause()
			}
		}
		if err := r.tryRecv(v); err != ErrEmpty {
			return err
		}
	}
	if ctx == nil {
		r.exit()
		panic("mpsc: Recv with a nil Context: pass context.Background() to wait without a limit")
	}
	r.exit() // while ctx.Done runs, which is foreign code
	park := seam.CanPark && ctx.Done() == nil
	c := r.begin()
	r.notAsleep() // a receiver that sleeps on the sink would sleep on
	for {         //interleave:checkpoint
		if park {
			if c.gate.tail.Load() == r.head { // else there is something to do; commitReceiver looks again
				if r.unbounded {
					r.settle()
				}
				c.gate.parkAt = r.head //interleave:checkpoint
				c.gate.park()
				if !r.unbounded && r.handed(v) {
					return nil
				}
			}
		}
		err := r.tryRecv(v)
		if err != ErrEmpty {
			return err
		} //interleave:checkpoint
		if park && c.gate.tail.Load() == r.head {
			continue
		}
		// The next message isn't there, but its position is taken; or ctx can be
		// cancelled.
		if err = r.waitOnSink(ctx); err != nil {
			return err
		}
	}
}

// A receiver that has taken busy messages since it last found an unbounded channel empty
// pauses for a microsecond or two before it looks again. It waits for nobody, and without
// the pause the channel is as right. But if senders are busy, the receiver would sleep
// after every few messages, or follow the senders so closely that each of them would meet
// it in the slot of the message. After the pause there are so many messages that the
// receiver stays at a distance for a while.
const busy = 64

// busyTurns is longer for large messages, which take their senders longer.
func busyTurns[T any]() int {
	if unsafe.Sizeof(slot[T]{}) <= 24 { // as in largest
		return 1000
	}
	return 2000
}

// handed takes the message that a sender has handed over, if one has.
func (r *Receiver[T]) handed(v *T) bool {
	b := r.c.bounded()
	if !b.handed.Get() {
		return false
	}
	b.handed.Set(false)
	b.hand.CopyTo(v)
	b.hand.Set(*new(T))
	return true
}

// waitOnSink sleeps until there is something to do, or ctx is over.
func (r *Receiver[T]) waitOnSink(ctx context.Context) error {
	r.notAsleep()
	r.asleep = true
	panics := true // a method of ctx does
	defer func() {
		r.asleep = false
		if panics {
			r.exit()
		}
	}()
	err := r.c.sink.Wait(ctx, r.ready())
	panics = false
	return err
}

// ready returns the method value pending.
func (r *Receiver[T]) ready() func() bool {
	if r.predicate == nil {
		r.predicate = r.pending
	}
	return r.predicate
}

// pending reports whether there is something for the receiver to do.
func (r *Receiver[T]) pending() bool {
	c := r.c
	for {
		if c.slot(r.head).mark.Load() == r.head+1 { // as in Recv
			return true
		}
		if !r.advance() {
			break
		}
	}
	t := c.gate.tail.Load()
	return t&position == r.head && t != r.head
}

// tryRecv is TryRecv.
func (r *Receiver[T]) tryRecv(v *T) error {
	c := r.c
	for { //interleave:checkpoint
		s := c.slot(r.head)
		if s.mark.Load() == r.head+1 { // as in Recv
			s.message.CopyTo(v)
			r.passed(s) //interleave:keep *v
			if c.line.anybody() || r.publish() {
				r.giveInLine()
			}
			return nil
		}
		if r.advance() {
			continue
		}
		r.notAsleep() //interleave:checkpoint
		if r.ended {
			return ErrClosed // even if tail is above head, because a send finds the channel closed
		}
		// Pairs with the CompareAndSwaps in put and close.
		t := c.gate.tail.Load()
		switch {
		case t == r.head:
			if r.unbounded {
				r.settle()
			}
			return ErrEmpty
		case t&parked != 0:
			panic(twoReceivers)
		case t == r.head|closed:
			r.end()
			return ErrClosed
		case s.mark.Load() != r.head+1: // as in Recv
			if r.unbounded && r.advance() {
				continue
			}
			return ErrEmpty // a send is under way
		}
	}
}

// fill is RecvBatch, but doesn't wait.
func (r *Receiver[T]) fill(buf []T) int {
	for n := range buf { //interleave:keep n, buf
		s := r.c.slot(r.head)
		if s.mark.Load() != r.head+1 { // as in Recv
			r.give()
			for r.advance() {
				s = r.c.slot(r.head)
			}
			if s.mark.Load() != r.head+1 { // the same: those in line may have got the room
				return n
			}
		}
		s.message.CopyTo(&buf[n])
		r.passed(s) //interleave:keep n, buf
		if r.head+r.ahead >= r.given+r.step {
			r.give()
		}
	}
	r.give()
	return len(buf)
}

// passed goes on to the next position. The message in s was copied.
func (r *Receiver[T]) passed(s *slot[T]) {
	if r.hasPointers {
		s.message.Set(*new(T))
	}
	r.head++
}

// give gives back the room of the messages that were received: first to the senders in
// line, then to all.
func (r *Receiver[T]) give() {
	if r.given == r.head+r.ahead {
		return
	}
	if r.c.line.anybody() || r.publish() {
		r.giveInLine()
	}
}

// publish gives the room to all senders: whichever takes a position first has it. It
// reports whether senders have joined the line meanwhile.
func (r *Receiver[T]) publish() bool {
	r.given = r.head + r.ahead
	// Gives the slots to the senders that take their positions: pairs with the Load in
	// raise. It also pairs with the loads in open: either a sender that joins the line
	// sees the room, or anybody sees the sender. That takes a sequentially consistent
	// Store. With a plain one, which x86 may make visible after the loads in anybody,
	// each could miss the other, and the sender would sleep though there is room.
	r.c.room.Store(r.given)
	return r.c.line.anybody()
}

// giveInLine is give when there are senders in line.
func (r *Receiver[T]) giveInLine() {
	c := r.c
	end := r.head + r.ahead
	for r.given < end { //interleave:checkpoint
		n := c.pop() //interleave:keep n
		if n == nil {
			r.publish()
			break
		}
		// Room that was made after a close isn't given to anybody.
		if c.gate.tail.Load()&closed != 0 {
			n.letGo()
		} else {
			r.serve(n)
		}
	}
	// The loads here pair with those of senders that join the line, and with the steps of
	// close. If a sender joined meanwhile and saw the gate shut, this loop sees the
	// sender and tells it to look again. And either close sees the front that pop has
	// stored, or this loop sees the bit, and lets go of all. Otherwise they would wait
	// forever.
	for c.line.anybody() && c.open() { //interleave:checkpoint
		if n := c.pop(); n != nil { //interleave:checkpoint
			n.letGo()
		}
	}
}

// serve moves the message of a sender in line into the ring. There must be room that
// hasn't been given yet.
func (r *Receiver[T]) serve(n *node[T]) {
	c := r.c
	was, ok := n.claim() //interleave:keep n, was
	if !ok {
		return // its sender has withdrawn
	}
	// Other senders stop at room, or take positions below it, which were given to all. So
	// there is a position, and it is below head + capacity. If the channel was closed
	// since the look at tail, this send counts as done before the close.
	t := (c.gate.tail.Add(1) - 1) & position
	s := c.slot(t) //interleave:checkpoint n, was, t
	var v T
	n.message.CopyTo(&v)
	s.message.CopyFrom(&v)
	n.drop()
	// The mark is for the receiver only. Senders are let in by room, which is stored
	// later.
	s.mark.Set(t + 1)
	r.given = max(r.given, t+1) //interleave:checkpoint n, was
	n.finish(was)
}
