package mpsc

import (
	"context"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// recv is Recv when there seems to be no message. It is written so that few function
// returns follow the sleep: a goroutine that is switched to mispredicts each of them.
func (r *Receiver[T]) recv(ctx context.Context, v *T) error {
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
				c.gate.parkAt = r.head //interleave:checkpoint
				c.gate.park()
				if c.handed.Get() {
					c.handed.Set(false)
					c.hand.CopyTo(v)
					c.hand.Set(*new(T))
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
	err := r.c.sink.Wait(ctx, r.predicate)
	panics = false
	return err
}

// pending reports whether there is something for the receiver to do.
func (r *Receiver[T]) pending() bool {
	c := r.c
	if c.slot(r.head).mark.Load() == r.head+1 { // as in Recv
		return true
	}
	t := c.gate.tail.Load()
	return t&position == r.head && t != r.head
}

// tryRecv is TryRecv.
func (r *Receiver[T]) tryRecv(v *T) error {
	c := r.c
	s := c.slot(r.head)
	for { //interleave:checkpoint
		if s.mark.Load() == r.head+1 { // as in Recv
			s.message.CopyTo(v)
			r.passed(s) //interleave:keep *v
			if c.line.anybody() || r.publish() {
				r.giveInLine()
			}
			return nil
		}
		r.notAsleep() //interleave:checkpoint
		// Pairs with the CompareAndSwaps in put and close.
		t := c.gate.tail.Load()
		switch {
		case t == r.head:
			return ErrEmpty
		case t&parked != 0:
			panic(twoReceivers)
		case t == r.head|closed:
			r.ended = true
			return ErrClosed
		case s.mark.Load() != r.head+1: // as in Recv
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
			if s.mark.Load() != r.head+1 { // the same: those in line may have got the room
				return n
			}
		}
		s.message.CopyTo(&buf[n])
		r.passed(s) //interleave:keep n, buf
		if r.head+r.c.capacity >= r.given+r.step {
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
	if r.given == r.head+r.c.capacity {
		return
	}
	if r.c.line.anybody() || r.publish() {
		r.giveInLine()
	}
}

// publish gives the room to all senders: whichever takes a position first has it. It
// reports whether senders have joined the line meanwhile.
func (r *Receiver[T]) publish() bool {
	r.given = r.head + r.c.capacity
	// Gives the slots to the senders that take their positions: pairs with the Load in
	// raise. It also pairs with the loads in open: either a sender that joins the line
	// sees the room, or anybody sees the sender. That takes a sequentially consistent
	// Store. With a plain one, which x86 may make visible after the loads in anybody,
	// each could miss the other, and the sender would sleep though there is room.
	r.c.gate.room.Store(r.given)
	return r.c.line.anybody()
}

// giveInLine is give when there are senders in line.
func (r *Receiver[T]) giveInLine() {
	c := r.c
	end := r.head + c.capacity
	for r.given < end { //interleave:checkpoint
		n := c.line.pop() //interleave:keep n
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
	for c.line.anybody() && c.gate.open() { //interleave:checkpoint
		if n := c.line.pop(); n != nil { //interleave:checkpoint
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
