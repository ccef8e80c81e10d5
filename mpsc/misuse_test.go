package mpsc

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// What panics, and with which words.

// panicOf returns what f panics with, as text.
func panicOf(f func()) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

func TestNewTooLarge(t *testing.T) {
	for _, n := range []int{1<<30 + 1, math.MaxInt} {
		if s := panicOf(func() { New[int](n) }); !strings.HasPrefix(s, "mpsc: New") {
			t.Errorf("New(%d): %q", n, s)
		}
	}
}

// A capacity that is allowed, but of messages that no address space can hold.
func TestNewTooLargeForMemory(t *testing.T) {
	const want = "mpsc: New with a capacity too large for messages of this type: lower it, or send pointers"
	if s := panicOf(func() { New[[1 << 20]byte](1 << 30) }); s != want {
		t.Errorf("%q", s)
	}
}

// Messages of size zero take no room besides their marks.
func TestSlotSize(t *testing.T) {
	if n := unsafe.Sizeof(slot[struct{}]{}); n != 8 {
		t.Errorf("a slot takes %d bytes", n)
	}
}

func TestZeroSender(t *testing.T) {
	const want = "mpsc: send on a zero Sender: get one from New"
	if s := panicOf(func() { new(Sender[int]).Send(bgCtx, 1) }); s != want {
		t.Errorf("Send: %q", s)
	}
	if s := panicOf(func() { new(Sender[int]).TrySend(1) }); s != want {
		t.Errorf("TrySend: %q", s)
	}
	if s := panicOf(func() { new(Sender[int]).SendTimeout(1, 1) }); s != want {
		t.Errorf("SendTimeout: %q", s)
	}
	if s := panicOf(new(Sender[int]).Close); s != "mpsc: Close of a zero Sender: get one from New" {
		t.Errorf("Close: %q", s)
	}
	if s := panicOf(func() { new(Sender[int]).Done() }); s != "mpsc: Done of a zero Sender: get one from New" {
		t.Errorf("Done: %q", s)
	}
}

// Both sides print as one word, and printing reads nothing of them: under the race
// detector this would notice.
func TestFormat(t *testing.T) {
	testenv.Limit(t)
	rx, tx := New[string](4)
	var g sync.WaitGroup
	g.Go(func() {
		for range 100 {
			tx.Send(bgCtx, "secret")
		}
	})
	g.Go(func() {
		for range 100 {
			rx.Recv(bgCtx)
		}
	})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		want := fmt.Sprintf("mpsc.Sender(%p) mpsc.Receiver(%p)", tx, rx)
		if got := fmt.Sprintf(verb+" "+verb, tx, rx); got != want {
			t.Errorf("%s: %s", verb, got)
		}
	}
	g.Wait()
}

func TestZeroReceiver(t *testing.T) {
	const want = "mpsc: use of a zero Receiver: get one from New"
	var r Receiver[int]
	for name, call := range map[string]func(){
		"Recv":      func() { r.Recv(bgCtx) },
		"TryRecv":   func() { r.TryRecv() },
		"RecvBatch": func() { r.RecvBatch(bgCtx, make([]int, 1)) },
		"TryBatch":  func() { r.TryRecvBatch(make([]int, 1)) },
		"Poll":      func() { r.Poll(diatomic.WakerFunc(func() {})) },
		"Ready":     func() { r.Ready() },
		"All":       func() { r.All(bgCtx)(nil) },
		"Peek":      func() { r.Peek() },
		"Discard":   r.Discard,
		"Drain":     func() { r.Drain()(nil) },
		"Err":       func() { r.Err() },
		"Timeout":   func() { r.RecvTimeout(1) },
		"Batch":     func() { r.RecvBatchTimeout(make([]int, 1), 1) },
		"Forget":    r.Forget,
		"Close":     r.Close,
		"Len":       func() { r.Len() },
		"Cap":       func() { r.Cap() },
	} {
		if s := panicOf(call); s != want {
			t.Errorf("%s: %q", name, s)
		}
	}
}

// A wait that would take away the registration of another panics instead.
func TestPollDuringRecv(t *testing.T) {
	for name, call := range map[string]func(rx *Receiver[int]){
		"Poll":    func(rx *Receiver[int]) { rx.Poll(diatomic.WakerFunc(func() {})) },
		"Ready":   func(rx *Receiver[int]) { rx.Ready() },
		"TryRecv": func(rx *Receiver[int]) { rx.TryRecv() },
		"Recv":    func(rx *Receiver[int]) { rx.Recv(bgCtx) },
		"Forget":  func(rx *Receiver[int]) { rx.Forget() },
		"Peek":    func(rx *Receiver[int]) { rx.Peek() },
		"Discard": func(rx *Receiver[int]) { rx.Discard() },
		"Drain":   func(rx *Receiver[int]) { rx.Drain()(nil) },
		"Err":     func(rx *Receiver[int]) { rx.Err() },
		"Timeout": func(rx *Receiver[int]) { rx.RecvTimeout(1) },
		"Batch":   func(rx *Receiver[int]) { rx.RecvBatch(bgCtx, make([]int, 1)) },
		"Try":     func(rx *Receiver[int]) { rx.TryRecvBatch(make([]int, 1)) },
		"All":     func(rx *Receiver[int]) { rx.All(bgCtx)(func(int) bool { return true }) },
	} {
		for how, recv := range map[string]func(ctx context.Context, rx *Receiver[int]){
			"background":  func(_ context.Context, rx *Receiver[int]) { rx.Recv(bgCtx) },
			"cancellable": func(ctx context.Context, rx *Receiver[int]) { rx.Recv(ctx) },
			"time-out":    func(_ context.Context, rx *Receiver[int]) { rx.RecvTimeout(time.Hour) },
		} {
			t.Run(name+"/"+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					rx, tx := New[int](1)
					ctx, cancel := context.WithCancel(bgCtx)
					defer cancel()
					received := started(func() { recv(ctx, rx) })
					if s := panicOf(func() { call(rx) }); s != twoReceivers {
						t.Errorf("panic: %q", s)
					}
					tx.TrySend(1)
					if !ended(received) {
						t.Error("Recv sleeps on, with a message there")
					}
				})
			})
		}
	}
}

// A second goroutine that parks at the gate leaves the first one alone.
func TestSecondAtTheGate(t *testing.T) {
	if !seam.CanPark {
		t.Skip("nobody parks at the gate")
	}
	synctest.Test(t, func(t *testing.T) {
		rx, tx := New[int](1)
		received := started(func() { rx.Recv(bgCtx) })
		second := started(rx.c.gate.park) // it has looked at tail before the first one parked
		if !ended(second) {
			t.Fatal("both are parked")
		}
		tx.TrySend(1)
		if !ended(received) {
			t.Error("Recv sleeps on, with a message there")
		}
	})
}

// angry is a context whose Err panics.
type angry struct{ context.Context }

func (angry) Err() error { panic("mine") }

func TestContextPanics(t *testing.T) {
	ctx, cancel := context.WithCancel(bgCtx)
	cancel()
	rx, tx := New[int](1)
	if s := panicOf(func() { rx.Recv(angry{ctx}) }); s != "mine" {
		t.Errorf("Recv: %q", s)
	}
	if _, err := rx.Recv(ctx); err != context.Canceled {
		t.Errorf("Recv, after that: %v", err)
	}
	tx.TrySend(0)
	for name, asked := range map[string]bool{"before it is in line": true, "in line": false} {
		if s := panicOf(func() { tx.Send(&Late{angry{ctx}, asked}, 7) }); s != "mine" {
			t.Errorf("Send, %s: %q", name, s)
		}
	}
	rx.TryRecv()
	if v, err := rx.TryRecv(); err != ErrEmpty {
		t.Errorf("received %d, %v, of a Send that has panicked", v, err)
	}
}
