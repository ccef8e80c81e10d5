package mpsc

import "context"

// take takes the message at head out of its slot.
func (r *Receiver[T]) take(s *slot[T]) T {
	var zero T
	v := s.message.Get()
	s.message.Set(zero)
	r.head++
	return v
}

// tryRecv is TryRecv. It leaves the room given when it finds no message.
func (r *Receiver[T]) tryRecv() (v T, err error) {
	c := r.c
	s := c.slot(r.head)
	for {
		if s.mark.Load() == r.head+1 { // as in Recv
			v = r.take(s)
			if r.head >= r.due || c.line.anybody() {
				r.giveRoom()
			}
			return v, nil
		}
		// Before the look at the line: who gets in line later sees the room.
		r.give(r.head + c.capacity)
		if c.line.anybody() {
			if v, ok := r.direct(); ok {
				return v, nil
			}
		}
		// Pairs with the CompareAndSwaps in put and close.
		t := c.gate.tail.Load()
		switch {
		case t == r.head:
			return v, ErrEmpty
		case t&parked != 0:
			panic(twoReceivers)
		case t == r.head|closed:
			return v, ErrClosed
		case s.mark.Load() != r.head+1:
			return v, ErrEmpty // a send is under way
		}
	}
}

const twoReceivers = "mpsc: two goroutines receive from one Receiver at once: let one of them do it"

// recv is Recv when there seems to be no message. It is written for few returns after the
// sleep: a goroutine that is switched to mispredicts each of them.
func (r *Receiver[T]) recv(ctx context.Context) (T, error) {
	if ctx == nil {
		r.guard.leave()
		panic("mpsc: Recv with a nil Context: pass context.Background() to wait without a limit")
	}
	c := r.c
	park := canPark && ctx.Done() == nil
	for {
		if park {
			r.give(r.head + c.capacity) // as in tryRecv
			if !c.line.anybody() && c.gate.tail.Load() == r.head {
				c.gate.head = r.head
				c.gate.park()
				if c.handed.Get() {
					c.handed.Set(false)
					v := c.hand.Get()
					c.hand.Set(*new(T))
					return v, nil
				}
			}
		}
		v, err := r.tryRecv()
		if err != ErrEmpty {
			return v, err
		}
		if park && c.gate.tail.Load() == r.head {
			continue
		}
		// The next message is not there, but its position is taken; or ctx can be cancelled.
		r.guard.sleep()
		err = c.sink.Wait(ctx, r.ready)
		r.guard.wake()
		if err != nil {
			return v, err
		}
	}
}

// pending reports whether there is something for the receiver to do.
func (r *Receiver[T]) pending() bool {
	c := r.c
	if c.slot(r.head).mark.Load() == r.head+1 { // as in Recv
		return true
	}
	// The line only counts if the ring is empty: see direct.
	t := c.gate.tail.Load()
	return t&position == r.head && (t != r.head || c.line.anybody())
}

// direct takes a message from the line if nothing at all is in the ring, and no room is
// left to give.
func (r *Receiver[T]) direct() (v T, ok bool) {
	c := r.c
	for {
		p := c.line.turn()
		if p == nil {
			return v, false
		}
		n, ok := p.look()
		// After look: what the sender sent earlier has positions before this tail, so at
		// head all of it was received. Nothing must overtake it; nor close, hence the whole word. It
		// is here that the message is sent and received.
		if c.gate.tail.Load() != r.head {
			return v, false
		}
		if ok && p.claim(n) {
			v = p.empty()
			p.settle(n + next)
			return v, true
		}
	}
}

// fill is RecvBatch, but doesn't wait.
func (r *Receiver[T]) fill(buf []T) int {
	c := r.c
	for n := range buf {
		s := c.slot(r.head)
		if s.mark.Load() == r.head+1 { // as in Recv
			buf[n] = r.take(s)
			if r.head >= r.due {
				r.giveRoom()
			}
			continue
		}
		ok := false
		if c.line.anybody() {
			r.give(r.head + c.capacity) // as in tryRecv
			buf[n], ok = r.direct()
		}
		if !ok {
			r.giveRoom()
			return n
		}
	}
	r.giveRoom()
	return len(buf)
}
