package mpsc

import (
	"context"
	"fmt"
	"iter"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// A Receiver is the reading side of a channel. It comes from [New]; the zero value can't
// be used, and a Receiver must not be copied. It belongs to one goroutine, or task, at a
// time: only [Receiver.Close] may be called by others meanwhile. One that becomes garbage
// doesn't close its channel, so a receiver that ends early calls Close or
// [Receiver.Discard]. All its methods except Close, Len and Cap panic if they find
// another goroutine blocked in the Receiver.
type Receiver[T any] struct {
	_ noCopy
	c *channel[T]

	// head is the position of the next message.
	head uint64

	// ahead is how far room is ahead of head: the capacity, or 0 in an unbounded channel.
	ahead uint64

	// given is the first position whose room hasn't been given yet: room, or further if
	// the receiver took positions for senders in line. It is at most head + capacity, and
	// equal to that whenever no receive is under way.
	given uint64

	// step is how many messages RecvBatch takes before it gives their room back.
	step uint64

	// settled is the head at the last settle, in an unbounded channel.
	settled uint64

	predicate func() bool // see ready

	hasPointers bool // messages may have pointers in them
	ended       bool // ErrClosed was returned
	unbounded   bool // the channel is

	// need says how much of late an unbounded channel has needed a large segment: see
	// settle.
	need uint8

	turn
}

// turn is whose turn it is to use a Receiver. It isn't generic: only if a function that
// isn't generic calls Enter and Leave in this package does the compiler inline them in
// others.
type turn struct {
	asleep bool       // a goroutine sleeps on the sink
	guard  race.Guard // against two calls at once, in race builds; else empty
}

// Recv returns the next message. It blocks while there is none. If the channel is closed
// and all its messages were received, it returns [ErrClosed], even if ctx is done. (In an
// unbounded channel, sends that are being refused may delay that: see "Progress" in the
// package documentation.) If ctx is done, and Recv after that finds no message, it
// returns ctx.Err(), or context.Canceled if that is nil. So Recv returns a message that
// was sent before ctx was done. If ctx is nil, it panics only when there is no message.
//
// While there are messages Recv doesn't look at ctx: a loop that is to end with ctx must
// look at ctx itself, as [Receiver.All] does.
//
// In the terminology of the Go memory model, the Send of a message is synchronized before
// the return of the Recv that returns it; and the call of the Recv that returns a
// channel's n-th message is synchronized before the return of the Send of the message
// n+Cap.
func (r *Receiver[T]) Recv(ctx context.Context) (v T, err error) {
	c := r.begin()
	s := c.slot(r.head)
	// Pairs with the Store in put, which publishes the message.
	if s.mark.Load() != r.head+1 {
		err = r.recv(ctx, &v)
		r.exit()
		return v, err
	}
	s.message.CopyTo(&v)
	r.passed(s) //interleave:keep v
	if c.line.anybody() || r.publish() {
		r.giveInLine()
	}
	r.exit()
	return v, nil
}

// TryRecv returns the next message if there is one, and [ErrEmpty] or [ErrClosed] if not.
// It doesn't block.
//
// While a send is under way, TryRecv may return ErrEmpty though later sends have
// returned. That lasts until the first one's goroutine runs again, which may be
// descheduled. So ErrEmpty doesn't say that what another goroutine has sent before was
// received; but Recv, Poll and Ready are woken by the first send. A send that is being
// refused by an unbounded channel may delay ErrClosed in the same way. See "Progress" in
// the package documentation.
//
// In the terminology of the Go memory model, see [Receiver.Recv].
func (r *Receiver[T]) TryRecv() (v T, err error) {
	r.begin()
	err = r.tryRecv(&v)
	r.exit()
	return v, err
}

// RecvBatch receives as many messages as there are and buf can hold. It puts them into
// buf, and returns their number. While there is none, it blocks, and returns errors, as
// [Receiver.Recv] does. If buf is empty, it returns 0 and nil. To flush at regular times,
// use [Receiver.RecvBatchTimeout]: see the example of the package.
//
// RecvBatch has given back the room of the messages in buf, so the channel and buf may
// together hold Cap + len(buf) messages. buf keeps alive what its messages point to:
// clear it, if that matters.
func (r *Receiver[T]) RecvBatch(ctx context.Context, buf []T) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	r.begin()
	n = r.fill(buf)
	if n == 0 {
		if err := r.recv(ctx, &buf[0]); err != nil {
			r.exit()
			return 0, err
		}
		n = 1 + r.fill(buf[1:])
	}
	r.exit()
	return n, nil
}

// TryRecvBatch is [Receiver.RecvBatch], but doesn't block: it returns [ErrEmpty] or
// [ErrClosed] if there is no message. It may return ErrEmpty, or fewer messages than
// there are, while an earlier send is under way: see [Receiver.TryRecv].
func (r *Receiver[T]) TryRecvBatch(buf []T) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	r.begin()
	n = r.fill(buf)
	if n == 0 {
		if err := r.tryRecv(&buf[0]); err != nil {
			r.exit()
			return 0, err
		}
		n = 1 + r.fill(buf[1:])
	}
	if n < len(buf) {
		r.emptied()
	}
	r.exit()
	return n, nil
}

// Poll is for receivers that aren't goroutines: tasks of an executor, event loops. It is
// [Receiver.TryRecv], but if it returns [ErrEmpty], the next message or Close will wake
// w. It doesn't block. If it returns anything else, no waker is left registered. (If
// another method takes the next message, w may be woken for nothing, or stay registered.
// One that waits may withdraw w, even if no message comes, and so does Ready: then call
// Poll again.) See [diatomic.WakeSink.Poll].
func (r *Receiver[T]) Poll(w diatomic.Waker) (v T, err error) {
	c := r.begin()
	defer r.exit()
	for { //interleave:checkpoint
		err = r.tryRecv(&v)
		if err != ErrEmpty { //interleave:keep v, err == nil
			c.sink.Unregister()
			return v, err
		}
		if !c.sink.Poll(w, r.ready()) {
			return v, ErrEmpty
		}
	}
}

// Ready is for select statements. It returns a Go channel that can be received from once
// there is a message or the Receiver's channel is closed; then call
// [Receiver.TryRecvBatch] or [Receiver.TryRecv]. A token may be spurious, so don't call a
// method that blocks. Ready doesn't block. Call it again before each select.
//
// Once the Receiver has returned [ErrClosed], or All or Drain has come to the end, Ready
// returns nil, from which a select never receives. So a select over several receivers
// needs no flag for those that are finished. But a loop whose only case is one Receiver
// must return on ErrClosed: it would block forever.
//
// The channel that Ready returns stays empty while an earlier send is under way, though
// later ones have returned: see [Receiver.TryRecv].
//
// Take a batch after each select, since a select costs as much as several messages do.
// But don't take messages until ErrEmpty comes: while senders are busy, the receiver may
// then never get to the other cases. See [diatomic.WakeSink.Ready].
func (r *Receiver[T]) Ready() <-chan struct{} {
	c := r.begin()
	defer r.exit()
	r.alone()
	if r.ended {
		return nil
	}
	if r.unbounded && c.gate.tail.Load() == r.head {
		r.settle()
	}
	return c.sink.Ready(r.ready())
}

// All returns an iterator over the messages. It blocks while there is none. The loop ends
// when the channel is closed and all its messages were received. It also ends when ctx is
// done, even if there are messages left, which [Receiver.Drain] gives. To learn why the
// loop ended, call [Receiver.Err].
func (r *Receiver[T]) All(ctx context.Context) iter.Seq[T] {
	if ctx == nil {
		panic("mpsc: All with a nil Context: pass context.Background() to receive without a limit")
	}
	return func(yield func(T) bool) {
		for done := ctx.Done(); !seam.Closed(done); {
			v, err := r.Recv(ctx)
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// Peek returns the next message if there is one, and leaves it in the channel. It doesn't
// block. It may find none while an earlier send is under way, as [Receiver.TryRecv] may.
func (r *Receiver[T]) Peek() (v T, ok bool) {
	c := r.begin()
	defer r.exit()
	s := c.slot(r.head)
	for s.mark.Load() != r.head+1 { // as in Recv
		r.alone()
		if !r.advance() {
			return v, false
		}
		s = c.slot(r.head)
	}
	s.message.CopyTo(&v)
	return v, true
}

// Drain returns an iterator over what is left. The loop closes the channel when it
// begins, and ends when all messages were received. It waits for sends that are under way
// (see "Progress" in the package documentation), and for nothing else.
func (r *Receiver[T]) Drain() iter.Seq[T] {
	return func(yield func(T) bool) {
		r.begin()
		r.alone() // a receiver that is blocked would be woken by the close, and go on beside this one
		r.exit()
		r.Close()
		for {
			v, err := r.Recv(context.Background())
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// Discard closes the channel, and drops the messages that are in it. Call it, in a defer
// statement perhaps, when the receiver ends early: else the messages stay in memory as
// long as a Sender. Discard waits as the loop of [Receiver.Drain] does. Afterwards the
// receiver gets [ErrClosed].
func (r *Receiver[T]) Discard() {
	for range r.Drain() {
	}
}

// Err says how the channel stands: it returns [ErrClosed] once the channel is closed and
// all its messages were received, and nil before. (In an unbounded channel, sends that
// are being refused may delay that, unless the Receiver has returned ErrClosed.) It
// doesn't block. So after a loop over All it isn't an error that Err returns ErrClosed:
// it says that the loop came to the end. If it returns nil, ctx or a break ended the
// loop.
func (r *Receiver[T]) Err() error {
	c := r.begin()
	defer r.exit()
	r.alone()
	// Pairs with the CompareAndSwap in close.
	if !r.ended && c.gate.tail.Load() != r.head|closed {
		return nil
	}
	r.end()
	return ErrClosed
}

// Forget drops what the receiver has cached in order to wait: the waker that Poll was
// given last, which it also unregisters, and the watch on the context of the last Recv.
// It doesn't block. See [diatomic.WakeSink.Forget].
func (r *Receiver[T]) Forget() {
	c := r.begin()
	defer r.exit()
	r.alone()
	c.sink.Forget()
}

// Close closes the channel: from now on sends fail with [ErrClosed], even those that are
// blocked. Messages that were sent before can still be received: to leave none behind,
// receive until ErrClosed. Close doesn't block. It may be called from any goroutine, and
// more than once.
func (r *Receiver[T]) Close() { r.shared().close() }

// Len returns the number of messages in the channel. It counts messages whose send isn't
// quite finished, but not those of blocked senders.
func (r *Receiver[T]) Len() int {
	c := r.shared()
	if r.ended {
		return 0 // and not the sends that find the channel closed
	}
	return clamp(c.gate.tail.Load()&position, r.head, c.capacity)
}

// Cap returns the capacity of the channel.
func (r *Receiver[T]) Cap() int { return r.shared().most() }

// Format writes the same short text for all verbs. Without it, printing a Receiver would
// read the messages in it, while others change them.
func (r *Receiver[T]) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "mpsc.Receiver(%p)", r) }

// begin marks the start of a call that only one goroutine at a time may make.
func (r *Receiver[T]) begin() *channel[T] {
	if r.c == nil {
		panic(zeroReceiver)
	}
	r.enter()
	return r.c
}

// shared returns the part that the receiver shares with the senders.
func (r *Receiver[T]) shared() *channel[T] {
	if r.c == nil {
		panic(zeroReceiver)
	}
	return r.c
}

// alone panics if another goroutine is blocked in Recv.
func (r *Receiver[T]) alone() {
	r.notAsleep()
	// Pairs with the CompareAndSwap in commitReceiver.
	if r.c.gate.tail.Load()&parked != 0 {
		panic(twoReceivers)
	}
}

// notAsleep panics if another goroutine sleeps on the sink. Calls that would take away
// that goroutine's registration begin with it.
func (t *turn) notAsleep() {
	if t.asleep {
		panic(twoReceivers)
	}
}

func (t *turn) enter() {
	if !t.guard.Enter() {
		panic(twoReceivers)
	}
}

func (t *turn) exit() { t.guard.Leave() }

const (
	zeroReceiver = "mpsc: use of a zero Receiver: get one from New"
	twoReceivers = "mpsc: two goroutines receive from one Receiver at once: let one of them do it"
)
