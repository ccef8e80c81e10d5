package lincheck

import (
	"fmt"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/diatomic-go/diatomic/mpsc"
)

// op is what a client calls.
type op int

const (
	trySend      op = iota // v; ok, full or closed
	send                   // v; ok, closed or cancelled
	tryRecv                // v; ok, empty or closed
	recv                   // v; ok, closed or cancelled
	poll                   // as tryRecv
	batch                  // one message of several, as recv
	tryBatch               // the same, as tryRecv
	sendTimeout            // as trySend, but with ErrTimeout
	recvTimeout            // as tryRecv, the same
	batchTimeout           // as tryBatch, the same
	length                 // the receiver's
	senderLength
	close_
)

func (o op) String() string {
	return [...]string{"TrySend", "Send", "TryRecv", "Recv", "Poll", "RecvBatch", "TryRecvBatch",
		"SendTimeout", "RecvTimeout", "RecvBatchTimeout", "Receiver.Len", "Sender.Len", "Close"}[o]
}

type input struct {
	op   op
	v    int // for batch: which message of it
	last bool
}

// batch reports whether it is a message of a batch.
func (i input) batch() bool { return i.op == batch || i.op == tryBatch || i.op == batchTimeout }

// sends reports whether it may send a message.
func (i input) sends() bool { return i.op == trySend || i.op == send || i.op == sendTimeout }

type output struct {
	v   int
	err error
}

// state is the queue of the specification: a string, so that states compare.
type state struct {
	items  string
	closed bool
	part   int // how many messages of a batch have been received
}

// spec is a queue of at most capacity messages, with the allowances that the package
// documents:
//
//   - TryRecv may return ErrEmpty though there are messages, while an earlier send is
//     unfinished; and RecvTimeout ErrTimeout. A queue can't see that: see blame.
//   - A cancelled call has no effect.
//   - A batch is not atomic: its messages are received one after the other.
//   - The length of an unbounded channel that is closed may be too high, while a send
//     fails. How many do isn't looked at.
func spec(capacity int) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return state{} },
		Step: func(s, in, out any) (bool, any) {
			q, i, o := s.(state), in.(input), out.(output)
			n := len(q.items)
			switch i.op {
			case close_:
				q.closed = true
				return true, q
			case length, senderLength:
				return o.v == n || capacity == unbounded && q.closed && o.v > n, q
			case trySend, send, sendTimeout:
				switch {
				case o.err == nil:
					if q.closed || n == capacity {
						return false, q
					}
					q.items += string(byte(i.v))
					return true, q
				case o.err == mpsc.ErrClosed:
					return q.closed, q
				case o.err == mpsc.ErrFull:
					return i.op == trySend && !q.closed && n == capacity, q
				case o.err == mpsc.ErrTimeout:
					return i.op == sendTimeout && !q.closed && n == capacity, q
				}
				return i.op == send, q // cancelled
			default:
				switch {
				case o.err == nil:
					if n == 0 || int(q.items[0]) != o.v || i.batch() && q.part != i.v {
						return false, q
					}
					q.items = q.items[1:]
					if q.part++; !i.batch() || i.last {
						q.part = 0
					}
					return true, q
				case o.err == mpsc.ErrClosed:
					return q.closed && n == 0, q
				case o.err == mpsc.ErrEmpty:
					return (i.op == tryRecv || i.op == poll || i.op == tryBatch) && n == 0, q
				case o.err == mpsc.ErrTimeout:
					return (i.op == recvTimeout || i.op == batchTimeout) && n == 0, q
				case o.err == errUnfinished:
					return true, q
				}
				return i.op == recv || i.op == batch, q // cancelled
			}
		},
		DescribeOperation: func(in, out any) string {
			i, o := in.(input), out.(output)
			return fmt.Sprintf("%v(%d): %d, %v", i.op, i.v, o.v, o.err)
		},
	}
}

// errUnfinished is ErrEmpty, or the ErrTimeout of a receive, while a send that succeeded
// was unfinished.
var errUnfinished = fmt.Errorf("%w, perhaps because a send is unfinished", mpsc.ErrEmpty)

// blame finds the ErrEmpty and ErrTimeout that may be due to unfinished sends.
func blame(ops []porcupine.Operation) {
	for k, o := range ops {
		nothing := mpsc.ErrEmpty
		if in := o.Input.(input).op; in == recvTimeout || in == batchTimeout {
			nothing = mpsc.ErrTimeout
		}
		if o.Output.(output).err != nothing {
			continue
		}
		for _, s := range ops {
			if s.Input.(input).sends() && s.Output.(output).err == nil && s.Call < o.Return && o.Call < s.Return {
				ops[k].Output = output{0, errUnfinished}
			}
		}
	}
}

// describe is the history in the order of its calls.
func describe(m porcupine.Model, ops []porcupine.Operation) string {
	var b strings.Builder
	for _, o := range ops {
		fmt.Fprintln(&b, o.ClientId, o.Call, o.Return, m.DescribeOperation(o.Input, o.Output))
	}
	return b.String()
}

// The check can fail.
func TestSpecRefuses(t *testing.T) {
	sent := porcupine.Operation{Input: input{op: trySend, v: 1}, Call: 1, Output: output{}, Return: 2}
	for name, ops := range map[string][]porcupine.Operation{
		"more than the capacity": {sent,
			{Input: input{op: trySend, v: 2}, Call: 3, Output: output{}, Return: 4},
		},
		"lost": {sent,
			{Input: input{op: close_}, Call: 3, Output: output{}, Return: 4},
			{Input: input{op: recv}, Call: 5, Output: output{0, mpsc.ErrClosed}, Return: 6},
		},
		"refused, and received": {
			{Input: input{op: send, v: 1}, Call: 1, Output: output{0, errCancelled}, Return: 2},
			{Input: input{op: recv}, Call: 3, Output: output{1, nil}, Return: 4},
		},
		"sent after Close": {
			{Input: input{op: close_}, Call: 1, Output: output{}, Return: 2},
			{Input: input{op: send, v: 1}, Call: 3, Output: output{}, Return: 4},
		},
		"empty without a reason": {sent,
			{Input: input{op: poll}, Call: 3, Output: output{0, mpsc.ErrEmpty}, Return: 4},
		},
		"a length of messages that aren't there": {sent,
			{Input: input{op: length}, Call: 3, Output: output{2, nil}, Return: 4},
		},
		"full with room": {sent,
			{Input: input{op: recv}, Call: 3, Output: output{1, nil}, Return: 4},
			{Input: input{op: trySend, v: 2}, Call: 5, Output: output{0, mpsc.ErrFull}, Return: 6},
		},
		"room that isn't given back": {sent,
			{Input: input{op: recv}, Call: 3, Output: output{1, nil}, Return: 4},
			{Input: input{op: senderLength}, Call: 5, Output: output{1, nil}, Return: 6},
		},
	} {
		if blame(ops); porcupine.CheckOperations(spec(1), ops) {
			t.Errorf("%s: accepted", name)
		}
	}
	// A batch in the wrong order.
	ops := []porcupine.Operation{sent,
		{Input: input{op: trySend, v: 2}, Call: 3, Output: output{}, Return: 4},
		{Input: input{op: batch, v: 0}, Call: 5, Output: output{2, nil}, Return: 6},
		{Input: input{op: batch, v: 1, last: true}, Call: 5, Output: output{1, nil}, Return: 6},
	}
	if porcupine.CheckOperations(spec(2), ops) {
		t.Error("a batch in the wrong order: accepted")
	}
}
