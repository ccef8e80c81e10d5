//go:build interleave

package mpsc

import (
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/internal/protocol"
)

// What threads of the models do.

// send sends n messages of sender i, until one is refused.
func (r *rig) send(ctx context.Context, i, n int) func() {
	r.under(ctx)
	return func() {
		for k := range n {
			if err := r.tx.Send(ctx, 10*(i+1)+k); err != nil {
				if err != ErrClosed && (err != context.Canceled || !r.over(ctx)) {
					r.Fail("send: %v", err)
				}
				r.book.Refused[i]++
				break
			}
			r.book.Sent[i]++
			r.Checkpoint(k)
		}
		r.Checkpoint()
	}
}

// over looks whether the Done channel of ctx is closed.
func (r *rig) over(ctx context.Context) (yes bool) {
	r.Peek(func() { yes = seam.Closed(ctx.Done()) })
	return yes
}

// sure is sends none of which may be refused: there was room before the context was over.
func (r *rig) sure(act func()) func() {
	return func() {
		act()
		if n := r.book.Refused; n != [len(n)]int{} {
			r.Fail("refused, though there was room before: %v", n)
		}
	}
}

// sureToReceive is a receive of one message that was sent before the context was over.
func (r *rig) sureToReceive(act func()) func() {
	return func() {
		act()
		if r.book.Got[1] != 1 {
			r.Fail("not received, though it was sent before")
		}
	}
}

// trySend sends a message of sender i if there is room.
func (r *rig) trySend(i int) func() {
	return func() {
		if r.tx.TrySend(10*(i+1)) == nil {
			r.book.Sent[i]++
		}
		r.Checkpoint()
	}
}

// park says that no sender sleeps on its sink, where goroutines are stopped by the
// runtime: all wait under contexts that can't be cancelled.
func (r *rig) park() {
	if seam.CanPark {
		for _, n := range r.nodes {
			r.Fixed(private(&n.sink, "state"))
		}
	}
}

// senders starts like ones, each with a message.
func (r *rig) senders(n int, ctx context.Context) {
	r.Alike("send", n, r.send(ctx, like, 1))
}

func (r *rig) close() { r.tx.Close(); r.Checkpoint() }

// shut closes by the receiver.
func (r *rig) shut() {
	r.rx.Close()
	r.book.End = int(r.tx.c.gate.tail.Load()&position) + 1
	r.Checkpoint()
}

// done waits for the close of the channel that Done returns.
func (r *rig) done() {
	d := r.tx.Done()
	runtime.Select(d)
	if !r.tx.Closed() {
		r.Fail("done before the close")
	}
	r.Checkpoint()
}

// discard checks that nothing is left, and that nothing comes.
func (r *rig) discard() {
	r.own()
	head := r.rx.head
	r.rx.Discard()
	r.book.Dropped = int(r.rx.head - head)
	r.Peek(func() {
		if n := r.rx.Len(); n != 0 {
			r.Fail("%d messages are left", n)
		}
		r.book.End = int(r.tx.c.gate.tail.Load()&position) + 1
	})
	r.Checkpoint()
}

// then does one thing after the other.
func (r *rig) then(acts ...func()) func() {
	return func() {
		for i, act := range acts {
			r.Checkpoint(i)
			act()
		}
		r.Checkpoint()
	}
}

// recv receives n messages, or all until the channel is closed.
func (r *rig) recv(ctx context.Context, n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		buf[0], err = r.rx.Recv(ctx)
		r.received(ctx, err)
		return err
	})
}

// received says what a receive that waits under ctx must have left, and when it may give
// up.
func (r *rig) received(ctx context.Context, err error) {
	if err != nil && err != ErrClosed && (err != context.Canceled || !r.over(ctx)) {
		r.Fail("receive: %v", err)
	}
	r.Peek(func() {
		state := private(&r.tx.c.sink, "state").(*atomic.Uint32).Load()
		if r.readied {
			state &^= protocol.Registered // a receive that needn't wait leaves it
		}
		if state&(protocol.Registered|protocol.Notify) != 0 || r.rx.asleep {
			r.Fail("%v leaves the sink in %s, asleep: %t", err, protocol.Spell(state), r.rx.asleep)
		}
	})
}

// afterReady is act of a receiver that has called Ready before.
func (r *rig) afterReady(act func()) func() {
	r.readied = true
	return func() {
		r.rx.Ready()
		act()
	}
}

// sendPanicking sends a message of sender i under ctx, a method of which panics. Whether
// the message is sent then is left open, since the receiver may have taken it already.
func (r *rig) sendPanicking(ctx context.Context, i int) func() {
	r.under(ctx)
	return func() {
		defer func() {
			if v := recover(); v == "mine" {
				r.book.Panicked++
			} else if v != nil {
				panic(v)
			}
			r.Checkpoint()
		}()
		if err := r.tx.Send(ctx, 10*(i+1)); err != nil {
			r.Fail("send: %v", err)
		}
		r.book.Sent[i]++
	}
}

// recvPanicking receives n messages, under ctx at first and without it once a method of
// ctx has panicked.
func (r *rig) recvPanicking(ctx context.Context, n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		func() {
			defer func() {
				if v := recover(); v == "mine" {
					ctx = background
				} else if v != nil {
					panic(v)
				}
			}()
			buf[0], err = r.rx.Recv(ctx)
			r.received(ctx, err)
		}()
		r.received(background, nil)
		r.Checkpoint(ctx == background)
		if buf[0] == 0 {
			buf[0], err = r.rx.Recv(background)
		}
		return err
	})
}

// panicking is a context whose Err panics.
type panicking struct{ context.Context }

func (panicking) Err() error { panic("mine") }

// recvAnyhow receives n messages, under ctx at first and without it once that is done.
func (r *rig) recvAnyhow(ctx context.Context, n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		if buf[0], err = r.rx.Recv(ctx); err == context.Canceled {
			ctx = background
			r.Checkpoint(ctx == background)
			buf[0], err = r.rx.Recv(ctx)
		}
		return err
	})
}

// again is act of a receiver that has slept under ctx before.
func (r *rig) again(ctx context.Context, act func()) func() {
	r.under(ctx)
	almostWatched(&r.tx.c.sink, ctx)
	waitAwake(&r.tx.c.sink, ctx)
	return act
}

// ready receives n messages, and waits for them by Ready.
func (r *rig) ready(n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		for {
			if buf[0], err = r.rx.TryRecv(); err != ErrEmpty {
				return err
			}
			r.Checkpoint(n)
			runtime.Select(r.rx.Ready())
			r.Checkpoint(n)
		}
	})
}

// tryBatch is ready, in batches of two.
func (r *rig) tryBatch(n int) func() {
	return r.receive(n, 2, func(buf []int) error {
		for {
			m, err := r.rx.TryRecvBatch(buf)
			clear(buf[m:])
			if err != ErrEmpty {
				return err
			}
			r.Checkpoint(n)
			runtime.Select(r.rx.Ready())
			r.Checkpoint(n)
		}
	})
}

// batch receives n messages in batches of two.
func (r *rig) batch(ctx context.Context, n int) func() {
	return r.receive(n, 2, func(buf []int) error {
		m, err := r.rx.RecvBatch(ctx, buf)
		clear(buf[m:])
		r.received(ctx, err)
		return err
	})
}

// receive calls f with room for up to most messages, until it has n or an error.
func (r *rig) receive(n, most int, f func(buf []int) error) func() {
	return func() {
		buf := make([]int, most)
		r.own()
		r.Own(&buf)
		for k := 0; k < n; {
			if err := f(buf[:min(most, n-k)]); err != nil {
				r.book.Closed = err == ErrClosed
				break
			}
			r.exact()
			for i, v := range buf {
				if v != 0 {
					r.got(v)
					k++
				}
				buf[i] = 0
			}
			r.Checkpoint(min(k, n-1))
		}
		r.Checkpoint()
	}
}

// full checks, where nobody receives any more, that who was refused had no room.
func (r *rig) full() {
	r.Peek(func() {
		n := r.tx.c.gate.tail.Load()&position - r.rx.head
		if r.book.Sent[3] == 0 && n < r.rx.c.capacity {
			r.Fail("refused with %d messages in the ring", n)
		}
	})
}

// exact checks that a receive that is over has given all its room: to everybody, or to
// senders in line. After a close, there is nothing to give.
func (r *rig) exact() {
	r.Peek(func() {
		c := r.rx.c
		if r.rx.unbounded {
			return
		}
		end := r.rx.head + c.capacity
		if c.gate.tail.Load()&closed != 0 {
			return
		}
		if r.rx.given != end || c.room.Load() != end && c.gate.tail.Load()&position != end {
			r.Fail("room is held back: given %d, room %d, tail %d, instead of %d",
				r.rx.given, c.room.Load(), c.gate.tail.Load()&position, end)
		}
	})
}

// waker is a task's.
type waker struct{ woken atomic.Bool }

func (w *waker) Wake() { w.woken.Store(true) }

// poll receives n messages as a task with these wakers: another one after each message,
// and after each wake-up. Only the newest one counts.
func (r *rig) poll(n, wakers int) func() {
	ws := make([]*waker, wakers)
	for i := range ws {
		ws[i] = new(waker)
		r.Name(ws[i], string(rune('A'+i)))
	}
	return func() {
		r.own()
		at := 0
		r.Own(&at)
		for k, n := 0, n; k < n; r.Checkpoint(k) {
			w := ws[at]
			v, err := r.rx.Poll(diatomic.Waker(w))
			at = (at + 1) % wakers
			switch err {
			case nil:
				r.exact()
				r.got(v)
				k++
				continue
			case ErrClosed:
				r.book.Closed = true
				n = k
				continue
			}
			r.Checkpoint(k, w)
			r.Await(func() bool { return w.woken.Load() })
			w.woken.Store(false)
		}
		r.Checkpoint()
	}
}
