package lincheck

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/mpsc"
)

var (
	runs = flag.Int("runs", 1000, "random runs for each case")
	from = flag.Uint64("from", 0, "the seed of the first run")
)

var errCancelled = context.Canceled

// history records calls.
type history struct {
	mu    sync.Mutex
	clock atomic.Int64
	ops   []porcupine.Operation
}

// call records one.
func (h *history) call(client int, in input, f func() (int, error)) error {
	start := h.clock.Add(1)
	v, err := f()
	h.add(client, start, h.clock.Add(1), in, output{v, err})
	return err
}

func (h *history) add(client int, start, end int64, in input, out output) {
	h.mu.Lock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: in, Call: start, Output: out, Return: end})
	h.mu.Unlock()
}

// batch records a call that receives a batch: as one call for each message, all from its
// beginning to its end.
func (h *history) batch(client int, op op, size int, f func(buf []int) (int, error)) error {
	buf := make([]int, size)
	start := h.clock.Add(1)
	n, err := f(buf)
	end := h.clock.Add(1)
	if err != nil {
		h.add(client, start, end, input{op: op}, output{n, err})
	}
	for i, v := range buf[:n] {
		h.add(client, start, end, input{op: op, v: i, last: i == n-1}, output{v, nil})
	}
	return err
}

func TestLinearizable(t *testing.T) {
	for _, capacity := range []int{unbounded, 1, 2, 3, 8, 17} {
		for _, senders := range []int{1, 2, 3, 5} {
			for _, closer := range []closer{nobody, receiver, sender, several} {
				name := fmt.Sprintf("cap=%d/senders=%d/close=%v", capacity, senders, closer)
				t.Run(name, func(t *testing.T) {
					unknown := 0
					m := spec(capacity)
					for seed := *from; seed < *from+uint64(*runs); seed++ {
						h := run(capacity, senders, closer, seed)
						blame(h.ops)
						switch porcupine.CheckOperationsTimeout(m, h.ops, time.Second) {
						case porcupine.Unknown:
							unknown++
						case porcupine.Illegal:
							t.Fatalf("seed %d: not linearizable\n%s", seed, describe(m, h.ops))
						}
					}
					if unknown > 0 {
						t.Logf("%d of %d histories were not decided within a second each", unknown, *runs)
					}
				})
			}
		}
	}
}

// unbounded is a capacity.
const unbounded = math.MaxInt - 1

func newChannel(capacity int) (*mpsc.Receiver[int], *mpsc.Sender[int]) {
	if capacity == unbounded {
		return mpsc.NewUnbounded[int]()
	}
	return mpsc.New[int](capacity)
}

// closer is who closes the channel before the last message was sent.
type closer int

const (
	nobody   closer = iota
	receiver        // itself
	sender          // that does nothing else, when the receiver has made some calls
	several         // such senders, and another goroutine for the receiver
)

func (c closer) String() string { return [...]string{"nobody", "receiver", "sender", "several"}[c] }

// run makes a history.
func run(capacity, senders int, by closer, seed uint64) *history {
	const each = 6
	h := new(history)
	rx, tx := newChannel(capacity)
	bg := context.Background()
	ctx, cancel := context.WithCancel(bg)
	next := 1
	for range int(seed) % min(capacity+1, 20) { // some are there from the beginning
		v := next
		next++
		h.call(0, input{op: trySend, v: v}, func() (int, error) { return 0, tx.TrySend(v) })
	}
	var wg sync.WaitGroup
	for i := range senders {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			for k := range each {
				v := next + i*each + k
				switch rnd.IntN(7) {
				case 6:
					d := shortTime(rnd)
					h.call(i, input{op: sendTimeout, v: v}, func() (int, error) { return 0, tx.SendTimeout(v, d) })
				case 0:
					h.call(i, input{op: trySend, v: v}, func() (int, error) { return 0, tx.TrySend(v) })
				case 1, 2:
					h.call(i, input{op: send, v: v}, func() (int, error) { return 0, tx.Send(bg, v) })
				case 3:
					h.call(i, input{op: send, v: v}, func() (int, error) { return 0, tx.Send(ctx, v) })
				case 4:
					c, stop := context.WithTimeout(bg, time.Duration(rnd.IntN(50))*time.Microsecond)
					h.call(i, input{op: send, v: v}, func() (int, error) { return 0, tx.Send(c, v) })
					stop()
				case 5:
					h.call(i, input{op: senderLength}, func() (int, error) { return tx.Len(), nil })
				}
				if rnd.IntN(4) == 0 {
					runtime.Gosched()
				}
			}
		})
	}
	done := make(chan struct{})
	closing := func(client int, f func()) {
		h.call(client, input{op: close_}, func() (int, error) { f(); return 0, nil })
	}
	go func() {
		defer close(done)
		var others sync.WaitGroup
		defer others.Wait()
		r := reader{history: h, rx: rx, client: senders, rnd: rand.New(rand.NewPCG(seed, 99)), ctx: ctx}
		for k := 0; ; k++ {
			if k == 5 {
				cancel()
			}
			if k == 8 {
				switch by {
				case receiver:
					closing(senders, rx.Close)
				case several:
					others.Go(func() { closing(senders+1, tx.Close) })
					others.Go(func() { closing(senders+2, rx.Close) })
					fallthrough
				case sender:
					others.Go(func() { closing(senders+3, tx.Close) })
				}
			}
			if r.step() == mpsc.ErrClosed {
				return
			}
		}
	}()
	wg.Wait()
	closing(senders+4, tx.Close)
	<-done
	cancel()
	return h
}

// reader is the receiver.
type reader struct {
	*history
	rx     *mpsc.Receiver[int]
	client int
	rnd    *rand.Rand
	ctx    context.Context
}

// shortTime is one that is over at once, soon, or never.
func shortTime(rnd *rand.Rand) time.Duration {
	return []time.Duration{0, time.Duration(rnd.IntN(50)) * time.Microsecond, time.Hour}[rnd.IntN(3)]
}

// wakeUp is the waker of a task.
type wakeUp chan struct{}

func (w wakeUp) Wake() {
	select {
	case w <- struct{}{}:
	default:
	}
}

// step makes a call, and waits, if it is one that says when to try again.
func (r reader) step() error {
	bg := context.Background()
	size := 1 + r.rnd.IntN(12)
	switch r.rnd.IntN(13) {
	case 11:
		d := shortTime(r.rnd)
		return r.call(r.client, input{op: recvTimeout}, func() (int, error) { return r.rx.RecvTimeout(d) })
	case 12:
		d := shortTime(r.rnd)
		f := func(buf []int) (int, error) { return r.rx.RecvBatchTimeout(buf, d) }
		return r.batch(r.client, batchTimeout, size, f)
	default:
		return r.call(r.client, input{op: tryRecv}, r.rx.TryRecv)
	case 1, 2:
		return r.call(r.client, input{op: recv}, func() (int, error) { return r.rx.Recv(bg) })
	case 3:
		return r.call(r.client, input{op: recv}, func() (int, error) { return r.rx.Recv(r.ctx) })
	case 4:
		return r.batch(r.client, batch, size, func(buf []int) (int, error) { return r.rx.RecvBatch(bg, buf) })
	case 5:
		return r.batch(r.client, batch, size, func(buf []int) (int, error) { return r.rx.RecvBatch(r.ctx, buf) })
	case 10:
		return r.batch(r.client, tryBatch, size, r.rx.TryRecvBatch)
	case 6: // is woken, or hangs
		w := make(wakeUp, 1)
		err := r.call(r.client, input{op: poll}, func() (int, error) { return r.rx.Poll(w) })
		if err == mpsc.ErrEmpty {
			<-w
		}
		return err
	case 7:
		if c := r.rx.Ready(); c != nil { // nil after ErrClosed
			<-c
		}
		return r.call(r.client, input{op: tryRecv}, r.rx.TryRecv)
	case 8: // registers, and goes on with something else
		if r.rnd.IntN(2) == 0 {
			r.rx.Ready()
		} else {
			r.call(r.client, input{op: poll}, func() (int, error) { return r.rx.Poll(diatomic.WakerFunc(func() {})) })
		}
		if r.rnd.IntN(2) == 0 {
			r.rx.Forget()
		}
		return nil
	case 9:
		return r.call(r.client, input{op: length}, func() (int, error) { return r.rx.Len(), nil })
	}
}
