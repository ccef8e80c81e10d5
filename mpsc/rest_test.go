package mpsc_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

var restRounds = flag.Int("restrounds", 500, "rounds of TestRest")

// TestRest plays random rounds, and stops them at points where nobody can run. There a
// sender may be blocked only if the channel is full, and both sides agree on the length.
// In the end nobody is blocked, and exactly the free places can be taken.
func TestRest(t *testing.T) {
	testenv.Limit(t)
	seed := rand.Uint64()
	for i := range *restRounds {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		synctest.Test(t, func(t *testing.T) { restRound(t, rnd) })
		if t.Failed() {
			t.Fatalf("seed %d, round %d", seed, i)
		}
	}
}

func restRound(t *testing.T, rnd *rand.Rand) {
	capacity := 1 + rnd.IntN(1<<rnd.IntN(5))
	rx, tx := mpsc.New[int](capacity)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	var blocked, sent atomic.Int64
	var received int
	buf := make([]int, 20)
	atRest := func() {
		t.Helper()
		synctest.Wait()
		n := tx.Len()
		if n != rx.Len() || n != int(sent.Load())-received {
			t.Errorf("length %d, %d; sent %d, received %d", n, rx.Len(), sent.Load(), received)
		}
		if n < capacity && blocked.Load() > 0 {
			t.Errorf("%d are blocked with %d of %d in the channel", blocked.Load(), n, capacity)
		}
		if _, ok := rx.Peek(); ok != (n > 0) {
			t.Errorf("Peek: %t, with %d in the channel", ok, n)
		}
	}
	for range 1 + rnd.IntN(3) {
		for range 1 + rnd.IntN(12) {
			own, stop := context.WithCancel(ctx)
			how := rnd.IntN(5)
			if how == 0 {
				own = bg
			}
			n := 1 + rnd.IntN(6)
			go func() {
				defer stop()
				for range n {
					if how == 1 {
						if tx.TrySend(0) == nil {
							sent.Add(1)
						}
						continue
					}
					if how == 2 {
						go stop()
					}
					blocked.Add(1)
					err := tx.Send(own, 0)
					blocked.Add(-1)
					if err == nil {
						sent.Add(1)
					}
				}
			}()
		}
		for range rnd.IntN(20) {
			runtime.Gosched() // to the senders
			if rnd.IntN(2) == 0 {
				n, _ := rx.TryRecvBatch(buf[:1+rnd.IntN(len(buf))])
				received += n
			} else if _, err := rx.TryRecv(); err == nil {
				received++
			}
		}
		atRest()
	}
	cancel()
	for atRest(); blocked.Load() > 0; atRest() {
		rx.TryRecv()
		received++
	}
	for n := tx.Len(); n <= capacity; n++ {
		var want error
		if n == capacity {
			want = mpsc.ErrFull
		}
		if err := tx.TrySend(0); err != want {
			t.Errorf("TrySend with %d of %d in the channel: %v", n, capacity, err)
		}
	}
	rx.Discard()
	if n, m := rx.Len(), tx.Len(); n != 0 || m != 0 {
		t.Errorf("length %d, %d after Discard", n, m)
	}
}
