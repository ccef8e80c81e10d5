package mpsc

import "context"

// passed goes on to the next position. The message in s was copied.
func (r *Receiver[T]) passed(s *slot[T]) {
	if r.pins {
		s.message.Set(*new(T))
	}
	r.head++
}

// tryRecv is TryRecv. When it finds no message, it has given all room.
func (r *Receiver[T]) tryRecv(v *T) error {
	c := r.c
	s := c.slot(r.head)
	for { //interleave:checkpoint
		if s.mark.Load() == r.head+1 { // as in Recv
			s.message.Copy(v)
			r.passed(s) //interleave:keep *v
			if r.head >= r.due || c.line.anybody() {
				r.giveRoom()
			}
			return nil
		}
		r.guard.check()
		r.giveRoom() //interleave:checkpoint
		// Pairs with the CompareAndSwaps in put and close.
		t := c.gate.tail.Load()
		switch {
		case t == r.head:
			return ErrEmpty
		case t&parked != 0:
			panic(twoReceivers)
		case t == r.head|closed:
			return ErrClosed
		case s.mark.Load() != r.head+1: // as in Recv
			return ErrEmpty // a send is under way
		}
	}
}

const twoReceivers = "mpsc: two goroutines receive from one Receiver at once: let one of them do it"

// recv is Recv when there seems to be no message. It is written for few returns after the
// sleep: a goroutine that is switched to mispredicts each of them.
func (r *Receiver[T]) recv(ctx context.Context, v *T) error {
	if ctx == nil {
		r.guard.leave()
		panic("mpsc: Recv with a nil Context: pass context.Background() to wait without a limit")
	}
	r.guard.leave() // for the time of a call that isn't ours
	park := canPark && ctx.Done() == nil
	r.guard.enter()
	r.guard.check() // whoever sleeps on the sink would sleep on
	c := r.c
	for { //interleave:checkpoint
		if park {
			r.giveRoom()
			if c.gate.tail.Load() == r.head { // else there is something to do; commitReceiver looks again
				c.gate.head = r.head //interleave:checkpoint
				c.gate.park()
				if c.handed.Get() {
					c.handed.Set(false)
					c.hand.Copy(v)
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
		// The next message is not there, but its position is taken; or ctx can be cancelled.
		if err = r.sleep(ctx); err != nil {
			return err
		}
	}
}

// sleep blocks until there is something to do, or ctx is over.
func (r *Receiver[T]) sleep(ctx context.Context) error {
	r.guard.sleep()
	panics := true // ctx does
	defer func() {
		r.guard.wake()
		if panics {
			r.guard.leave()
		}
	}()
	err := r.c.sink.Wait(ctx, r.ready)
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

// fill is RecvBatch, but doesn't wait.
func (r *Receiver[T]) fill(buf []T) int {
	for n := range buf { //interleave:keep n, buf
		s := r.c.slot(r.head)
		if s.mark.Load() != r.head+1 { // as in Recv
			r.giveRoom()
			if s.mark.Load() != r.head+1 { // the same: those in line may have got the room
				return n
			}
		}
		s.message.Copy(&buf[n])
		r.passed(s) //interleave:keep n, buf
		if r.head >= r.due {
			r.giveRoom()
		}
	}
	r.giveRoom()
	return len(buf)
}
