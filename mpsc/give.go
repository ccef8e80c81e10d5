package mpsc

// giveRoom gives the room of the messages that were received: first to those in line.
func (r *Receiver[T]) giveRoom() {
	c := r.c
	end := r.head + c.capacity
	for r.given < end { //interleave:checkpoint
		n := c.pop() //interleave:keep n
		if n == nil {
			r.giveAll(end)
			return
		}
		// Room that was made after a close is nobody's. Pairs with the steps of close, after the Stores of front in pop: either
		// close sees the front, or this sees the bit, and takes out all. Else they would wait for ever.
		if c.gate.tail.Load()&closed != 0 {
			n.release()
		} else {
			r.serve(n)
		}
	}
	r.due = r.head + r.step
}

// serve moves the message of a sender in line into the ring. There must be room that isn't given.
func (r *Receiver[T]) serve(n *node[T]) {
	c := r.c
	was, ok := n.claim() //interleave:keep n, was
	if !ok {
		return // its sender has withdrawn
	}
	// Others stop at limit, or take what was given to all; so there is a position, and it is below head + capacity. If the
	// channel was closed since the look at tail, this send came before, and its room too.
	t := (c.gate.tail.Add(1) - 1) & position
	s := c.slot(t) //interleave:checkpoint n, was, t
	var v T
	n.message.Copy(&v)
	s.message.Fill(&v)
	n.drop()
	s.mark.Set(t + 1)           // for the receiver itself; and the limit that lets others take the slot comes after it
	r.given = max(r.given, t+1) //interleave:checkpoint n, was
	n.settle(was)
}

// giveAll gives the room to nobody in particular.
func (r *Receiver[T]) giveAll(limit uint64) {
	c := r.c
	r.given = limit
	r.due = r.head + r.step
	// Gives the slots to those who take their positions: pairs with the Load in put.
	c.gate.limit.Store(limit)
	// And with those in open. Who got in line in the meantime, and saw the gate shut, is seen here,
	// and told to look again.
	for c.line.anybody() && c.gate.open() { //interleave:checkpoint
		if n := c.pop(); n != nil { //interleave:checkpoint
			n.release()
		}
	}
}
