package mpsc

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"
	"weak"

	"github.com/diatomic-go/diatomic"
)

// What the documentation promises of single calls, where that can only be brought about
// from inside.

// stalledSend is a sender that is descheduled before it has published its message. It
// returns what that sender does next: it publishes the message, and then notifies.
func stalledSend[T any](c *channel[T], v T) (publish, notify func()) {
	t := c.gate.tail.Add(1) - 1
	return func() {
			s := c.slot(t)
			s.message.Set(v)
			s.mark.Store(t + 1)
		}, func() {
			c.sink.Source().Notify()
		}
}

// A batch after a sleep has all the messages that are there.
func TestBatchAfterSleep(t *testing.T) {
	for name, receive := range map[string]func(rx *Receiver[int], buf []int) (int, error){
		"background": func(rx *Receiver[int], buf []int) (int, error) { return rx.RecvBatch(bgCtx, buf) },
		"cancellable": func(rx *Receiver[int], buf []int) (int, error) {
			ctx, cancel := context.WithCancel(bgCtx)
			defer cancel()
			return rx.RecvBatch(ctx, buf)
		},
		"time-out": func(rx *Receiver[int], buf []int) (int, error) { return rx.RecvBatchTimeout(buf, time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rx, tx := New[int](4)
				publish, notify := stalledSend(rx.c, 1)
				buf := make([]int, 8)
				var n int
				var err error
				done := started(func() { n, err = receive(rx, buf) })
				tx.TrySend(2)
				tx.TrySend(3)
				if ended(done) {
					t.Fatalf("%d messages, before the first is published", n)
				}
				publish()
				notify()
				if !ended(done) || err != nil || !slices.Equal(buf[:n], []int{1, 2, 3}) {
					t.Errorf("got %v, %v", buf[:n], err)
				}
			})
		})
	}
}

// A sender that is woken, and finds that another one has the room, waits for the rest
// of its time, and not longer.
func TestSendTimeoutRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, tx := New[int](1)
		tx.TrySend(0)
		start := time.Now()
		done := started(func() {
			if err := tx.SendTimeout(1, time.Minute); err != ErrTimeout {
				t.Error(err)
			}
		})
		time.Sleep(40 * time.Second)
		tx.c.pop().letGo()
		<-done
		if passed := time.Since(start); passed != time.Minute {
			t.Errorf("timed out after %v", passed)
		}
	})
}

// A Poll that returns a message leaves no waker registered, not even an earlier one.
func TestPollLeavesNothing(t *testing.T) {
	rx, tx := New[int](4)
	woken := 0
	w := diatomic.WakerFunc(func() { woken++ })
	if _, err := rx.Poll(w); err != ErrEmpty {
		t.Fatal(err)
	}
	publish, _ := stalledSend(rx.c, 1)
	publish()
	if v, err := rx.Poll(w); v != 1 || err != nil {
		t.Fatal(v, err)
	}
	tx.TrySend(2)
	if woken != 0 {
		t.Error("woken after a Poll that returned a message")
	}
}

// Whatever may keep memory alive is cleared when it was received.
func TestHasPointers(t *testing.T) {
	type second struct {
		n int
		p *int
	}
	type nested struct {
		n int
		a [2]second
	}
	cleared := map[string][2]bool{
		"int":             {received(1), false},
		"float":           {received(1.0), false},
		"complex":         {received(1i), false},
		"uintptr":         {received(uintptr(1)), false},
		"array":           {received([2]int{1, 1}), false},
		"struct":          {received(struct{ a, b int }{1, 1}), false},
		"pointer":         {received(new(int)), true},
		"string":          {received("a"), true},
		"slice":           {received([]int{1}), true},
		"map":             {received(map[int]int{}), true},
		"func":            {received(func() {}), true},
		"channel":         {received(make(chan int)), true},
		"interface":       {received(error(ErrFull)), true},
		"unsafe.Pointer":  {received(unsafe.Pointer(new(int))), true},
		"second field":    {received(second{1, new(int)}), true},
		"array of those":  {received([2]second{{1, new(int)}, {}}), true},
		"struct of those": {received(nested{1, [2]second{{}, {1, new(int)}}}), true},
	}
	for name, got := range cleared {
		if got[0] != got[1] {
			t.Errorf("%s: cleared is %t", name, got[0])
		}
	}
}

// received sends v and receives it, and reports whether its slot is cleared then.
func received[T any](v T) bool {
	rx, tx := New[T](1)
	tx.TrySend(v)
	rx.TryRecv()
	var is, zero any = rx.c.slot(0).message.Get(), *new(T)
	switch rx.hasPointers {
	case true:
		// Not all types compare: a value with pointers is clear if its bytes are.
		m := rx.c.slot(0).message.Get()
		return !slices.ContainsFunc(unsafe.Slice((*byte)(unsafe.Pointer(&m)), unsafe.Sizeof(m)),
			func(b byte) bool { return b != 0 })
	default:
		return is == zero
	}
}

// largeWaker has an allocation of its own.
type largeWaker [100]byte

func (*largeWaker) Wake() {}

// Forget drops the waker that Poll was given, and the watch on a context, and leaves the
// messages alone.
func TestForget(t *testing.T) {
	parent, cancel := context.WithCancel(bgCtx)
	defer cancel()
	rx, tx := New[int](4)
	waker, value := func() (weak.Pointer[largeWaker], weak.Pointer[[100]byte]) {
		value := new([100]byte)
		ctx := context.WithValue(parent, "value", value) //lint:ignore SA1029 nobody else sees it
		for range 8 {                                    // from then on ctx is watched
			looks := 0
			rx.c.sink.Wait(ctx, func() bool {
				if looks++; looks == 2 {
					rx.c.sink.Source().Notify()
				}
				return looks == 3
			})
		}
		w := new(largeWaker)
		rx.Poll(w)
		return weak.Make(w), weak.Make(value)
	}()
	runtime.GC()
	if waker.Value() == nil || value.Value() == nil {
		t.Fatal("nothing to forget")
	}
	tx.TrySend(1)
	rx.Forget()
	for range 500 {
		if runtime.GC(); waker.Value() == nil && value.Value() == nil {
			break
		}
		runtime.Gosched()
	}
	if waker.Value() != nil || value.Value() != nil {
		t.Errorf("still reachable: the waker %t, the context %t", waker.Value() != nil, value.Value() != nil)
	}
	if v, err := rx.TryRecv(); v != 1 || err != nil {
		t.Errorf("got %d, %v after Forget", v, err)
	}
}

// A nil context does no harm to a call that needn't block.
func TestNilContext(t *testing.T) {
	rx, tx := New[int](1)
	var ctx context.Context
	if err := tx.Send(ctx, 1); err != nil {
		t.Error(err)
	}
	if v, err := rx.Recv(ctx); v != 1 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
}

// Recv and Send return the error of a context, not its cause.
func TestRecvCause(t *testing.T) {
	ctx, cancel := context.WithCancelCause(bgCtx)
	cancel(ErrFull)
	rx, tx := New[int](1)
	if _, err := rx.Recv(ctx); err != context.Canceled {
		t.Errorf("Recv: %v", err)
	}
	tx.TrySend(1)
	if err := tx.Send(ctx, 2); err != context.Canceled {
		t.Errorf("Send: %v", err)
	}
}
