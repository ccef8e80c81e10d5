package mpsc_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

var soak = flag.Duration("soak", 0, "run TestSoak for this long")

// TestSoak plays random rounds: senders that block, try, and are cancelled, a receiver
// that uses all its methods, and a close by either side at any time. Run it with
//
//	go test ./mpsc -run TestSoak -soak 1h -timeout 0 -v
func TestSoak(t *testing.T) {
	d := *soak
	if d == 0 {
		testenv.Limit(t)
		d = 200 * time.Millisecond
	}
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	var rounds, messages, cancelled int
	for passed, next := time.Duration(0), time.Minute; passed < d && !t.Failed(); rounds++ {
		start := time.Now()
		m, c := soakRound(t, rnd)
		messages += m
		cancelled += c
		// Time in which the process was stopped, or the machine slept, doesn't count.
		passed += min(time.Since(start), time.Second)
		if passed > next {
			fmt.Fprintf(os.Stderr, "soak: %v of %v, seed %d, %d rounds, %d messages, %d cancelled sends\n",
				next, d, seed, rounds, messages, cancelled)
			next += time.Minute
		}
	}
	t.Logf("seed %d: %d rounds, %d messages, %d cancelled sends, in %v; %s, %d processors",
		seed, rounds, messages, cancelled, d, runtime.Version(), runtime.GOMAXPROCS(0))
}

func soakRound(t *testing.T, rnd *rand.Rand) (messages, cancelled int) {
	capacity := 1 + rnd.IntN(1<<rnd.IntN(8))
	if rnd.IntN(4) == 0 {
		capacity = 0 // unbounded
	}
	senders := 1 + rnd.IntN(1<<rnd.IntN(8))
	n := 1 + rnd.IntN(2000)/senders
	closeAfter := -1
	if rnd.IntN(2) == 0 {
		closeAfter = rnd.IntN(senders*n + 1)
	}
	rx, tx := newChannel[message](capacity)
	sent := make([]int, senders)
	var cancels atomic.Int64
	var g group
	seed := rnd.Uint64()
	g.start(senders, func(i int) {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		for sent[i] < n {
			ctx, cancel := bg, func() {}
			if rnd.IntN(3) == 0 {
				ctx, cancel = context.WithCancel(bg)
				if rnd.IntN(2) == 0 {
					go cancel()
				}
			}
			var err error
			switch m := (message{i, sent[i]}); rnd.IntN(6) {
			case 0, 1:
				err = tx.TrySend(m)
			case 2:
				err = tx.SendTimeout(m, shortTime(rnd))
			default:
				err = tx.Send(ctx, m)
			}
			cancel()
			switch err {
			case nil:
				sent[i]++
			case mpsc.ErrClosed:
				return
			case context.Canceled:
				cancels.Add(1)
			case mpsc.ErrFull, mpsc.ErrTimeout:
				runtime.Gosched()
			default:
				t.Errorf("send: %v", err)
				return
			}
		}
	})
	go func() { g.Wait(); tx.Close() }()
	var c tally
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	buf := make([]message, 1+rnd.IntN(8))
	for {
		if c.total >= closeAfter && closeAfter >= 0 {
			rx.Close()
			closeAfter = -1
		}
		k, err := soakReceive(ctx, rx, rnd, buf)
		for _, m := range buf[:k] {
			if err := c.add(m); err != nil {
				t.Error(err)
			}
		}
		if err == mpsc.ErrClosed {
			break
		}
		if err != nil && err != mpsc.ErrEmpty {
			t.Fatalf("receive: %v", err)
		}
	}
	g.Wait()
	for i, want := range sent {
		if c.next[i] != want {
			t.Errorf("sender %d: %d of %d messages received; capacity %d", i, c.next[i], want, capacity)
		}
	}
	return c.total, int(cancels.Load())
}

// shortTime is one that is over at once, soon, or never.
func shortTime(rnd *rand.Rand) time.Duration {
	return []time.Duration{0, time.Duration(rnd.IntN(50)) * time.Microsecond, time.Hour}[rnd.IntN(3)]
}

// soakReceive receives into buf, in one of ten ways. If there is nothing it returns
// ErrEmpty.
func soakReceive(ctx context.Context, rx *mpsc.Receiver[message], rnd *rand.Rand, buf []message) (k int, err error) {
	switch rnd.IntN(10) {
	case 0:
		buf[0], err = rx.Recv(bg)
	case 1:
		buf[0], err = rx.Recv(ctx)
	case 2:
		buf[0], err = rx.TryRecv()
	case 3:
		return rx.RecvBatch(bg, buf)
	case 7:
		<-rx.Ready()
		return rx.TryRecvBatch(buf)
	case 4:
		<-rx.Ready()
		buf[0], err = rx.TryRecv()
	case 5:
		woken := make(chan struct{}, 1)
		w := diatomic.WakerFunc(func() {
			select {
			case woken <- struct{}{}:
			default: // late, and for a Poll that is over
			}
		})
		for buf[0], err = rx.Poll(w); err == mpsc.ErrEmpty; buf[0], err = rx.Poll(w) {
			<-woken
		}
	case 6:
		for buf[k] = range rx.All(ctx) {
			if k++; k == len(buf) {
				return k, nil
			}
		}
		return k, mpsc.ErrClosed
	case 8:
		buf[0], err = rx.RecvTimeout(shortTime(rnd))
		err = timedOut(err)
	case 9:
		k, err = rx.RecvBatchTimeout(buf, shortTime(rnd))
		return k, timedOut(err)
	}
	if err != nil {
		return 0, err
	}
	return 1, nil
}

// timedOut turns ErrTimeout into ErrEmpty, which a receive with a time-out must not
// return.
func timedOut(err error) error {
	switch err {
	case mpsc.ErrTimeout:
		return mpsc.ErrEmpty
	case mpsc.ErrEmpty:
		return errors.New("ErrEmpty instead of ErrTimeout")
	}
	return err
}
