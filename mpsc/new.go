package mpsc

// New returns the two sides of a channel that holds up to capacity messages. It panics if capacity is
// below 1.
//
// The room of received messages is given back at once if there are blocked senders, if the channel
// is found empty, or if capacity is below 8; otherwise when a quarter of the capacity was received. So
// [Sender.TrySend] may return [ErrFull] when there are at least three quarters of capacity messages in the channel.
func New[T any](capacity int) (*Receiver[T], *Sender[T]) {
	if capacity < 1 {
		panic("mpsc: New with a capacity below 1: give it room for one message at least")
	}
	size := 1
	for size < capacity {
		size *= 2
	}
	s := new(Sender[T])
	c := &s.c
	c.ring = make([]slot[T], size)
	c.capacity = uint64(capacity)
	c.gate.limit.Store(c.capacity)
	r := &Receiver[T]{c: c, given: c.capacity, step: max(1, c.capacity/4)}
	r.due = r.step
	r.ready = r.pending
	return r, s
}
