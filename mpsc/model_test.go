//go:build interleave

package mpsc

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

var background = context.Background()

const all = 100

// TestModelOne has one sender and one receiver.
func TestModelOne(t *testing.T) {
	for _, m := range []model{
		{name: "one sender, ring", capacity: 2, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.recv(background, 2))
		}},
		{name: "one sender, overflow", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.recv(background, 2))
		}},
		{name: "one sender, one receive", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "one sender, batches", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.batch(background, 2))
		}},
		{name: "one sender, a batch from the ring", capacity: 2, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.batch(background, 3))
		}},
		{name: "one sender, a batch that ends", capacity: 8, filled: 8, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.batch(background, 1))
		}},
		{name: "one sender, a node used again", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.inLine(0, r.send(background, 1, 2)))
			r.Go("recv", r.inLine(1, r.recv(background, 3)))
		}},
		{name: "one sender, ready", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.ready(2))
		}},
		{name: "one sender, ready, in batches", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.tryBatch(2))
		}},
		{name: "one sender, poll", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.poll(2, 1))
		}},
		{name: "one sender, poll with other wakers", capacity: 2, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 2))
			r.Go("recv", r.poll(2, 2))
		}},
	} {
		m.check(t, small)
	}
	model{name: "one sender, overflow, two more", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.Go("send", r.send(background, 1, 2))
		r.Go("recv", r.recv(background, 3))
	}}.check(t, large)
}

// TestModelTry has senders that don't wait.
func TestModelTry(t *testing.T) {
	for _, m := range []model{
		{name: "two that try", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("try1", r.trySend(1))
			r.Go("try2", r.trySend(2))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "room that another one takes", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.stay = true
			r.Daemon("send", r.send(background, 1, 1))
			r.Go("try", r.trySend(2))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "two that try after two receives", capacity: 2, filled: 2, setup: func(r *rig) {
			r.park()
			r.Go("try1", r.trySend(1))
			r.Go("try2", r.trySend(2))
			r.Go("recv", r.then(r.recv(background, 2), r.trySend(3), r.full))
		}},
		{name: "one that tries, and close", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("try", r.trySend(1))
			r.Go("close", r.close)
			r.Go("recv", r.recv(background, all))
		}},
	} {
		m.check(t, small)
	}
	model{name: "one sender, one that tries, overflow", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.Go("send", r.send(background, 1, 1))
		r.Go("try", r.trySend(2))
		r.Go("recv", r.recv(background, 2))
	}}.check(t, large)
}

// TestModelClose closes, by either side and by a third.
func TestModelClose(t *testing.T) {
	for _, m := range []model{
		{name: "close while the receiver is blocked", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("close", r.close)
			r.Go("recv", r.recv(background, all))
		}},
		{name: "close after a send", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("send", r.then(r.send(background, 1, 1), r.close))
			r.Go("recv", r.recv(background, all))
		}},
		{name: "close by the receiver", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.then(r.shut, r.recv(background, all)))
		}},
		{name: "close by the receiver, which leaves what is there", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.shut)
		}},
		{name: "close, and two that ask for Done", capacity: 1, filled: 0, setup: func(r *rig) {
			r.Alike("done", 2, r.done)
			r.Go("close", r.close)
		}},
		{name: "discard", capacity: 2, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("try", r.trySend(2))
			r.Go("recv", r.discard)
		}},
		{name: "close while one waits by Ready", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("close", r.close)
			r.Go("recv", r.ready(all))
		}},
		{name: "a parked receiver is not overwritten", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("recv", r.recv(background, all))
			r.Go("close", func() {
				if seam.CanPark {
					r.Await(func() bool { return r.tx.c.gate.tail.Load() == parked })
					r.tx.c.gate.park() // as a second receiver, which is misuse, and would be told so
				}
				r.close()
			})
		}},
		{name: "close while a task waits", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("close", r.close)
			r.Go("recv", r.poll(all, 1))
		}},
		{name: "close, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
		}},
		{name: "close while two are blocked", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.senders(2, background)
			r.Go("close", r.close)
		}},
	} {
		m.check(t, small)
	}
	for _, m := range []model{
		{name: "close while one is blocked", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
			r.Go("recv", r.recv(background, all))
		}},
		{name: "close, polled", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("close", r.close)
			r.Go("recv", r.poll(all, 2))
		}},
	} {
		m.check(t, large)
	}
}

// TestModelGiven: which message was sent is known to nobody but the call that gives it,
// once the sender has ended: the account isn't kept. So nothing else makes up for what a
// checkpoint forgets: see TestCheckpoints.
func TestModelGiven(t *testing.T) {
	model{name: "any of 2 messages", capacity: 2, filled: 0, setup: func(r *rig) {
		r.park()
		given := 0
		r.Ghost(&given)
		r.Go("send", func() {
			v := 1 + r.Choose(2)
			r.Checkpoint(v)
			r.tx.TrySend(v)
			r.Checkpoint()
		})
		r.Go("recv", func() {
			r.own()
			v, err := r.rx.Recv(background)
			if given = v; v == 0 || err != nil {
				r.Fail("%d, %v", v, err)
			}
		})
	}}.check(t, small)
}

// TestModelCancel has contexts that are cancelled at every point.
func TestModelCancel(t *testing.T) {
	for _, m := range []model{
		{name: "cancelled send, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("cancel", cancel)
		}},
		{name: "cancelled send", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "cancelled send, foreign context", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.Foreign()
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "cancelled send, a context whose Err comes first", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.ForeignEarly()
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "cancelled receive, foreign context", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.Foreign()
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(ctx, 1))
		}},
		{name: "receive, then cancel", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.sure(r.send(ctx, 1, 1)))
			r.Go("recv", r.then(r.recv(background, 1), cancel))
		}},
		{name: "send, then cancel", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.then(r.send(background, 1, 1), cancel))
			r.Go("recv", r.sureToReceive(r.again(ctx, r.recv(ctx, 1))))
		}},
		{name: "send, then cancel, in a select", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.then(r.send(background, 1, 1), cancel))
			r.Go("recv", r.sureToReceive(r.recv(ctx, 1)))
		}},
		{name: "a sender under a context", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("recv", r.recv(background, 2))
		}},
		{name: "a sender under a context, one receive", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "cancelled send, and close", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.then(r.recv(background, 1), r.shut))
		}},
		{name: "cancelled receive", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.again(ctx, r.recv(ctx, 1)))
		}},
		{name: "cancelled receive, in a select", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(ctx, 1))
		}},
		{name: "Ready, then a cancelled receive", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.afterReady(r.recv(ctx, 1)))
		}},
		{name: "a receive under a context that panics", capacity: 1, filled: 0, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recvPanicking(panicking{ctx}, 1))
		}},
		{name: "a send under a context that panics", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.sendPanicking(panicking{ctx}, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "a send under a context that panics, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.sendPanicking(panicking{ctx}, 1))
			r.Go("cancel", cancel)
		}},
		{name: "two cancelled sends, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.senders(2, ctx)
			r.Go("cancel", cancel)
		}},
	} {
		m.check(t, small)
	}
	for _, m := range []model{
		{name: "cancelled receive, then another one", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.again(ctx, r.recvAnyhow(ctx, 2)))
		}},
		{name: "cancelled receive in a select, then another one", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("cancel", cancel)
			r.Go("recv", r.recvAnyhow(ctx, 2))
		}},
		{name: "receive, then cancel, the second under the context", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.sure(r.send(ctx, 1, 2)))
			r.Go("recv", r.then(r.recv(background, 2), cancel))
		}},
		{name: "a sender that blocks twice under a context", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 2))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "two senders that block twice under a context each", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx1, cancel := context.WithCancel(background)
			ctx2, cancel2 := context.WithCancel(background)
			r.Go("send1", r.send(ctx1, 1, 2))
			r.Go("send2", r.send(ctx2, 2, 2))
			r.Go("cancel", cancel)
			r.Go("recv", r.then(r.recv(background, 3), cancel2)) // send1 may have sent both
		}},
		{name: "a place used again", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("send", r.then(r.send(ctx, 1, 1), r.send(background, 2, 1)))
			r.Go("cancel", cancel)
			r.Go("recv", r.recv(background, 2))
		}},
		{name: "a sender under a context, one that tries, and close", capacity: 1, filled: 1, setup: func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.Go("send", r.send(ctx, 1, 1))
			r.Go("try", r.trySend(2))
			r.Go("recv", r.then(r.recv(background, 1), r.shut))
		}},
	} {
		m.check(t, large)
	}
}
