package mpsc

import (
	"context"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// stand sends v by way of the line.
func (c *channel[T]) stand(ctx context.Context, v *T) error {
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
	park := canPark && done == nil
	var n *node[T]
	for { //interleave:keep n, park
		n = c.enter(n, v) //interleave:keep n, park
		var err error
		if !park {
			err = c.wait(ctx, n)
		} else if !n.done() {
			n.sleep()
		} //interleave:keep n, park, err
		switch c.leave(n) {
		case sent:
			c.line.spare.Put(n)
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

// wait sleeps until there is something to do for the sender, or ctx is over. If a method of
// ctx panics, the sender leaves the line.
func (c *channel[T]) wait(ctx context.Context, n *node[T]) error {
	panics := true
	defer func() {
		if panics && c.leave(n) == dead {
			c.abandon(n)
		}
	}()
	err := n.sink.Wait(ctx, n.ready)
	panics = false
	return err
}

// leave ends the stay, and returns how it ended: sent, off or dead.
func (c *channel[T]) leave(n *node[T]) uint32 {
	if s := n.state.Load(); over(s) { // pairs with the steps of the remover
		return s
	}
	if n.withdraw() {
		return dead
	}
	// The remover has the message, or has just ended the stay. That doesn't take long, and
	// can't be cancelled.
	if canPark {
		n.sleep()
	} else {
		n.sink.Wait(context.Background(), n.ready)
	}
	return n.state.Load()
}

// abandon leaves a dead node to others.
func (c *channel[T]) abandon(n *node[T]) {
	n.drop()
	c.line.bury(n)
}

// sleep stops the sender until the stay is over.
func (n *node[T]) sleep() {
	for !over(n.state.Load()) { //interleave:checkpoint n
		n.park()
	}
}
