package mpsc

import "context"

// stand sends v by way of the line.
func (c *channel[T]) stand(ctx context.Context, v *T) error {
	if ctx == nil {
		panic("mpsc: Send with a nil Context: pass context.Background() to wait without a limit")
	}
	done := ctx.Done()
	if done != nil {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	park := canPark && done == nil
	var n *node[T]
	for { //interleave:keep n, park
		n = c.enter(n, v) //interleave:keep n, park
		cancelled := false
		if !park {
			cancelled = n.wait(done)
		} else if !n.done() {
			n.sleep()
		} //interleave:keep n, park, cancelled
		switch c.leave(n) {
		case sent:
			c.line.spare.Put(n)
			return nil // even if cancelled
		case dead:
			n.drop()
			c.line.bury(n)
			n = nil //interleave:keep n, park, cancelled
		case off:
			n.drop()
		}
		if cancelled { //interleave:checkpoint n, park
			return ctx.Err() // not before: what isn't ours may panic
		} //interleave:keep n, park
		if err := c.put(v); err != ErrFull {
			return err // n, if there still is one, may be garbage: close and the receiver share the front
		}
	}
}

// leave ends the stay, and returns how it ended: sent, off or dead.
func (c *channel[T]) leave(n *node[T]) uint32 {
	if s := n.state.Load(); over(s) { // pairs with the steps of the remover
		return s
	}
	if n.withdraw() {
		return dead
	}
	// The remover has the message, or has just ended the stay. That doesn't take long, and can't be cancelled.
	if canPark {
		n.sleep()
	} else {
		n.sink.Wait(context.Background(), n.ready)
	}
	return n.state.Load()
}

// sleep stops the sender until the stay is over.
func (n *node[T]) sleep() {
	for !over(n.state.Load()) { //interleave:checkpoint n
		n.park()
	}
}
