package mpsc

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// put sends v if that is possible without waiting. If not, it returns ErrFull or
// ErrClosed.
func (c *channel[T]) put(v *T) error {
	for { //interleave:checkpoint
		t := c.gate.tail.Load()
		// Pairs with the Stores in raise and publish: a sender that sees the new limit
		// also sees that the slots below it are cleared. Otherwise the receiver's
		// clearing could wipe out a message.
		if t < c.gate.limit.Load() {
			// Makes the position ours. With a load and a store, two senders could take
			// the same one.
			if c.gate.tail.CompareAndSwap(t, t+1) {
				s := c.bounded().slot(t) //interleave:checkpoint t
				s.message.CopyFrom(v)
				// Publishes the message: pairs with the Load of mark in the receiver.
				s.mark.Store(t + 1) //interleave:checkpoint
				c.sink.Source().Notify()
				return nil
			}
		} else if t < parked {
			if c.gate.raise(t, c.room.Load()) { // pairs with the Store in publish
				continue // not a lost race
			}
			if c.capacity == 0 {
				panic("mpsc: send on a zero Sender: get one from New")
			}
			return ErrFull
		} else if t&closed != 0 {
			return ErrClosed
		} else if c.gate.tail.CompareAndSwap(t, t&^parked) {
			// Pairs with the CompareAndSwap in commitReceiver: the receiver has stopped,
			// and the ring was empty until this step, so our message is the next.
			b := c.bounded() //interleave:checkpoint b
			b.hand.CopyFrom(v)
			b.handed.Set(true)
			seam.Ready(c.gate.g.Get())
			return nil
		}
		backOff() // another goroutine's step succeeded
	}
}

// backOffTurns makes a pause of some microseconds, in which the winner of a race sends a
// few dozen messages. A third of it gains nothing, and twice as much no more.
const backOffTurns = 2000

// backOff is called after a lost race for tail. It waits for nobody, and without it the
// channel is as right. But processors that try again at once take the channel's cache
// lines from each other for every message. The pause leaves the channel to the winner. At
// capacity 1, 13 senders on two processors send 1.6 times as much with it as with a yield
// (runtime.Gosched), after which the processor goes on with the next sender, which loses
// the next race. RecvBatch with 4 senders receives three times as much.
func backOff() {
	for range backOffTurns {
		pause()
	}
}

// pause is the body of a loop that no compiler removes.
//
//go:noinline
//go:norace
func pause() {}

// sendInLine sends v by way of the line, until ctx is over or, unless d is forever, d has
// passed.
func (c *channel[T]) sendInLine(ctx context.Context, d time.Duration, v *T) error {
	if ctx == nil {
		panic("mpsc: Send with a nil Context: pass context.Background() to wait without a limit")
	}
	done := ctx.Done()
	if done != nil && seam.Closed(done) {
		if err := c.put(v); err != ErrFull {
			return err // there was room, or a close, before ctx was over
		}
		return seam.Err(ctx)
	}
	park := seam.CanPark && done == nil && d == forever
	var start time.Time
	if d != forever {
		start = time.Now()
	}
	var n *node[T]
	for { //interleave:keep n, park
		n = c.join(n, v) //interleave:keep n, park
		var err error
		if d != forever {
			if !n.sink.WaitTimeout(d-time.Since(start), n.predicate) {
				err = ErrTimeout
			}
		} else if !park {
			err = c.waitInLine(ctx, n)
		} else if !n.mayGo() {
			n.parkUntilOver()
		} //interleave:keep n, park, err
		switch c.leave(n) {
		case sent:
			c.nodes().spare.Put(n)
			return nil // even if ctx is over
		case dead:
			c.abandon(n)
			n = nil
		case off:
			n.drop()
		} //interleave:checkpoint n, park, err
		if err != nil {
			return err
		} //interleave:keep n, park
		if err := c.put(v); err != ErrFull {
			return err // n, if there still is one, may be garbage: close and the receiver share the front
		}
	}
}

// join puts v in line, and returns the node that holds it: the node of a sender that has
// withdrawn, or n, or a spare or new node if n is nil. The caller must look at the gate
// afterwards.
func (c *channel[T]) join(n *node[T], v *T) *node[T] {
	l := &c.line
	d := c.nodes().exhume() //interleave:keep n, d
	if d != nil {
		d.message.CopyFrom(v)
		if d.revive() {
			if n != nil {
				c.nodes().spare.Put(n)
			}
			return d
		}
		d.drop() // it has left the line meanwhile, and is garbage
	}
	if n == nil {
		if n = c.nodes().spare.Get(); n == nil {
			n = newNode(c)
		}
	}
	n.message.CopyFrom(v)
	n.state.Set(waiting) // a plain store: no other goroutine has the node
	for {                //interleave:checkpoint n
		top := l.top.Load()
		n.next.Set(top)
		// Publishes the node. It also pairs with the loads in anybody: either the
		// receiver, having given room, sees the node, or the sender afterwards sees the
		// gate open. A Store would lose a node that came in between.
		if l.top.CompareAndSwap(top, n) {
			return n
		}
	}
}

// waitInLine sleeps until the sender has something to do, or ctx is over. If a method of
// ctx panics, the sender leaves the line before the panic goes on.
func (c *channel[T]) waitInLine(ctx context.Context, n *node[T]) error {
	panics := true
	defer func() {
		if panics {
			switch c.leave(n) {
			case dead:
				c.abandon(n)
			case off:
				n.drop()
			}
		}
	}()
	err := n.sink.Wait(ctx, n.predicate)
	panics = false
	return err
}

// leave ends the sender's stay, and returns how it ended: sent, off or dead.
func (c *channel[T]) leave(n *node[T]) uint32 {
	if s := n.state.Load(); over(s) { // pairs with the steps of the remover
		return s
	}
	if n.withdraw() {
		return dead
	}
	// The remover has the message, or has just ended the stay. The wait for its end is
	// short, and can't be cancelled.
	if seam.CanPark {
		n.parkUntilOver()
	} else {
		n.sink.Wait(context.Background(), n.predicate)
	}
	return n.state.Load()
}

// abandon leaves a dead node to other senders.
func (c *channel[T]) abandon(n *node[T]) {
	n.drop()
	c.nodes().bury(n)
}

// parkUntilOver parks the sender until its stay is over.
func (n *node[T]) parkUntilOver() {
	for !over(n.state.Load()) { //interleave:checkpoint n
		n.park()
	}
}
