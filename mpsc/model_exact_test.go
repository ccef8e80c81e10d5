//go:build interleave

package mpsc

import "testing"

// length asks for the length, at every point, and checks that it is one that the channel
// had meanwhile.
func (r *rig) length(from, to int) func() {
	return func() {
		if n := r.tx.Len(); n < from || n > to {
			r.Fail("%d messages, though there were %d to %d", n, from, to)
		}
		r.Checkpoint()
	}
}

// TestModelLen asks for the length while others send and receive.
func TestModelLen(t *testing.T) {
	model{name: "length, while one is received before the next is sent", capacity: 3, filled: 1, setup: func(r *rig) {
		r.park()
		r.Go("len", r.length(0, 1))
		r.Go("recv", r.then(r.recv(background, 1), r.trySend(1)))
	}}.check(t, small)
	model{name: "length, while one is sent before the next is received", capacity: 3, filled: 1, setup: func(r *rig) {
		r.park()
		r.Go("len", r.length(1, 2))
		r.Go("recv", r.then(r.trySend(1), r.recv(background, 1)))
	}}.check(t, small)
	model{name: "length, while one in line is served", capacity: 2, filled: 2, setup: func(r *rig) {
		r.park()
		r.queue(1)
		r.Go("len", r.inLine(1, r.length(2, 2)))
		r.Go("recv", r.inLine(1, r.recv(background, 1)))
	}}.check(t, small)
}

// late is a send of sender i that has found the ring full, once so is true.
func (r *rig) late(i int, so func() bool) func() {
	return func() {
		r.Await(so)
		r.Checkpoint()
		v := 10 * (i + 1)
		if r.tx.c.sendInLine(background, forever, &v) == nil {
			r.book.Sent[i]++
		}
		r.Checkpoint()
	}
}

// TestModelHeirOfSent has an heir of one that came into the line when the receiver gave
// room to all, and sends by itself. The heir may come between the receiver's looks.
func TestModelHeirOfSent(t *testing.T) {
	model{name: "an heir of one that sends by itself", capacity: 1, filled: 1, setup: func(r *rig) {
		r.park()
		r.stay = true
		c := &r.tx.c
		r.Daemon("send", r.late(1, func() bool { return c.room.Load() == 2 }))
		r.Daemon("heir", r.late(2, func() bool {
			gone := func(n *node[int]) bool { return n.state.Load() == dead }
			return r.tx.c.line.count(gone) > 0 || r.book.Sent[1] > 0
		}))
		r.Go("recv", r.recv(background, 1))
	}}.check(t, small)
}
