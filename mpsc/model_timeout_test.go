//go:build interleave

package mpsc

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave/time"
)

// sendFor sends a message of sender i, or gives up after d.
func (r *rig) sendFor(d time.Duration, i int) func() {
	if d > 0 {
		r.timed()
	}
	return func() {
		switch err := r.tx.SendTimeout(10*(i+1), d); err {
		case nil:
			r.book.Sent[i]++
		case ErrClosed, ErrTimeout:
			r.book.Refused[i]++
		default:
			r.Fail("send: %v", err)
		}
		r.Checkpoint()
	}
}

// timed says that senders wait with timers, which their places keep.
func (r *rig) timed() {
	for _, n := range r.nodes {
		r.Ghost(private(&n.sink, "newest"))
	}
}

// recvFor receives n messages, each after one receive with a time-out at most, and then
// without one.
func (r *rig) recvFor(d time.Duration, n int) func() {
	return r.receive(n, 1, func(buf []int) (err error) {
		buf[0], err = r.rx.RecvTimeout(d)
		if err == ErrTimeout {
			err = nil
		}
		r.received(background, err)
		r.Checkpoint(buf[0] == 0)
		if err == nil && buf[0] == 0 {
			buf[0], err = r.rx.Recv(background)
		}
		return err
	})
}

// TestModelTimeout has calls whose time may be over at any point.
func TestModelTimeout(t *testing.T) {
	for _, m := range []model{
		{name: "a send with a time-out, and one receive", capacity: 1, filled: 1, setup: func(r *rig) {
			r.Go("send", r.sendFor(1, 1))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "a send with a time-out, nobody receives", capacity: 1, filled: 1, setup: func(r *rig) {
			r.Go("send", r.sendFor(1, 1))
		}},
		{name: "a send with a time-out, and close", capacity: 1, filled: 1, setup: func(r *rig) {
			r.Go("send", r.sendFor(1, 1))
			r.Go("close", r.close)
		}},
		{name: "a send without time, and one receive", capacity: 1, filled: 1, setup: func(r *rig) {
			r.park()
			r.Go("send", r.sendFor(-1, 1))
			r.Go("recv", r.recv(background, 1))
		}},
		{name: "a receive with a time-out", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("send", r.send(background, 1, 1))
			r.Go("recv", r.recvFor(1, 1))
		}},
		{name: "a receive with a time-out, and close", capacity: 1, filled: 0, setup: func(r *rig) {
			r.park()
			r.Go("close", r.close)
			r.Go("recv", r.recvFor(1, all))
		}},
	} {
		m.check(t, small)
	}
}
