package mpsc

import "context"

// A Sender is the writing side of a channel. It comes from [New]: the zero value can't be used, and it must not be
// copied. It is safe for concurrent use by any number of goroutines.
type Sender[T any] struct{ c channel[T] }

// Send sends v. It blocks while the channel is full, and from three quarters full on it may block until the receiver
// receives again: see [New]. It returns nil if v was sent, and will
// then be received unless the receiver stops receiving. If it returns an error, v was not sent and never will be:
// [ErrClosed], if the channel is closed, even if ctx is done; or ctx.Err() (or
// context.Canceled if that is nil), if ctx is done and a look after that finds no room.
//
// While there is room it doesn't look at ctx: who sends in a loop must look at ctx itself, and a nil ctx panics
// only when the channel is full. To give up after a time, try TrySend first, so that a context is made only if it is needed.
// A receiver that sends to itself must use TrySend: nobody else gives room.
//
// Send takes no lock where there is room, but the one of the Go channel by which it wakes a receiver in a select or under a new context (with
// diatomic_portable, or the race detector, any that sleeps). In steady state it
// allocates nothing, but for the watch on a context under which the same place was waited in twice in a row: blocked senders use the places of earlier ones again, until the garbage collector takes those that are spare. (One that is cancelled while
// it is blocked allocates 16 bytes to offer its place to the next; and if the receiver drops that place first, a later one makes another, some 300 bytes.)
//
// Messages of one goroutine are received in order. Blocked senders are served in the order in which they came, with two
// exceptions: one that comes after another was cancelled may take over that one's turn; and one that begins to wait at the very moment when
// room is given to everybody tries again, behind those who have come meanwhile.
//
// A Send that is descheduled between taking its position and writing its message holds
// back the messages behind it, as long as that lasts. And a receiver that is descheduled while it takes the message of a
// blocked sender holds back that Send: it returns nil afterwards, even if it is cancelled meanwhile.
// A Send that loses the race for a position to another backs off for some microseconds before it tries again, and so does TrySend.
//
// A Send wakes the receiver. If that is a [Receiver.Poll] whose Waker panics, Send does, and the message was sent.
//
// In the terminology of the Go memory model, see [Receiver.Recv].
func (s *Sender[T]) Send(ctx context.Context, v T) error {
	err := s.c.put(&v)
	if err != ErrFull {
		return err
	}
	return s.c.stand(ctx, &v)
}

// TrySend is Send that doesn't block: it returns [ErrFull] if there is no room. Room is given back in batches, so that may be
// when three quarters are taken: see [New].
func (s *Sender[T]) TrySend(v T) error { return s.c.put(&v) }

// Close closes the channel: from now on sends fail with [ErrClosed], also those that
// are blocked. What was sent before is still received, and then the receiver gets ErrClosed. It
// may be called more than once. All senders share the channel, so close it when the last of them has finished.
func (s *Sender[T]) Close() { s.c.close() }

// Len returns the number of messages in the channel, without those of blocked senders. Room that the
// receiver has not given back counts as taken, so it may be more than [Receiver.Len]: see [New].
func (s *Sender[T]) Len() int { return s.c.length() }

// Cap returns the capacity of the channel.
func (s *Sender[T]) Cap() int { return int(s.c.capacity) }
