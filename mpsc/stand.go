package mpsc

import "context"

// stand sends v by way of the line.
func (c *channel[T]) stand(ctx context.Context, v T) (err error) {
	if ctx == nil {
		panic("mpsc: Send with a nil Context: pass context.Background() to wait without a limit")
	}
	park := canPark && ctx.Done() == nil
	p := c.line.take(c)
	p.enter(v)
	for {
		err = nil
		// Both may return for no reason.
		if !park {
			err = p.wait(ctx)
		} else if !p.over() {
			p.park()
		}
		if p.sent() {
			err = nil // if ctx was done at the same time
			break
		}
		p.heed()
		if err == nil && !p.over() {
			continue
		}
		if !p.withdraw() {
			// The receiver has the message, or has just ended the stay. It doesn't take long, and says how
			// it ends, so there is no use in watching ctx any more.
			ctx, park = context.Background(), canPark
			continue
		}
		if err != nil {
			break
		}
		if err = c.put(v); err != ErrFull {
			break
		}
		p.enter(v)
	}
	p.leave()
	return err
}
