package mpsc

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// What was wrong once. Some of it can only be brought about from inside.

var bgCtx = context.Background()

// started runs f in a goroutine, and returns a channel that is closed when it is done.
func started(f func()) chan struct{} {
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	synctest.Wait()
	return done
}

func ended(done chan struct{}) bool {
	synctest.Wait()
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// The sender that came first is served first, however often the receiver looks in vain.
func TestServedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const capacity = 64
		rx, tx := New[int](capacity)
		tx.c.gate.tail.Store(capacity) // senders that are descheduled in put, each for a while
		var done []chan struct{}
		for i := range capacity {
			done = append(done, started(func() { tx.Send(bgCtx, i) }))
		}
		for i := range uint64(capacity) {
			rx.TryRecv() // finds a send under way
			tx.c.slot(i).mark.Store(i + 1)
			rx.TryRecv()
			if !ended(done[i]) || i+1 < capacity && ended(done[i+1]) {
				t.Fatalf("sender %d was not served, or another before it was its turn", i)
			}
		}
	})
}

// inLine counts the nodes in line.
func (l *line[T]) inLine() (n int) {
	for _, p := range []*node[T]{l.front.Load(), l.top.Load()} {
		for ; p != nil; p = p.next.Get() {
			n++
		}
	}
	return n
}

// Sends that are cancelled while nobody receives leave no more nodes behind than there
// were senders at a time, without messages.
func TestDeadAreTakenOver(t *testing.T) {
	testenv.Limit(t)
	for _, senders := range []int{1, 2, 4, 16} {
		_, tx := New[*int](1)
		tx.TrySend(nil)
		ctx, cancel := context.WithCancel(bgCtx)
		cancel()
		var g sync.WaitGroup
		for range senders {
			g.Go(func() {
				late := &Late{Context: ctx}
				for range 200_000 / senders {
					if err := tx.Send(late, new(int)); err != context.Canceled {
						t.Error(err)
						return
					}
				}
			})
		}
		g.Wait()
		l := &tx.c.line
		if n := l.inLine(); n < 1 || n > senders {
			t.Errorf("%d nodes are in line, with %d senders", n, senders)
		}
		for n := l.top.Load(); n != nil; n = n.next.Get() {
			if n.message.Get() != nil {
				t.Error("a dead node keeps its message")
			}
		}
	}
}

// A sender that stays in line is served in its turn, or earlier, while others come and
// go.
func TestTurnIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 100
		rx, tx := New[int](1)
		tx.TrySend(-1)
		ctx, cancel := context.WithCancel(bgCtx)
		for i := range n {
			started(func() { tx.Send(bgCtx, i) })
			started(func() { tx.Send(ctx, 1000+i) })
			if i == n/2 {
				rx.TryRecv() // brings those before to the front
			}
		}
		cancel()
		synctest.Wait()
		for i := range 2 * n {
			started(func() { tx.Send(bgCtx, 2000+i) })
		}
		if in := tx.c.line.inLine(); in != 3*n-1 {
			t.Errorf("%d are in line, want %d", in, 3*n-1)
		}
		next := 0
		for place := range 3 * n {
			v, err := rx.TryRecv()
			if err != nil || v >= 1000 && v < 2000 {
				t.Fatalf("%d, %v", v, err)
			}
			synctest.Wait()
			if v < 1000 {
				if v != next || place > 2*v {
					t.Errorf("sender %d came %d. after %d", v, place, next-1)
				}
				next++
			}
		}
	})
}

// What was cancelled in a burst is not kept once the receiver has come by.
func TestGravesAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rx, tx := New[int](1)
		tx.TrySend(0)
		ctx, cancel := context.WithCancel(bgCtx)
		for range 1000 {
			go tx.Send(ctx, 1)
		}
		synctest.Wait()
		cancel()
		synctest.Wait()
		rx.TryRecv()
		if l := &tx.c.line; l.inLine() != 0 || tx.c.nodes().graves.Load() != nil {
			t.Errorf("%d are in line; graves: %v", l.inLine(), tx.c.nodes().graves.Load())
		}
	})
}
