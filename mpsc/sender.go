package mpsc

import (
	"context"
	"fmt"
)

// A Sender is the writing side of a channel. It comes from [New]; the zero value can't be
// used, and a Sender must not be copied. It is safe for concurrent use by any number of
// goroutines.
type Sender[T any] struct{ c channel[T] }

// Send sends v. It blocks while the channel is full. If it returns nil, v was sent, and
// will be received unless the receiver stops receiving. If it returns an error, v was not
// sent and never will be: [ErrClosed] if the channel is closed, even if ctx is done; or
// ctx.Err() (context.Canceled if that is nil) if ctx is done, and Send after that finds
// no room.
//
// While there is room Send doesn't look at ctx: a loop that sends must look at ctx
// itself, and a nil ctx makes Send panic only when the channel is full. A receiver that
// sends to itself must use [Sender.TrySend], since only the receiver gives room; and so
// must receivers that send to each other, for all of them may be blocked at once.
//
// In the terminology of the Go memory model, see [Receiver.Recv].
func (s *Sender[T]) Send(ctx context.Context, v T) error {
	if g := s.c.last.Load(); g != nil {
		return s.c.append(g, &v)
	}
	err := s.c.put(&v)
	if err != ErrFull {
		return err
	}
	return s.c.sendInLine(ctx, forever, &v)
}

// TrySend is [Sender.Send], but doesn't block: it returns [ErrFull] if there is no room.
func (s *Sender[T]) TrySend(v T) error {
	if g := s.c.last.Load(); g != nil {
		return s.c.append(g, &v)
	}
	return s.c.put(&v)
}

// Close closes the channel: from now on sends fail with [ErrClosed], even those that are
// blocked. Messages that were sent before can still be received, and then the receiver
// gets ErrClosed. Close doesn't block. It may be called from any goroutine, and more than
// once; the one that comes second may return before the first has woken all. All senders
// share the Sender, so close it when the last of them has finished.
func (s *Sender[T]) Close() { s.c.close() }

// Done returns a Go channel that is closed when the Sender's channel is closed, by either
// side. So a producer that waits for something else can stop when nobody receives any
// more. Each call returns the same Go channel, which is made by the first one.
func (s *Sender[T]) Done() <-chan struct{} { return s.c.done() }

// Closed reports whether the channel is closed, by either side.
func (s *Sender[T]) Closed() bool { return s.c.gate.tail.Load()&closed != 0 }

// Len returns the number of messages in the channel, without those of blocked senders. It
// counts messages whose send isn't quite finished.
func (s *Sender[T]) Len() int { return s.c.length() }

// Cap returns the capacity of the channel.
func (s *Sender[T]) Cap() int { return s.c.most() }

// Format writes the same short text for all verbs. Without it, printing a Sender would
// read the messages in it, while others change them.
func (s *Sender[T]) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "mpsc.Sender(%p)", s) }
