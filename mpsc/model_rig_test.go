//go:build interleave

package mpsc

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/interleave"
	"github.com/diatomic-go/diatomic/internal/interleave/context"
)

var limit = flag.Duration("limit", 3*time.Second, "bound on the search of each model, but with -interleave.full")

// rig is what the models are made of: a channel, senders whose messages are
// 10*(sender+1) + number, and an account of what became of each.
type rig struct {
	*interleave.Sim
	rx   *Receiver[int]
	tx   *Sender[int]
	book *book
	stay bool // somebody may be in line at the end
}

// book is the account.
type book struct {
	Sent, Refused, Got [4]int // by sender; number of its messages, in their order
	Closed             bool   // the receiver was told that there is no more
}

func newRig(s *interleave.Sim, capacity, filled int) *rig {
	rx, tx := New[int](capacity)
	r := &rig{s, rx, tx, new(book), false}
	s.Name(tx, "tx")
	s.Bits(&tx.c.gate.tail)
	s.Ghost(r.book)
	for i := range filled {
		if err := tx.TrySend(10 + i); err != nil {
			panic(err)
		}
		r.book.Sent[0]++
	}
	s.Invariant("never more messages than the capacity", func() error {
		if n := tx.c.gate.tail.Load()&position - rx.head; n > tx.c.capacity {
			return fmt.Errorf("%d messages", n)
		}
		return nil
	})
	s.Final(func() error {
		b := r.book
		left := int(tx.c.gate.tail.Load()&position - rx.head)
		for i := range b.Sent {
			left -= b.Sent[i] - b.Got[i]
		}
		if left != 0 {
			return fmt.Errorf("%d messages left over: %+v", left, *b)
		}
		if !r.stay && tx.c.line.alive() {
			return fmt.Errorf("somebody is still in line")
		}
		if b.Closed && b.Sent != b.Got {
			return fmt.Errorf("closed too early: %+v", *b)
		}
		return nil
	})
	return r
}

// alive reports whether somebody is in line who has not withdrawn.
func (l *line[T]) alive() bool {
	for _, n := range []*node[T]{l.front.Load(), l.top.Load()} {
		for ; n != nil; n = n.next.Get() {
			if n.state.Load() != dead {
				return true
			}
		}
	}
	return false
}

// send sends n messages of sender i, until one is refused.
func (r *rig) send(ctx context.Context, i, n int) func() {
	return func() {
		for k := range n {
			if err := r.tx.Send(ctx, 10*(i+1)+k); err != nil {
				if err != ErrClosed && err != ctx.Err() {
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

// trySend sends a message of sender i if there is room.
func (r *rig) trySend(i int) func() {
	return func() {
		if r.tx.TrySend(10*(i+1)) == nil {
			r.book.Sent[i]++
		}
		r.Checkpoint()
	}
}

// got checks a message, and that it is its sender's next.
func (r *rig) got(v int) {
	i := v/10 - 1
	if v%10 != r.book.Got[i] {
		r.Fail("got %d, but %d messages of the sender before", v, r.book.Got[i])
	}
	r.book.Got[i]++
}

// checkpoint is called by the receiver between two calls.
func (r *rig) checkpoint(locals ...any) {
	x := r.rx
	r.Checkpoint(append(locals, x.head, x.given, x.due, x.c.gate.head)...)
}

// recv receives n messages, or all until the channel is closed.
func (r *rig) recv(ctx context.Context, n int) func() {
	return func() {
		for k := 0; k < n; k++ {
			v, err := r.rx.Recv(ctx)
			if err != nil {
				r.book.Closed = err == ErrClosed
				break
			}
			r.got(v)
			r.checkpoint(k)
		}
		r.checkpoint()
	}
}

// batch receives n messages in batches of two.
func (r *rig) batch(ctx context.Context, n int) func() {
	return func() {
		var buf [2]int
		for k := 0; k < n; {
			m, err := r.rx.RecvBatch(ctx, buf[:min(2, n-k)])
			if err != nil {
				r.book.Closed = err == ErrClosed
				break
			}
			for _, v := range buf[:m] {
				r.got(v)
			}
			k += m
			r.checkpoint(k)
		}
		r.checkpoint()
	}
}

func check(t *testing.T, name string, setup func(r *rig), capacity, filled int) {
	t.Helper()
	o := interleave.Options{Time: *limit}
	interleave.Run(t, interleave.Model{Name: name, Setup: func(s *interleave.Sim) { setup(newRig(s, capacity, filled)) }}, o)
}
