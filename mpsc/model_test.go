//go:build interleave

package mpsc

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/context"
)

var background = context.Background()

const all = 1 << 20

// models are small closed programs. Each is explored in full, with -interleave.full, or for
// a while.
var models = []struct {
	name             string
	capacity, filled int
	setup            func(r *rig)
}{
	{"one sender, ring", 2, 0, func(r *rig) {
		r.Go("send", r.send(background, 1, 2))
		r.Go("recv", r.recv(background, 2))
	}},
	{"one sender, overflow", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("recv", r.recv(background, 2))
	}},
	{"one sender, one receive", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("recv", r.recv(background, 1))
	}},
	{"one sender, overflow, two more", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 2))
		r.Go("recv", r.recv(background, 3))
	}},
	{"one sender, batches", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 2))
		r.Go("recv", r.batch(background, 3))
	}},
	{"two that try", 1, 0, func(r *rig) {
		r.Go("try1", r.trySend(1))
		r.Go("try2", r.trySend(2))
		r.Go("recv", r.recv(background, 1))
	}},
	{"two senders, no overflow", 2, 0, func(r *rig) {
		r.Go("send1", r.send(background, 1, 1))
		r.Go("send2", r.send(background, 2, 1))
		r.Go("recv", r.recv(background, 2))
	}},
	{"two senders, overflow", 1, 1, func(r *rig) {
		r.Go("send1", r.send(background, 1, 1))
		r.Go("send2", r.send(background, 2, 1))
		r.Go("recv", r.recv(background, 3))
	}},
	{"one sender, one that tries, overflow", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("try", r.trySend(2))
		r.Go("recv", r.recv(background, 2))
	}},
	{"close while one is blocked", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("close", func() { r.tx.Close(); r.Checkpoint() })
		r.Go("recv", r.recv(background, all))
	}},
	{"close while the receiver is blocked", 1, 0, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("close", func() { r.tx.Close(); r.Checkpoint() })
		r.Go("recv", r.recv(background, all))
	}},
	{"close by the receiver", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("recv", func() { r.rx.Close(); r.recv(background, all)() })
	}},
	{"close, nobody receives", 1, 1, func(r *rig) {
		r.Go("send", r.send(background, 1, 1))
		r.Go("close", func() { r.tx.Close(); r.Checkpoint() })
	}},
	{"close while two are blocked", 1, 1, func(r *rig) {
		r.Go("send1", r.send(background, 1, 1))
		r.Go("send2", r.send(background, 2, 1))
		r.Go("close", func() { r.tx.Close(); r.Checkpoint() })
	}},
	{"room that another one takes", 1, 1, func(r *rig) {
		r.stay = true
		r.Daemon("send", r.send(background, 1, 1))
		r.Go("try", r.trySend(2))
		r.Go("recv", r.recv(background, 1))
	}},
	{"cancelled send, nobody receives", 1, 1, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("send", r.send(ctx, 1, 1))
		r.Go("cancel", cancel)
	}},
	{"cancelled send", 1, 1, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("send", r.send(ctx, 1, 1))
		r.Go("cancel", cancel)
		r.Go("recv", r.recv(background, 1))
	}},
	{"cancelled send, and close", 1, 1, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("send", r.send(ctx, 1, 1))
		r.Go("cancel", cancel)
		r.Go("recv", func() { r.recv(background, 1)(); r.rx.Close(); r.checkpoint() })
	}},
	{"cancelled receive", 1, 0, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("send", r.send(background, 1, 1))
		r.Go("cancel", cancel)
		r.Go("recv", r.recv(ctx, 1))
	}},
	{"a place used again", 1, 1, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("send", func() { r.send(ctx, 1, 1)(); r.send(background, 2, 1)() })
		r.Go("cancel", cancel)
		r.Go("recv", r.recv(background, 2))
	}},
	{"capacity 3, two senders", 3, 2, func(r *rig) {
		r.Go("send1", r.send(background, 1, 1))
		r.Go("send2", r.send(background, 2, 1))
		r.Go("recv", r.recv(background, 4))
	}},
	{"capacity 4, three senders", 4, 3, func(r *rig) {
		r.Go("send1", r.send(background, 1, 1))
		r.Go("send2", r.send(background, 2, 1))
		r.Go("send3", r.send(background, 3, 1))
		r.Go("recv", r.recv(background, 6))
	}},
}

func TestModel(t *testing.T) {
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			check(t, m.name, m.setup, m.capacity, m.filled)
		})
	}
}
