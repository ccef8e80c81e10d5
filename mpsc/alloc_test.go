//go:build !race

package mpsc_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

func TestNoAllocation(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	rx, tx := mpsc.New[int](10)
	buf := make([]int, 10)
	ctx := cancellable(t)
	if n := testing.AllocsPerRun(1000, func() {
		tx.Send(bg, 1)
		tx.Send(ctx, 2)
		tx.TrySend(3)
		rx.Recv(bg)
		rx.Recv(ctx)
		rx.TryRecv()
		tx.Send(bg, 4)
		rx.RecvBatch(bg, buf)
		rx.TryRecv()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	for tx.TrySend(0) == nil {
	}
	over, cancel := context.WithCancel(bg)
	cancel()
	if n := testing.AllocsPerRun(1000, func() { tx.Send(over, 1) }); n != 0 {
		t.Errorf("%v allocations of a send that is cancelled beforehand", n)
	}
	late := &mpsc.Late{Context: over}
	if n := testing.AllocsPerRun(1000, func() { tx.Send(late, 1) }); n != 1 {
		t.Errorf("%v allocations of a send that is cancelled while it is blocked, want that of its grave", n)
	}
	if n := testing.AllocsPerRun(1000, func() {
		tx.Send(late, 1)
		for _, err := rx.TryRecv(); err == nil; _, err = rx.TryRecv() {
		}
		for tx.TrySend(0) == nil {
		}
	}); n > 5 {
		t.Errorf(
			"%v allocations of a send that is cancelled while it is blocked, and whose place is gone, want 5 at most",
			n,
		)
	}
}

// A time-out allocates nothing, nor does a wait that it could have ended. Only a send
// that times out leaves a grave, as one that is cancelled does.
func TestNoAllocationTimeout(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	rx, tx := mpsc.New[int](1)
	buf := make([]int, 1)
	if n := testing.AllocsPerRun(100, func() {
		rx.RecvTimeout(1)
		rx.RecvBatchTimeout(buf, 1)
		tx.SendTimeout(1, 1)
		tx.SendTimeout(1, 0)
		rx.RecvTimeout(1)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	send(t, tx, 0)
	if n := testing.AllocsPerRun(100, func() { tx.SendTimeout(1, 1) }); n != 1 {
		t.Errorf("%v allocations of a send that times out, want that of its grave", n)
	}
	const n = 2000
	want(t, rx, 0)
	pass := func() {
		go func() {
			for i := range n {
				tx.SendTimeout(i, time.Hour)
			}
		}()
		for range n {
			rx.RecvTimeout(time.Hour)
		}
	}
	pass()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	pass()
	runtime.ReadMemStats(&after)
	if a := after.Mallocs - before.Mallocs; a > n/10 {
		t.Errorf("%d allocations for %d messages", a, n)
	}
}

// Both sides block all the time.
func TestNoAllocationBlocked(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	for name, ctx := range map[string]context.Context{"background": bg, "cancellable": cancellable(t)} {
		t.Run(name, func(t *testing.T) {
			rx, tx := mpsc.New[int](1)
			rx2, tx2 := mpsc.New[int](1)
			const n = 2000
			pass := func() {
				done := make(chan struct{})
				go func() {
					for range n {
						v, _ := rx.Recv(ctx)
						tx2.Send(ctx, v)
					}
					close(done)
				}()
				go func() {
					for i := range n {
						tx.Send(ctx, i)
					}
				}()
				for range n {
					rx2.Recv(ctx)
				}
				<-done
			}
			pass()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			pass()
			runtime.ReadMemStats(&after)
			// What the goroutines and the channel above take, and the runtime, but not n
			// of anything.
			if a := after.Mallocs - before.Mallocs; a > n/10 {
				t.Errorf("%d allocations for %d messages", a, n)
			}
		})
	}
}

// Each Recv blocks under a context of its own.
func TestNoAllocationNewContext(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	rx, tx := mpsc.New[int](1)
	const n = 2000
	ctxs := make([]context.Context, n)
	for i := range ctxs {
		ctxs[i] = cancellable(t)
		ctxs[i].Done() // makes the channel
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i, ctx := range ctxs {
		go func() { tx.Send(bg, i) }()
		if v, err := rx.Recv(ctx); v != i || err != nil {
			t.Fatal(v, err)
		}
	}
	runtime.ReadMemStats(&after)
	// A goroutine and its closure for each.
	if a := after.Mallocs - before.Mallocs; a > 2*n+n/10 {
		t.Errorf("%d allocations for %d messages", a, n)
	}
}

// What was received is not kept alive by the channel.
func TestPinsNothing(t *testing.T) {
	testenv.Limit(t)
	const n = 9
	rx, tx := mpsc.New[*[64]int](4)
	freed := make(chan struct{}, n)
	fresh := func() *[64]int {
		p := new([64]int)
		runtime.AddCleanup(p, func(int) { freed <- struct{}{} }, 0)
		return p
	}
	// Through the ring, through the line, and by hand.
	for range 4 {
		tx.TrySend(fresh())
	}
	var g group
	g.start(4, func(int) { tx.Send(bg, fresh()) })
	for range 8 {
		rx.Recv(bg)
	}
	g.Wait()
	g.start(1, func(int) { tx.Send(bg, fresh()) })
	rx.Recv(bg)
	g.Wait()
	collect(freed, n)
	runtime.KeepAlive(rx)
}

// collect runs the garbage collector until it has freed n messages.
func collect(freed <-chan struct{}, n int) {
	for range n {
		for done := false; !done; {
			runtime.GC()
			select {
			case <-freed:
				done = true
			default:
				runtime.Gosched()
			}
		}
	}
}

// A channel that nobody refers to any more goes with the messages in it, closed or not,
// though a context lives on under which both sides were blocked.
func TestDroppedWithMessages(t *testing.T) {
	testenv.Limit(t)
	const n = 4
	freed := make(chan struct{}, 2*n) // not the bubble's: cleanups run outside
	synctest.Test(t, func(t *testing.T) {
		ctx := cancellable(t)
		for _, closed := range []bool{false, true} {
			func() {
				rx, tx := mpsc.New[*[64]int](n)
				var g group
				for range 2 { // the second time under a context is another way
					g.start(1, func(int) { rx.Recv(ctx) })
					synctest.Wait() // it is blocked
					tx.Send(ctx, nil)
					g.Wait()
				}
				for range n {
					p := new([64]int)
					runtime.AddCleanup(p, func(int) { freed <- struct{}{} }, 0)
					tx.TrySend(p)
				}
				g.start(1, func(int) { tx.Send(ctx, nil) })
				synctest.Wait()
				rx.Recv(ctx)
				g.Wait()
				if closed {
					tx.Close()
				}
			}()
		}
		collect(freed, 2*n)
	})
}

// A cancelled send leaves nothing behind, though nobody ever receives.
func TestCancelledSendsLeaveNothing(t *testing.T) {
	testenv.Limit(t)
	n := 100000
	if testing.Short() {
		n = 10000
	}
	_, tx := mpsc.New[*[64]int](1)
	tx.TrySend(nil)
	ctx, cancel := context.WithCancel(bg)
	cancel()
	late := &mpsc.Late{Context: ctx}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range n {
		wantErr(t, "Send", tx.Send(late, new([64]int)), context.Canceled)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<18 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
	runtime.KeepAlive(tx)
}
