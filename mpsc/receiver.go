package mpsc

import (
	"context"
	"iter"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// A Receiver is the reading side of a channel. It comes from [New]; the zero value can't
// be used, and it must not be copied. It belongs to one goroutine, or task, at a time:
// only [Receiver.Close] may be called by others meanwhile. All its methods except Close,
// Len and Cap panic if they find another goroutine blocked in the Receiver.
type Receiver[T any] struct {
	_ noCopy
	c *channel[T]

	// head is the position of the next message.
	head uint64

	// given is the first position that nobody may take: what limit was set to, or further
	// if the receiver took positions for those in line. It is at most head + capacity.
	given uint64

	// due is what head must have come to before room is given to nobody in particular,
	// step after it was last done.
	due, step uint64

	predicate func() bool // pending, made once

	hasPointers bool // messages may have pointers in them
	asleep      bool // a goroutine sleeps on the sink
	guard       race.Guard
}

// Recv returns the next message. It blocks while there is none. If the channel is closed
// and all its messages were received, it returns [ErrClosed], even if ctx is done. If ctx
// is done and a look after that finds no message, it returns ctx.Err(), or
// context.Canceled if that is nil. So a message that was sent before ctx was done is
// returned. A nil ctx panics only when there is no message.
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
		r.guard.Leave()
		return v, err
	}
	s.message.CopyTo(&v)
	r.passed(s) //interleave:keep v
	if r.head >= r.due || c.line.anybody() {
		r.giveRoom()
	}
	r.guard.Leave()
	return v, nil
}

// TryRecv returns the next message if there is one, and [ErrEmpty] or [ErrClosed] if not.
// It doesn't block. The order of memory is that of [Receiver.Recv].
//
// It may return ErrEmpty, and Recv may block, while an earlier send is under way, though
// later ones have returned: see "Progress" in the package documentation.
func (r *Receiver[T]) TryRecv() (v T, err error) {
	r.begin()
	err = r.tryRecv(&v)
	r.guard.Leave()
	return v, err
}

// RecvBatch is Recv for as many messages as there are, and at least one. It puts them
// into buf, and returns their number. If buf is empty, it returns 0 and nil. To flush at
// regular times, select on Ready and a ticker: a context with a deadline for each batch
// would allocate.
//
// The room of what is in buf has been given back, so there may be Cap + len(buf) messages
// in all. And buf keeps alive what its messages point to: clear it, if that matters.
func (r *Receiver[T]) RecvBatch(ctx context.Context, buf []T) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	r.begin()
	n = r.fill(buf)
	if n == 0 {
		if err := r.recv(ctx, &buf[0]); err != nil {
			r.guard.Leave()
			return 0, err
		}
		n = 1 + r.fill(buf[1:])
	}
	r.guard.Leave()
	return n, nil
}

// TryRecvBatch is RecvBatch that doesn't block: it returns [ErrEmpty] or [ErrClosed] if
// there is no message.
func (r *Receiver[T]) TryRecvBatch(buf []T) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	r.begin()
	n = r.fill(buf)
	if n == 0 {
		if err := r.tryRecv(&buf[0]); err != nil {
			r.guard.Leave()
			return 0, err
		}
		n = 1 + r.fill(buf[1:])
	}
	r.guard.Leave()
	return n, nil
}

// Poll is for receivers that aren't goroutines: tasks of an executor, event loops. It is
// TryRecv, but ErrEmpty means that w will be woken by the next message or by Close. It
// doesn't block. If it returns anything else, no waker is left registered. A message that
// another method takes meanwhile may wake w or not, and may leave it registered. See
// [diatomic.WakeSink.Poll].
func (r *Receiver[T]) Poll(w diatomic.Waker) (v T, err error) {
	c := r.begin()
	defer r.guard.Leave()
	for { //interleave:checkpoint
		err = r.tryRecv(&v)
		if err != ErrEmpty { //interleave:keep v, err == nil
			c.sink.Unregister()
			return v, err
		}
		if !c.sink.Poll(w, r.predicate) {
			return v, ErrEmpty
		}
	}
}

// Ready is for select statements: it returns a channel that can be received from once
// there is a message or the channel is closed, which [Receiver.TryRecvBatch] or
// [Receiver.TryRecv] then finds. It may be ready for no reason, now and then: so don't
// call what blocks. Call Ready again before each select.
//
// Take a batch after each select, since a select costs as much as several messages do.
// But a receiver that takes messages until ErrEmpty comes may never get to the other
// cases while senders are busy. See [diatomic.WakeSink.Ready].
func (r *Receiver[T]) Ready() <-chan struct{} {
	c := r.begin()
	defer r.guard.Leave()
	r.alone()
	r.giveRoom()
	return c.sink.Ready(r.predicate)
}

// All returns the messages one after the other, for a range loop. It ends when the
// channel is closed and all its messages were received, and when ctx is done, even if
// there are messages left: to drain the channel, call Close, and All with another
// context. If both may have come, TryRecv tells: it returns ErrClosed if the channel was
// closed and drained. Any message that it returns is received, so handle it.
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

// Forget drops what the receiver has cached in order to wait: the waker that Poll was
// given last, and the watch on the context of the last Recv. It unregisters that waker.
// See [diatomic.WakeSink.Forget].
func (r *Receiver[T]) Forget() {
	c := r.begin()
	defer r.guard.Leave()
	r.alone()
	c.sink.Forget()
}

// Close closes the channel: from now on sends fail with [ErrClosed], even those that are
// blocked. What was sent before can still be received: to leave nothing behind, receive
// until ErrClosed. Close may be called from any goroutine, and more than once.
func (r *Receiver[T]) Close() { r.shared().close() }

// Len returns the number of messages in the channel, including those whose send is not
// quite finished, without those of blocked senders.
func (r *Receiver[T]) Len() int {
	c := r.shared()
	return clamp(c.gate.tail.Load()&position, r.head, c.capacity)
}

// Cap returns the capacity of the channel.
func (r *Receiver[T]) Cap() int { return int(r.shared().capacity) }

// begin begins a call that is for one goroutine at a time.
func (r *Receiver[T]) begin() *channel[T] {
	if r.c == nil {
		panic(zeroReceiver)
	}
	if !r.guard.Enter() {
		panic(twoReceivers)
	}
	return r.c
}

// shared returns what the senders have too.
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

// notAsleep panics if another goroutine sleeps on the sink. It is for calls that would
// take its registration.
func (r *Receiver[T]) notAsleep() {
	if r.asleep {
		panic(twoReceivers)
	}
}

const (
	zeroReceiver = "mpsc: use of a zero Receiver: get one from New"
	twoReceivers = "mpsc: two goroutines receive from one Receiver at once: let one of them do it"
)
