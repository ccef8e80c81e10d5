//go:build interleave

package mpsc

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
)

// Models of the line with several in it, and of places that are taken over. Most threads
// wait until others sleep in line: then there are few ways to get there, and the search
// is about what comes after. Those of the large ones only wait until others have got in
// line.

// inLine is act, once n have come into the line, and sleep, or have left it for good.
func (r *rig) inLine(n int, act func()) func() {
	filled := r.book.Sent[0]
	return func() {
		r.Await(func() bool {
			came := r.tx.c.line.count(func(n *node[int]) bool { return r.awake || n.sleeps() }) - filled
			for i := range r.book.Sent {
				came += r.book.Sent[i] + r.book.Refused[i]
			}
			return came >= n
		})
		r.Checkpoint()
		act()
	}
}

// sleeps reports whether a sender in line is asleep, or about to be.
func (n *node[T]) sleeps() bool {
	const registered = 4 // of the sink's state
	s := n.state.Load()
	return s == waiting|asleep || s == waiting && private(&n.sink, "state").(*atomic.Uint32).Load()&registered != 0
}

// queue starts senders 1 to n, who get in line in this order: each comes when the one
// before it is there.
func (r *rig) queue(n int) {
	for i := range n {
		r.Go(fmt.Sprint("send", i+1), r.inLine(i, r.send(background, i+1, 1)))
	}
}

// after is act, once sender i has got an answer.
func (r *rig) after(i int, act func()) func() {
	return func() {
		r.Await(func() bool { return r.book.Sent[i]+r.book.Refused[i] > 0 })
		r.Checkpoint()
		act()
	}
}

// TestModelOrder is about fairness: who came first is served first. Those who were in
// line when the receiver began are served in order, and before those who come later.
func TestModelOrder(t *testing.T) {
	for _, n := range []int{2, 3} {
		for k := 1; k <= n; k++ {
			for _, awake := range []bool{false, true} {
				name, s := fmt.Sprintf("%d in order, received when there are %d", n, k), small
				if awake {
					name, s = name+", awake", large
				}
				if n > 2 && k < n {
					s = large
				}
				model{name: name, capacity: 1, filled: 1, setup: func(r *rig) {
					r.park()
					r.inOrder, r.awake = k, awake
					r.queue(n)
					r.Go("recv", r.inLine(k, r.recv(background, n+1)))
				}}.check(t, s)
			}
		}
	}
	model{name: "3 in order, in batches", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.inOrder = 3
		r.queue(3)
		r.Go("recv", r.inLine(3, r.batch(background, 4)))
	}}.check(t, small)
	model{name: "3 in order, room for 3", capacity: 3, filled: 3, setup: func(r *rig) {
		r.park()
		r.inOrder = 3
		r.queue(3)
		r.Go("recv", r.inLine(3, r.recv(background, 6)))
	}}.check(t, small)
	model{name: "2 in order, one between them that withdraws", capacity: 1, filled: 1, setup: func(r *rig) {
		r.inOrder = 2
		ctx, cancel := context.WithCancel(background)
		r.Go("send1", r.send(background, 1, 1))
		r.Go("cancelled", r.inLine(1, r.send(ctx, 3, 1)))
		r.Go("send2", r.inLine(2, r.send(background, 2, 1)))
		r.Go("cancel", r.inLine(3, cancel))
		r.Go("recv", r.after(3, r.recv(background, 3)))
	}}.check(t, small)
	model{name: "2 in order, the first in the place of one that withdrew", capacity: 1, filled: 1, setup: func(r *rig) {
		r.inOrder = 2
		ctx, cancel := context.WithCancel(background)
		r.Go("cancelled", r.send(ctx, 3, 1))
		r.Go("send2", r.inLine(1, r.send(background, 2, 1)))
		r.Go("cancel", r.inLine(2, cancel))
		r.Go("heir", r.after(3, r.send(background, 1, 1)))
		r.Go("recv", r.after(3, r.inLine(3, r.recv(background, 3))))
	}}.check(t, small)
}

// TestModelLineClose closes while several are in line, some of them in the front.
func TestModelLineClose(t *testing.T) {
	for _, n := range []int{2, 3} {
		for _, awake := range []bool{false, true} {
			s, how := small, ""
			if awake {
				s, how = large, ", awake"
			}
			for _, m := range []struct {
				what string
				n    int
			}{{"one receive", 1}, {"all received", all}} {
				if n > 2 && m.n == all {
					s = large
				}
				model{
					name:     fmt.Sprintf("%d in line%s, %s, and close", n, how, m.what),
					capacity: 1,
					filled:   1,
					setup: func(r *rig) {
						r.park()
						r.awake = awake
						r.queue(n)
						r.Go("close", r.inLine(n, r.close))
						r.Go("recv", r.inLine(n, r.recv(background, m.n)))
					},
				}.check(t, s)
			}
		}
	}
	model{name: "2 in line, one receive, close by the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.queue(2)
		r.Go("recv", r.inLine(2, r.then(r.recv(background, 1), r.shut)))
	}}.check(t, small)
	model{name: "2 in line, one that comes late, one receive, and close", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.queue(2)
		r.Go("late", r.inLine(2, r.send(background, 3, 1)))
		r.Go("close", r.inLine(2, r.close))
		r.Go("recv", r.inLine(2, r.recv(background, 1)))
	}}.check(t, large)
}

// TestModelLineRoom gives room to two in line, one after the other.
func TestModelLineRoom(t *testing.T) {
	model{name: "2 in line, two receives", capacity: 2, filled: 2, setup: func(r *rig) {
		r.park()
		r.queue(2)
		r.Go("recv", r.inLine(2, r.recv(background, 2)))
	}}.check(t, small)
}

// TestModelLineReuse closes the channel under the receiver that is about to take a node
// from the front. Its sender leaves, and one that found the ring full before comes for a
// node.
func TestModelLineReuse(t *testing.T) {
	model{name: "2 in line, one receives, close, and a late one", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.queue(2)
		r.Go("recv", r.inLine(2, r.recv(background, 2)))
		r.Go("close", r.inLine(2, r.close))
		r.Go("late", func() {
			r.Await(func() bool { return r.book.Sent[2]+r.book.Refused[2] > 0 })
			r.Checkpoint()
			v := 40
			if r.tx.c.sendInLine(background, forever, &v) == nil {
				r.book.Sent[3]++
			}
			r.Checkpoint()
		})
	}}.check(t, large)
}

// TestModelHeir has senders that take over the place of one that has withdrawn, while
// others come by.
func TestModelHeir(t *testing.T) {
	for _, m := range []struct {
		model
		s size
	}{
		{model{name: "an heir, and the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir", r.after(1, r.send(background, 2, 1)))
			r.Go("recv", r.after(1, r.recv(background, 1)))
		}}, small},
		{model{name: "an heir, one that tries, and the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir", r.after(1, r.send(background, 2, 1)))
			r.Go("try", r.after(1, r.trySend(3)))
			r.Go("recv", r.after(1, r.recv(background, 2)))
		}}, large},
		{model{name: "an heir under a context, and the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			live, _ := context.WithCancel(background)
			r.Go("heir", r.after(1, r.send(live, 2, 1)))
			r.Go("recv", r.after(1, r.recv(background, 2)))
		}}, large},
		{model{name: "an heir, and close", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir", r.after(1, r.send(background, 2, 1)))
			r.Go("close", r.after(1, r.close))
		}}, small},
		{model{name: "an heir while the other withdraws", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir", r.inLine(1, r.send(background, 2, 1)))
			r.Go("recv", r.after(1, r.recv(background, 1)))
		}}, large},
		{model{name: "an heir, the receiver, and close", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir", r.after(1, r.send(background, 2, 1)))
			r.Go("recv", r.after(1, r.then(r.recv(background, 1), r.shut)))
		}}, large},
		{model{name: "two that withdraw, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.senders(2, ctx)
			r.Go("cancel", r.inLine(2, cancel))
		}}, small},
		{model{name: "two that withdraw, an heir, and the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled1", r.send(ctx, 1, 1))
			r.Go("cancelled2", r.inLine(1, r.send(ctx, 2, 1)))
			r.Go("cancel", r.inLine(2, cancel))
			r.Go("heir", r.after(1, r.after(2, r.send(background, 3, 1))))
			r.Go("recv", r.after(1, r.after(2, r.recv(background, 1))))
		}}, large},
		{model{name: "two heirs of one", capacity: 2, filled: 2, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled", r.send(ctx, 1, 1))
			r.Go("cancel", r.inLine(1, cancel))
			r.Go("heir1", r.after(1, r.send(background, 2, 1)))
			r.Go("heir2", r.after(1, r.send(background, 3, 1)))
			r.Go("recv", r.after(1, r.recv(background, 2)))
		}}, large},
		{model{name: "one that withdraws twice", capacity: 1, filled: 1, setup: func(r *rig) {
			r.most = 1
			first, cancelFirst := context.WithCancel(background)
			second, cancelSecond := context.WithCancel(background)
			r.Go("send", r.then(r.send(first, 1, 1), r.send(second, 1, 1)))
			r.Go("cancel", r.then(cancelFirst, cancelSecond))
		}}, small},
		{model{name: "two heirs of two", capacity: 1, filled: 1, setup: func(r *rig) {
			r.most, r.stay = 2, true
			ctx, cancel := context.WithCancel(background)
			r.Go("cancelled1", r.send(ctx, 1, 1))
			r.Go("cancelled2", r.inLine(1, r.send(ctx, 2, 1)))
			r.Go("cancel", r.inLine(2, cancel))
			r.Daemon("heir1", r.after(1, r.after(2, r.send(background, 3, 1))))
			r.Daemon("heir2", r.after(1, r.after(2, r.send(background, like, 1))))
		}}, small},
	} {
		m.check(t, m.s)
	}
}
