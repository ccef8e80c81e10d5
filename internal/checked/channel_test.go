package checked

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/mpsc"
)

// message is an operation of a channel, with what it sends.
type message struct {
	op string
	v  int
}

func (m message) String() string {
	if m.sends() {
		return fmt.Sprintf("%s(%d)", m.op, m.v)
	}
	return m.op
}

func (m message) sends() bool { return m.op == "TrySend" || m.op == "Send" || m.op == "SendCancelled" }

// answer is what it returns.
type answer struct {
	v   int
	err error
}

func (a answer) String() string {
	if a.err != nil {
		return a.err.Error()
	}
	return fmt.Sprint(a.v)
}

// queue is the state of a channel.
type queue struct {
	messages string
	closed   bool
}

// channelSpec is a queue that closes, with the allowance of package mpsc: a receive may
// find it empty while a send is unfinished.
func channelSpec(capacity int) interleave.Spec[queue, message, answer] {
	return interleave.Spec[queue, message, answer]{
		Init:  func() queue { return queue{} },
		Equal: func(a, b queue) bool { return a == b },
		Step: func(q queue, in message, out answer) (bool, queue) {
			n := len(q.messages)
			switch {
			case in.op == "Close":
				return true, queue{q.messages, true}
			case in.op == "Len":
				return out.v == n, q
			case errors.Is(out.err, context.Canceled):
				return in.op == "SendCancelled" || in.op == "RecvCancelled", q
			case in.sends() && out.err == nil:
				return !q.closed && n < capacity, queue{q.messages + string(rune('0'+in.v)), false}
			case in.sends() && out.err == mpsc.ErrClosed:
				return q.closed, q
			case in.sends():
				return out.err == mpsc.ErrFull && !q.closed && n == capacity, q
			case out.err == nil:
				return n > 0 && out.v == int(q.messages[0]-'0'), queue{q.messages[min(n, 1):], q.closed}
			case out.err == mpsc.ErrClosed:
				return q.closed && n == 0, q
			}
			return out.err == mpsc.ErrEmpty && in.op == "TryRecv" && n == 0, q
		},
		Blocks: func(q queue, in message) bool {
			switch in.op {
			case "Send":
				return !q.closed && len(q.messages) == capacity
			case "Recv":
				return !q.closed && q.messages == ""
			}
			return false
		},
		Excused: func(op interleave.Operation[message, answer], overlaps []interleave.Operation[message, answer]) bool {
			return op.Out.err == mpsc.ErrEmpty &&
				slices.ContainsFunc(overlaps, func(o interleave.Operation[message, answer]) bool {
					return o.In.sends() && o.Out.err == nil
				})
		},
	}
}

// channel is both sides of one.
type channel struct {
	rx *mpsc.Receiver[int]
	tx *mpsc.Sender[int]
}

func newChannel(capacity int) func() *channel {
	return func() *channel {
		c := new(channel)
		c.rx, c.tx = mpsc.New[int](capacity)
		return c
	}
}

func (c *channel) call(in message) (a answer) {
	ctx := context.Background()
	switch in.op {
	case "SendCancelled", "RecvCancelled":
		with, cancel := context.WithCancel(ctx)
		go cancel() // at any moment
		ctx = with
	}
	switch in.op {
	case "TrySend":
		a.err = c.tx.TrySend(in.v)
	case "Send", "SendCancelled":
		a.err = c.tx.Send(ctx, in.v)
	case "TryRecv":
		a.v, a.err = c.rx.TryRecv()
	case "Recv", "RecvCancelled":
		a.v, a.err = c.rx.Recv(ctx)
	case "Close":
		c.tx.Close()
	case "Len":
		a.v = c.tx.Len()
	}
	return a
}

func ops(names ...string) (list []message) {
	for _, n := range names {
		list = append(list, message{op: n})
	}
	return list
}

func testChannel(t *testing.T, capacity, calls int, goroutines ...[]message) {
	t.Helper()
	interleave.Linearizable(t, channelSpec(capacity), interleave.Object[*channel, message, answer]{
		New:        newChannel(capacity),
		Call:       (*channel).call,
		Goroutines: goroutines,
		Calls:      calls,
		Number:     func(in message, n int) message { in.v = n; return in },
	}, interleave.Options{Time: limit})
}

func TestLinearChannelTry(t *testing.T) {
	testChannel(t, 1, 1+more, ops("TryRecv", "Len"), ops("TrySend", "Close"), ops("TrySend"))
}

func TestLinearChannelWait(t *testing.T) {
	third := ops("Send")[:min(more, 1)] // none in the quick set
	testChannel(t, 1, 2, ops("Recv"), ops("Send", "Close"), third)
}

func TestLinearChannelTwo(t *testing.T) {
	testChannel(t, 2, 2, ops("Recv"), ops("Send", "Close"))
}

func TestLinearChannelCancelled(t *testing.T) {
	testChannel(t, 1, 1+more, ops("Recv", "RecvCancelled"), ops("SendCancelled", "Send", "Close"))
}
