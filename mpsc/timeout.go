package mpsc

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic/internal/timeout"
)

// ErrTimeout is returned by SendTimeout, RecvTimeout and RecvBatchTimeout when the time
// is over. It has a method Timeout that returns true, as the errors of package net have,
// and errors.Is says that it is [os.ErrDeadlineExceeded]. (It isn't
// [context.DeadlineExceeded], which a Recv or Send under a context returns.)
var ErrTimeout error = timeout.Error("mpsc: timed out")

// forever is the time of a send that only a context ends.
const forever time.Duration = -1

// SendTimeout is [Sender.Send], but blocks for at most d, and returns [ErrTimeout] if it
// finds no room after that. If d is zero or negative, SendTimeout tries once, and doesn't
// block. The channel caches timers along with the places of blocked senders.
func (s *Sender[T]) SendTimeout(v T, d time.Duration) error {
	if g := s.c.last.Load(); g != nil {
		return s.c.append(g, &v)
	}
	err := s.c.put(&v)
	if err != ErrFull {
		return err
	}
	if d <= 0 {
		return ErrTimeout
	}
	return s.c.sendInLine(context.Background(), d, &v)
}

// RecvTimeout is [Receiver.Recv], but blocks for at most d, and returns [ErrTimeout] if
// it finds no message after that. If d is zero or negative, RecvTimeout tries once, and
// doesn't block. While an unbounded channel refuses a send, RecvTimeout may return
// ErrTimeout instead of ErrClosed, as in [Receiver.Recv]. The Receiver caches its timer.
func (r *Receiver[T]) RecvTimeout(d time.Duration) (v T, err error) {
	r.begin()
	err = r.recvFor(d, &v)
	r.exit()
	return v, err
}

// RecvBatchTimeout is [Receiver.RecvBatch], but blocks for at most d, and returns
// [ErrTimeout] if it finds no message after that. It doesn't wait until buf is full: as
// soon as there is a message it returns those that there are. If d is zero or negative,
// RecvBatchTimeout tries once, and doesn't block. To end the wait early, close the
// channel: see the example of the package.
func (r *Receiver[T]) RecvBatchTimeout(buf []T, d time.Duration) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	r.begin()
	n = r.fill(buf)
	if n == 0 {
		if err := r.recvFor(d, &buf[0]); err != nil {
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

// recvFor is RecvTimeout.
func (r *Receiver[T]) recvFor(d time.Duration, v *T) error {
	err := r.tryRecv(v)
	if err != ErrEmpty {
		return err
	}
	if d <= 0 || !r.waitFor(d) {
		return ErrTimeout
	}
	err = r.tryRecv(v)
	if err == ErrEmpty {
		// pending held, so the channel was closed and had no more messages. A sender of
		// an unbounded channel has taken a position since, and will give it back.
		r.end()
		return ErrClosed
	}
	return err
}

// waitFor sleeps until there is something to do, and reports that, or until d has passed.
func (r *Receiver[T]) waitFor(d time.Duration) bool {
	r.asleep = true
	defer func() { r.asleep = false }()
	return r.c.sink.WaitTimeout(d, r.ready())
}
