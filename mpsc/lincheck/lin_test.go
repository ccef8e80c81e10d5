package lincheck

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/diatomic-go/diatomic/mpsc"
)

var runs = flag.Int("runs", 2000, "random runs for each case")

// op is what a client calls.
type op int

const (
	trySend op = iota // v; ok, full or closed
	send              // v; ok, closed or cancelled
	tryRecv           // v; ok, empty or closed
	recv              // v; ok, closed or cancelled
	close_
)

func (o op) String() string { return [...]string{"TrySend", "Send", "TryRecv", "Recv", "Close"}[o] }

type input struct {
	op op
	v  int
}

type output struct {
	v   int
	err error
}

// state is the queue of the specification: a string, so that states compare.
type state struct {
	items  string
	closed bool
}

// spec is a queue of at most capacity messages, with the allowances that the package documents:
//
//   - TrySend may return ErrFull with as little as capacity - batch + 1 messages in the queue.
//   - TryRecv may return ErrEmpty though there are messages, while an earlier send is unfinished. A queue can't
//     see that, so spurious says whether it is accepted.
//   - A cancelled call has no effect.
func spec(capacity, batch int, spurious bool) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return state{} },
		Step: func(s, in, out any) (bool, any) {
			q, i, o := s.(state), in.(input), out.(output)
			n := len(q.items)
			switch i.op {
			case close_:
				q.closed = true
				return true, q
			case trySend, send:
				switch {
				case o.err == nil:
					if q.closed || n == capacity {
						return false, q
					}
					q.items += string(rune(i.v))
					return true, q
				case o.err == mpsc.ErrClosed:
					return q.closed, q
				case o.err == mpsc.ErrFull:
					return i.op == trySend && !q.closed && n > capacity-batch, q
				}
				return i.op == send, q // cancelled
			default:
				switch {
				case o.err == nil:
					r := []rune(q.items)
					if len(r) == 0 || int(r[0]) != o.v {
						return false, q
					}
					q.items = string(r[1:])
					return true, q
				case o.err == mpsc.ErrClosed:
					return q.closed && n == 0, q
				case o.err == mpsc.ErrEmpty:
					return i.op == tryRecv && (n == 0 || spurious), q
				}
				return i.op == recv, q // cancelled
			}
		},
		DescribeOperation: func(in, out any) string {
			i, o := in.(input), out.(output)
			return fmt.Sprintf("%v(%d): %d, %v", i.op, i.v, o.v, o.err)
		},
	}
}

// history records calls.
type history struct {
	mu    sync.Mutex
	clock atomic.Int64
	ops   []porcupine.Operation
}

func (h *history) call(client int, in input, f func() (int, error)) error {
	start := h.clock.Add(1)
	v, err := f()
	end := h.clock.Add(1)
	h.mu.Lock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: in, Call: start, Output: output{v, err}, Return: end})
	h.mu.Unlock()
	return err
}

func TestLinearizable(t *testing.T) {
	for _, capacity := range []int{1, 2, 3, 8} {
		for _, senders := range []int{1, 2, 3, 5} {
			for _, closer := range []closer{nobody, receiver, sender} {
				name := fmt.Sprintf("cap=%d/senders=%d/close=%v", capacity, senders, closer)
				t.Run(name, func(t *testing.T) {
					for seed := range uint64(*runs) {
						h := run(capacity, senders, closer, seed)
						// With one sender that closes nothing, no earlier send can be unfinished.
						m := spec(capacity, max(1, capacity/4), senders > 1)
						if porcupine.CheckOperationsTimeout(m, h.ops, 10*time.Second) == porcupine.Illegal {
							for _, o := range h.ops {
								t.Log(o.ClientId, o.Call, o.Return, m.DescribeOperation(o.Input, o.Output))
							}
							t.Fatalf("seed %d: not linearizable", seed)
						}
					}
				})
			}
		}
	}
}

// closer is who closes the channel before the last message was sent.
type closer int

const (
	nobody closer = iota
	receiver
	sender // that does nothing else, when the receiver has made some calls
)

func (c closer) String() string { return [...]string{"nobody", "receiver", "sender"}[c] }

// run makes a history.
func run(capacity, senders int, by closer, seed uint64) *history {
	const each = 6
	h := new(history)
	rx, tx := mpsc.New[int](capacity)
	bg := context.Background()
	ctx, cancel := context.WithCancel(bg)
	var wg sync.WaitGroup
	for i := range senders {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			for k := range each {
				v := i*each + k + 'A'
				switch rnd.IntN(3) {
				case 0:
					h.call(i, input{trySend, v}, func() (int, error) { return 0, tx.TrySend(v) })
				case 1:
					h.call(i, input{send, v}, func() (int, error) { return 0, tx.Send(bg, v) })
				case 2:
					h.call(i, input{send, v}, func() (int, error) { return 0, tx.Send(ctx, v) })
				}
			}
		}()
	}
	closeTx := func(client int) {
		h.call(client, input{close_, 0}, func() (int, error) { tx.Close(); return 0, nil })
	}
	var others sync.WaitGroup
	others.Add(1)
	go func() {
		defer others.Done()
		rnd := rand.New(rand.NewPCG(seed, 99))
		for k := 0; ; k++ {
			if k == 5 {
				cancel()
			}
			if k == 8 {
				switch by {
				case receiver:
					h.call(senders, input{close_, 0}, func() (int, error) { rx.Close(); return 0, nil })
				case sender:
					others.Go(func() { closeTx(senders + 1) })
				}
			}
			var err error
			switch rnd.IntN(3) {
			case 0:
				err = h.call(senders, input{tryRecv, 0}, rx.TryRecv)
			case 1:
				err = h.call(senders, input{recv, 0}, func() (int, error) { return rx.Recv(bg) })
			case 2:
				err = h.call(senders, input{recv, 0}, func() (int, error) { return rx.Recv(ctx) })
			}
			if errors.Is(err, mpsc.ErrClosed) {
				break
			}
		}
	}()
	wg.Wait()
	closeTx(senders + 2)
	others.Wait()
	cancel()
	return h
}

// The check can fail.
func TestSpecRefuses(t *testing.T) {
	for name, ops := range map[string][]porcupine.Operation{
		"more than the capacity": {
			{Input: input{trySend, 1}, Call: 1, Output: output{}, Return: 2},
			{Input: input{trySend, 2}, Call: 3, Output: output{}, Return: 4},
		},
		"lost": {
			{Input: input{trySend, 1}, Call: 1, Output: output{}, Return: 2},
			{Input: input{close_, 0}, Call: 3, Output: output{}, Return: 4},
			{Input: input{recv, 0}, Call: 5, Output: output{0, mpsc.ErrClosed}, Return: 6},
		},
		"refused, and received": {
			{Input: input{send, 1}, Call: 1, Output: output{0, context.Canceled}, Return: 2},
			{Input: input{recv, 0}, Call: 3, Output: output{1, nil}, Return: 4},
		},
	} {
		if porcupine.CheckOperations(spec(1, 1, true), ops) {
			t.Errorf("%s: accepted", name)
		}
	}
}
