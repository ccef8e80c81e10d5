package mpsc

// give sets limit.
func (r *Receiver[T]) give(limit uint64) {
	if r.given == limit {
		// limit itself may be less, if those in line got all the room. Then the ring is
		// full, and there is more to be given before it can be empty.
		return
	}
	r.given = limit
	r.due = r.head + r.step
	// Gives the slots to those who take their positions: pairs with the Load in put. And with those in
	// open: who gets in line, and does not see this limit then, is seen by whoever
	// calls this and then looks at the line.
	r.c.gate.limit.Store(limit)
}

// giveRoom gives the room of the messages that were received: first to those in line.
func (r *Receiver[T]) giveRoom() {
	c := r.c
	end := r.head + c.capacity
	for r.given < end {
		p := c.line.turn()
		if p == nil {
			r.give(end)
			// Who got in line in between may have seen the old limit. It is told to look again.
			if c.line.anybody() && c.gate.open() {
				c.line.rouse()
			}
			return
		}
		if !r.serve(p) {
			return
		}
	}
	r.due = r.head + r.step
}

// serve moves the message of a sender in line into the ring, for which there must be room that isn't
// given. It returns false if the channel is closed.
func (r *Receiver[T]) serve(p *place[T]) bool {
	n, ok := p.look()
	if !ok || !p.claim(n) {
		return true // it has left
	}
	c := r.c
	for {
		t := c.gate.tail.Load()
		if t&closed != 0 {
			// With a notice: a sender that looked at the gate before all this, and is about to fall
			// asleep, would find its state unchanged.
			p.settle(n | noticed)
			return false
		}
		// As in put. There is room, since others stop at limit.
		if c.gate.tail.CompareAndSwap(t, t+1) {
			s := c.slot(t)
			s.message.Set(p.empty())
			s.mark.Store(t + 1) // as in put
			r.given = max(r.given, t+1)
			p.settle(n + next)
			return true
		}
	}
}
