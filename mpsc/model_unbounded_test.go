//go:build interleave

package mpsc

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
)

// Models of the unbounded channel. Its segments have one slot at first. The large ones
// have two, unless the model says otherwise, so senders come to borders all the time.

// unbounded is a model of an unbounded channel.
type unbounded struct {
	name   string
	filled int
	rings  bool // small segments have up to two slots, and large ones four
	setup  func(r *rig)
}

func (m unbounded) check(t *testing.T, s size) {
	t.Helper()
	model{name: m.name, filled: m.filled, setup: m.setup,
		new: func(s *interleave.Sim, _, filled int) *rig {
			most = 2
			if m.rings {
				most = 4
			}
			return newUnboundedRig(s, filled)
		}}.check(t, s)
}

func newUnboundedRig(s *interleave.Sim, filled int) *rig {
	rx, tx := NewUnbounded[int]()
	r := &rig{Sim: s, rx: rx, tx: tx, book: new(book)}
	rx.hasPointers = true
	s.Name(tx, "tx")
	c := &tx.c
	rx.predicate = settled(rx.pending)
	r.warm(&c.sink, "signal")
	s.Name(ErrClosed, "ErrClosed")
	s.Bits(&c.gate.tail)
	s.Ghost(r.book)
	for i := range filled {
		if err := tx.TrySend(10 + i); err != nil {
			panic(err)
		}
		r.book.Sent[0]++
	}
	s.Final(r.settledUnbounded)
	return r
}

// settledUnbounded says what must hold at the end.
func (r *rig) settledUnbounded() error {
	b, c := r.book, &r.tx.c
	r.Outcome("%+v", *b)
	if t := c.gate.tail.Load(); t&skipped != 0 || t&closed != 0 && c.last.Load() != nil {
		return fmt.Errorf("tail is %#x, and last %p", t, c.last.Load())
	}
	left := r.rx.Len() + b.Dropped
	for i := range b.Sent {
		left -= b.Sent[i] - b.Got[i]
	}
	if left != 0 {
		return fmt.Errorf("%d messages left over: %+v", left, *b)
	}
	if b.Closed && b.Sent != b.Got {
		return fmt.Errorf("closed too early: %+v", *b)
	}
	if n := r.tx.Len(); n < r.rx.Len() {
		return fmt.Errorf("Len is %d for the sender, %d for the receiver", n, r.rx.Len())
	}
	// What was received is not kept alive, nor are segments that were given back.
	for g := c.last.Load(); g != nil && g != c.from; g = g.next.Load() {
		if g.next.Load() == c.from && len(c.ring) == 1 {
			return fmt.Errorf("last is before the segment of head")
		}
	}
	kept := false
	for g := c.from; g != nil; g = g.next.Load() {
		for i := range g.slots {
			s := &g.slots[i]
			kept = kept || s.message.Get() != 0 && s.mark.Load() <= r.rx.head
		}
	}
	if spare := c.spare.Load(); spare != nil {
		for _, s := range unsafe.Slice(spare, largest[int]()) {
			kept = kept || s.message.Get() != 0
		}
		if len(c.ring) < largest[int]() {
			return fmt.Errorf("a spare is kept with %d slots", len(c.ring))
		}
	}
	if kept {
		return fmt.Errorf("a message is kept that was received")
	}
	return nil
}

// keepLarge makes the receiver keep large segments, as one that has needed them often.
func (r *rig) keepLarge() { r.rx.need = needMost }

// sent waits until n messages are sent or refused, besides those that were there.
func (r *rig) sent(n int, act func()) func() {
	filled := r.book.Sent[0]
	return func() {
		r.Await(func() bool {
			came := -filled
			for i := range r.book.Sent {
				came += r.book.Sent[i] + r.book.Refused[i]
			}
			return came >= n
		})
		r.Checkpoint()
		act()
	}
}

// try receives a message if there is one.
func (r *rig) try() {
	r.own()
	if v, err := r.rx.TryRecv(); err == nil {
		r.got(v)
	}
	r.Checkpoint()
}

// drain receives n messages without sleeping in the channel: whenever it has found none,
// it waits until there is one whose send is done.
func (r *rig) drain(n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		for {
			if buf[0], err = r.rx.TryRecv(); err != ErrEmpty {
				return err
			}
			r.Checkpoint(n)
			r.Await(func() bool {
				left := 0
				for i := range r.book.Sent {
					left += r.book.Sent[i] - r.book.Got[i]
				}
				return left > 0 || r.tx.Closed()
			})
			r.Checkpoint(n)
		}
	})
}

// rest drains what is left of n messages.
func (r *rig) rest(n int) func() {
	return func() {
		for _, got := range r.book.Got {
			n -= got
		}
		r.drain(n)()
	}
}

// TestModelUnbounded has one sender that comes to a border, and a receiver of each kind.
func TestModelUnbounded(t *testing.T) {
	for filled := range 4 {
		for _, large := range []bool{false, true} {
			name := fmt.Sprintf("one sender after %d", filled)
			keep := func(*rig) {}
			if large {
				name += ", large segments are kept"
				keep = (*rig).keepLarge
			}
			unbounded{name: name, filled: filled, setup: func(r *rig) {
				keep(r)
				r.Go("send", r.send(background, 1, 1))
				r.Go("recv", r.drain(filled+1))
			}}.check(t, small)
			unbounded{name: name + ", blocking", filled: filled, setup: func(r *rig) {
				keep(r)
				r.Go("send", r.send(background, 1, 1))
				r.Go("recv", r.recv(background, filled+1))
			}}.check(t, small)
		}
	}
	for _, m := range []unbounded{
		{name: "one sender, batches", filled: 2, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.batch(background, 3))
		}},
		{name: "one sender, batches without waiting", filled: 2, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.tryBatch(3))
		}},
		{name: "one sender, poll", filled: 1, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.poll(2, 1))
		}},
		{name: "one sender, ready", filled: 1, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.ready(2))
		}},
		{name: "one sender of two, the memory is given back meanwhile", filled: 2, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.drain(4))
		}},
	} {
		m.check(t, small)
	}
}

// TestModelUnboundedClose closes at every point.
func TestModelUnboundedClose(t *testing.T) {
	for filled := range 3 {
		unbounded{name: fmt.Sprintf("one sender after %d, and close", filled), filled: filled, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
			r.Go("recv", r.drain(all))
		}}.check(t, small)
		two := fmt.Sprintf("one sender of two after %d, and discard", filled)
		unbounded{name: two, filled: filled, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.discard)
		}}.check(t, small)
	}
	for _, m := range []unbounded{
		{name: "close by the receiver", filled: 2, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.then(r.recv(background, 2), r.shut, r.recv(background, all)))
		}},
		{name: "one sender and close, nobody receives", filled: 1, setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
		}},
		{name: "close while memory is given back", filled: 2, setup: func(r *rig) {
			r.Go("close", r.close)
			r.Go("recv", r.then(r.recv(background, 2), r.try))
		}},
		{name: "close while a task waits", setup: func(r *rig) {
			r.Go("close", r.close)
			r.Go("recv", r.poll(all, 1))
		}},
		{name: "close while the receiver is blocked", setup: func(r *rig) {
			r.Go("close", r.close)
			r.Go("recv", r.recv(background, all))
		}},
		{name: "one sender, close, and a receive with a time-out", setup: func(r *rig) {
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
			r.Go("recv", r.recvFor(1, all))
		}},
	} {
		m.check(t, small)
	}
}

// TestModelUnboundedSenders has two and three senders that come to borders at once, from
// each other and from the receiver.
func TestModelUnboundedSenders(t *testing.T) {
	for _, n := range []int{2, 3} {
		for filled := range 4 {
			of := fmt.Sprintf("%d senders after %d", n, filled)
			then, s := small, small
			if n == 3 || filled > 1 {
				s = large
			}
			if n == 3 && filled%2 == 1 {
				then = large // two borders, one of them to a smaller segment
			}
			unbounded{name: of + ", then received", filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("recv", r.sent(n, r.drain(n+filled)))
			}}.check(t, then)
			unbounded{name: of + ", close, then received", filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("close", r.close)
				r.Go("recv", r.sent(n, r.recv(background, all)))
			}}.check(t, s)
			unbounded{name: of + ", one received meanwhile", filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("recv", r.then(r.try, r.sent(n, r.rest(n+filled))))
			}}.check(t, s)
			unbounded{name: of, filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("recv", r.drain(n+filled))
			}}.check(t, large)
			unbounded{name: of + ", blocking", filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("recv", r.recv(background, n+filled))
			}}.check(t, large)
			unbounded{name: of + ", and discard", filled: filled, setup: func(r *rig) {
				r.senders(n, background)
				r.Go("recv", r.discard)
			}}.check(t, large)
		}
	}
	unbounded{name: "2 senders, a cancelled receive", filled: 1, setup: func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.senders(2, background)
		r.Go("cancel", cancel)
		r.Go("recv", r.again(ctx, r.recvAnyhow(ctx, 3)))
	}}.check(t, large)
}

// TestModelUnboundedLen asks for the length while the receiver gives memory back.
func TestModelUnboundedLen(t *testing.T) {
	unbounded{name: "length of an empty channel, while memory is given back", filled: 2, setup: func(r *rig) {
		r.take(2)
		r.Go("len", r.length(0, 0))
		r.Go("recv", r.try)
	}}.check(t, small)
	unbounded{name: "length, while memory is given back", filled: 2, setup: func(r *rig) {
		r.Go("len", r.length(0, 2))
		r.Go("recv", r.then(r.recv(background, 2), r.try))
	}}.check(t, small)
	unbounded{name: "length, while memory is given back and one sends", filled: 2, setup: func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("len", r.length(0, 3))
		r.Go("recv", r.then(r.recv(background, 2), r.try))
	}}.check(t, small)
}

// take receives n messages beforehand, and goes on to the segment of the next one.
func (r *rig) take(n int) {
	for range n {
		v, err := r.rx.TryRecv()
		if err != nil {
			panic(err)
		}
		r.got(v)
	}
	r.rx.Peek()
}

// TestModelUnboundedSpare has senders that make segments of a spare, or want to.
func TestModelUnboundedSpare(t *testing.T) {
	// Position 6 is the last of its segment: both its sender, which prepares the next
	// one, and that of position 7 may link it.
	spare := func(r *rig) {
		r.keepLarge()
		r.take(3)
		if r.tx.c.spare.Load() == nil {
			panic("no spare")
		}
	}
	unbounded{name: "two senders, one spare, then received", filled: 6, setup: func(r *rig) {
		spare(r)
		r.senders(2, background)
		r.Go("recv", r.sent(2, r.drain(5)))
	}}.check(t, small)
	unbounded{name: "one sender of two, another one, and a spare", filled: 6, setup: func(r *rig) {
		spare(r)
		r.Go("a", r.send(background, 1, 2))
		r.Go("b", r.send(background, 2, 1))
		r.Go("recv", r.sent(3, r.drain(6)))
	}}.check(t, large)
	// Positions 7 to 10 are a segment, and there is a spare. The sender of 8 prepares the
	// next segment with it, the sender of 10 without one, and the sender of 11 needs it.
	for _, n := range []int{2, 3, 4} {
		name, s := fmt.Sprintf("%d senders, one of which takes a spare", n), small
		if n == 4 {
			s = large
		}
		unbounded{name: name, filled: 8, rings: true, setup: func(r *rig) {
			r.keepLarge()
			r.take(7)
			if r.tx.c.spare.Load() == nil {
				panic("no spare")
			}
			r.senders(n, background)
			r.Go("recv", r.sent(n, r.drain(n+1)))
		}}.check(t, s)
	}
	unbounded{name: "one sender of two, and a spare, meanwhile", filled: 6, setup: func(r *rig) {
		spare(r)
		r.Go("send", r.send(background, 1, 2))
		r.Go("recv", r.drain(5))
	}}.check(t, large)
}

// TestModelUnboundedRings has small segments of two slots, which are used over and over.
func TestModelUnboundedRings(t *testing.T) {
	for taken := range 4 {
		for _, kept := range []bool{false, true} {
			name := fmt.Sprintf("after %d of 3", taken)
			keep := func(*rig) {}
			if kept {
				name += ", kept"
				keep = (*rig).keepLarge
			}
			unbounded{name: "one sender of two " + name, filled: 3, rings: true, setup: func(r *rig) {
				keep(r)
				r.take(taken)
				r.Go("send", r.send(background, 1, 2))
				r.Go("recv", r.drain(5-taken))
			}}.check(t, small)
			unbounded{name: "2 senders " + name + ", then received", filled: 3, rings: true, setup: func(r *rig) {
				keep(r)
				r.take(taken)
				r.senders(2, background)
				r.Go("recv", r.sent(2, r.drain(5-taken)))
			}}.check(t, small)
			unbounded{name: "2 senders " + name, filled: 3, rings: true, setup: func(r *rig) {
				keep(r)
				r.take(taken)
				r.senders(2, background)
				r.Go("recv", r.drain(5-taken))
			}}.check(t, large)
		}
	}
	// A sender that prepares the next large segment links one, which the receiver gives
	// back. The receiver sees it there, once it has the message.
	unbounded{name: "a sender that prepares", filled: 6, rings: true, setup: func(r *rig) {
		r.take(6)
		r.Go("send", r.send(background, 1, 1))
		r.Go("recv", r.then(r.drain(1), r.try, r.try))
		r.Final(func() error {
			if n := len(r.tx.c.ring); n > 1 {
				return fmt.Errorf("%d slots are kept", n)
			}
			return r.settledUnbounded()
		})
	}}.check(t, small)
}
