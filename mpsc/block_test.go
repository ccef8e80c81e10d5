package mpsc_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/mpsc"
)

// result of a call in another goroutine.
type result struct {
	v   int
	err error
}

func goSend(tx *mpsc.Sender[int], ctx context.Context, v int) chan result {
	c := make(chan result, 1)
	go func() { c <- result{v, tx.Send(ctx, v)} }()
	return c
}

func goRecv(rx *mpsc.Receiver[int], ctx context.Context) chan result {
	c := make(chan result, 1)
	go func() { v, err := rx.Recv(ctx); c <- result{v, err} }()
	return c
}

// blocked fails the test unless the goroutine behind c is blocked.
func blocked(t *testing.T, c chan result) {
	t.Helper()
	synctest.Wait()
	select {
	case r := <-c:
		t.Fatalf("not blocked: %v", r)
	default:
	}
}

func returned(t *testing.T, c chan result, want result) {
	t.Helper()
	synctest.Wait()
	select {
	case r := <-c:
		if r != want {
			t.Fatalf("%v, want %v", r, want)
		}
	default:
		t.Fatal("still blocked")
	}
}

// contexts runs a test in a bubble, with a context that can be cancelled and one that
// can't.
func contexts(t *testing.T, f func(t *testing.T, ctx context.Context)) {
	t.Run("background", func(t *testing.T) { synctest.Test(t, func(t *testing.T) { f(t, bg) }) })
	t.Run("cancellable", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(t, cancellable(t)) })
	})
}

func TestBlockedRecv(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		rx, tx := mpsc.New[int](2)
		c := goRecv(rx, ctx)
		blocked(t, c)
		send(t, tx, 1)
		returned(t, c, result{1, nil})
		send(t, tx, 2)
		want(t, rx, 2)

		c = goRecv(rx, ctx)
		blocked(t, c)
		tx.Close()
		returned(t, c, result{0, mpsc.ErrClosed})
	})
}

func TestBlockedRecvClosedByItsOwnSide(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		rx, _ := mpsc.New[int](2)
		c := goRecv(rx, ctx)
		blocked(t, c)
		rx.Close()
		returned(t, c, result{0, mpsc.ErrClosed})
	})
}

func TestBlockedSend(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		rx, tx := mpsc.New[int](1)
		send(t, tx, 0)
		c1 := goSend(tx, ctx, 1)
		blocked(t, c1)
		c2 := goSend(tx, ctx, 2)
		blocked(t, c2)
		if tx.Len() != 1 || rx.Len() != 1 {
			t.Fatalf("Len: %d and %d", tx.Len(), rx.Len())
		}
		// In turn, one for each message received.
		want(t, rx, 0)
		returned(t, c1, result{1, nil})
		blocked(t, c2)
		want(t, rx, 1)
		returned(t, c2, result{2, nil})
		want(t, rx, 2)
		_, err := rx.TryRecv()
		wantErr(t, "TryRecv", err, mpsc.ErrEmpty)
	})
}

// A receiver may wait for the answer of a sender whose message comes after a full
// channel: taking one message lets one sender go on.
func TestOneReceiveLetsOneSenderGoOn(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		const capacity = 100
		rx, tx := mpsc.New[int](capacity)
		for i := range capacity {
			send(t, tx, i)
		}
		var c [3]chan result
		for i := range c {
			c[i] = goSend(tx, ctx, capacity+i)
			blocked(t, c[i])
		}
		for i := range c {
			want(t, rx, i)
			returned(t, c[i], result{capacity + i, nil})
			for _, other := range c[i+1:] {
				blocked(t, other)
			}
		}
		want(t, rx, len(c))
		send(t, tx, capacity+len(c))
		wantErr(t, "TrySend", tx.TrySend(-1), mpsc.ErrFull)
		for i := len(c) + 1; i <= capacity+len(c); i++ {
			want(t, rx, i)
		}
	})
}

func TestBlockedSendAtClose(t *testing.T) {
	for _, side := range []string{"sender", "receiver"} {
		t.Run(side, func(t *testing.T) {
			contexts(t, func(t *testing.T, ctx context.Context) {
				rx, tx := mpsc.New[int](1)
				send(t, tx, 0)
				var c [70]chan result
				for i := range c {
					c[i] = goSend(tx, ctx, i)
				}
				synctest.Wait()
				if side == "sender" {
					tx.Close()
				} else {
					rx.Close()
				}
				for i := range c {
					returned(t, c[i], result{i, mpsc.ErrClosed})
				}
				want(t, rx, 0)
				_, err := rx.TryRecv()
				wantErr(t, "TryRecv", err, mpsc.ErrClosed)
			})
		})
	}
}

func TestCancelledSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rx, tx := mpsc.New[int](1)
		send(t, tx, 0)
		ctx, cancel := context.WithCancel(bg)
		c1 := goSend(tx, ctx, 1)
		blocked(t, c1)
		c2 := goSend(tx, bg, 2)
		blocked(t, c2)
		cancel()
		returned(t, c1, result{1, context.Canceled})
		blocked(t, c2)
		// Under a context that is done, too.
		wantErr(t, "Send", tx.Send(ctx, 3), context.Canceled)
		want(t, rx, 0)
		returned(t, c2, result{2, nil})
		want(t, rx, 2)
		// But with room it is sent.
		wantErr(t, "Send", tx.Send(ctx, 4), nil)
		want(t, rx, 4)
	})
}

func TestTimedSendAndRecv(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rx, tx := mpsc.New[int](1)
		ctx, cancel := context.WithTimeout(bg, time.Second)
		defer cancel()
		_, err := rx.Recv(ctx)
		wantErr(t, "Recv", err, context.DeadlineExceeded)
		send(t, tx, 0)
		later, cancelLater := context.WithTimeout(bg, time.Second)
		defer cancelLater()
		wantErr(t, "Send", tx.Send(later, 1), context.DeadlineExceeded)
		// A message that is there is received under a context that is done.
		if v, err := rx.Recv(ctx); v != 0 || err != nil {
			t.Fatalf("Recv: %d, %v", v, err)
		}
	})
}

func TestAllEndsAtCancellation(t *testing.T) {
	rx, tx := mpsc.New[int](10)
	for i := range 10 {
		send(t, tx, i)
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	n := 0
	for range rx.All(ctx) {
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 || ctx.Err() == nil {
		t.Fatalf("%d messages, %v", n, ctx.Err())
	}
	want(t, rx, 3)
}

func TestTwoReceivers(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		rx, tx := mpsc.New[int](1)
		c := goRecv(rx, ctx)
		blocked(t, c)
		const text = "mpsc: two goroutines receive from one Receiver at once: let one of them do it"
		func() {
			defer func() {
				if r := recover(); r != text {
					t.Errorf("panic: %v", r)
				}
			}()
			rx.Recv(ctx)
		}()
		send(t, tx, 1)
		returned(t, c, result{1, nil})
	})
}

// Many blocked senders, and no message is lost or received twice.
func TestManyBlocked(t *testing.T) {
	contexts(t, func(t *testing.T, ctx context.Context) {
		const senders = 1000
		rx, tx := mpsc.New[int](3)
		var g group
		g.start(senders, func(i int) {
			if err := tx.Send(ctx, i); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		seen := map[int]bool{}
		buf := make([]int, 7)
		for len(seen) < senders {
			n, err := rx.RecvBatch(bg, buf)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range buf[:n] {
				if seen[v] {
					t.Fatalf("%d twice", v)
				}
				seen[v] = true
			}
		}
		g.Wait()
	})
}
