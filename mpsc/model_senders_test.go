//go:build interleave

package mpsc

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave/context"
)

// sized is how models with n senders at this capacity are explored.
func sized(n, capacity int) size {
	if n > 2 || capacity > 1 {
		return vast
	}
	return large
}

// TestModelSenders has two and three senders at several capacities, without and with
// overflow.
func TestModelSenders(t *testing.T) {
	for _, n := range []int{2, 3} {
		for _, c := range []int{1, 2, 3, 4, 5} {
			if n <= c {
				s := large
				if n > 2 {
					s = vast
				}
				model{
					name:     fmt.Sprintf("%d senders, capacity %d, no overflow", n, c),
					capacity: c,
					filled:   0,
					setup: func(r *rig) {
						r.park()
						r.senders(n, background)
						r.Go("recv", r.recv(background, n))
					},
				}.check(t, s)
			}
			model{
				name:     fmt.Sprintf("%d senders, capacity %d, overflow", n, c),
				capacity: c,
				filled:   c,
				setup: func(r *rig) {
					r.park()
					r.senders(n, background)
					r.Go("recv", r.recv(background, n))
				},
			}.check(t, sized(n, c))
		}
	}
}

// TestModelAll receives all messages, those of the ring too.
func TestModelAll(t *testing.T) {
	model{name: "2 senders, capacity 1, overflow, all received", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.senders(2, background)
		r.Go("recv", r.recv(background, 3))
	}}.check(t, large)
}

// TestModelSendersClose closes, by the senders and by the receiver.
func TestModelSendersClose(t *testing.T) {
	for _, n := range []int{2, 3} {
		for _, c := range []int{1, 2, 3, 4} {
			model{
				name:     fmt.Sprintf("%d senders that close, capacity %d", n, c),
				capacity: c,
				filled:   c - 1,
				setup: func(r *rig) {
					r.park()
					r.Alike("send", n, r.then(r.send(background, like, 1), r.close))
					r.Go("recv", r.recv(background, all))
				},
			}.check(t, sized(n, c))
			model{
				name:     fmt.Sprintf("%d senders, capacity %d, close by the receiver", n, c),
				capacity: c,
				filled:   c,
				setup: func(r *rig) {
					r.park()
					r.senders(n, background)
					r.Go("recv", r.then(r.recv(background, 1), r.shut, r.recv(background, all)))
				},
			}.check(t, sized(n, c))
		}
	}
}

// TestModelSendersCancel cancels sends, and receives.
func TestModelSendersCancel(t *testing.T) {
	for _, n := range []int{2, 3} {
		for _, c := range []int{1, 2, 3, 4} {
			model{
				name:     fmt.Sprintf("%d senders, capacity %d, cancelled sends", n, c),
				capacity: c,
				filled:   c,
				setup: func(r *rig) {
					ctx, cancel := context.WithCancel(background)
					r.senders(n, ctx)
					r.Go("cancel", cancel)
					r.Go("recv", r.recv(background, 1))
				},
			}.check(t, sized(n, c))
			model{
				name:     fmt.Sprintf("%d senders, capacity %d, cancelled receive", n, c),
				capacity: c,
				filled:   0,
				setup: func(r *rig) {
					ctx, cancel := context.WithCancel(background)
					r.park()
					r.senders(n, background)
					r.Go("cancel", cancel)
					r.Go("recv", r.again(ctx, r.recvAnyhow(ctx, n)))
				},
			}.check(t, sized(n, c))
		}
	}
}

// TestModelWaiting has senders that wait for room while one place of it comes: one of
// them must get it.
func TestModelWaiting(t *testing.T) {
	for _, n := range []int{2, 3} {
		for _, cancelled := range []bool{false, true} {
			model{
				name:     fmt.Sprintf("%d wait for room for one, one cancelled: %t", n, cancelled),
				capacity: 1,
				filled:   1,
				setup: func(r *rig) {
					r.stay = true
					like := n
					if cancelled {
						ctx, cancel := context.WithCancel(background)
						r.Go("cancelled", r.send(ctx, 1, 1))
						r.Go("cancel", cancel)
						like--
					} else {
						r.park()
					}
					for i := range like {
						r.Daemon(fmt.Sprint("send", i), r.send(background, 2+i, 1))
					}
					r.Go("recv", r.recv(background, 1))
				},
			}.check(t, sized(n, 1))
		}
	}
}

// TestModelSpurious has wake-ups for no reason, at every point: nobody is told by them
// that its send is done, or cancelled.
func TestModelSpurious(t *testing.T) {
	for _, m := range []model{
		{name: "spurious wake-ups of a sender", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("spurious", r.wakeSenders(1))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "spurious wake-ups of a sender, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			r.stay = true
			ctx, _ := context.WithCancel(background)
			r.Daemon("send", r.send(ctx, 1, 1))
			r.Go("spurious", r.wakeSenders(2))
		}},
		{name: "spurious wake-ups of the receiver", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("spurious", r.wakeReceiver(2))
			r.Go("recv", r.again(ctx, r.recv(ctx, 1)))
		}},
		{name: "spurious wake-ups of the receiver, in a select", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("spurious", r.wakeReceiver(1))
			r.Go("recv", r.recv(ctx, 1))
		}},
	} {
		m.check(t, small)
	}
	for _, n := range []int{2, 3} {
		model{
			name:     fmt.Sprintf("%d wait for room for one, spurious wake-ups", n),
			capacity: 1,
			filled:   1,
			setup: func(r *rig) {
				r.stay = true
				ctx, _ := context.WithCancel(background)
				for i := range n {
					r.Daemon(fmt.Sprint("send", i), r.send(ctx, 1+i, 1))
				}
				r.Go("spurious", r.wakeSenders(1))
				r.Go("recv", r.recv(background, 1))
			},
		}.check(t, sized(n, 1))
	}
}

// wakeSenders wakes all who may be asleep in a place, so many times.
func (r *rig) wakeSenders(times int) func() {
	return func() {
		for k := range times {
			for i, n := range r.nodes {
				n.sink.Source().Notify()
				r.Checkpoint(k, i)
			}
		}
		r.Checkpoint()
	}
}

// wakeReceiver wakes the receiver, so many times.
func (r *rig) wakeReceiver(times int) func() {
	return func() {
		for k := range times {
			r.tx.c.sink.Source().Notify()
			r.Checkpoint(k)
		}
		r.Checkpoint()
	}
}
