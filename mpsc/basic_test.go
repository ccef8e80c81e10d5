package mpsc_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

func TestTry(t *testing.T) {
	for _, capacity := range []int{1, 2, 3, 7, 8, 10, 64} {
		t.Run(fmt.Sprint("cap=", capacity), func(t *testing.T) {
			rx, tx := mpsc.New[int](capacity)
			if tx.Cap() != capacity {
				t.Fatalf("Cap: %d", tx.Cap())
			}
			for round := range 5 {
				for i := range capacity {
					if rx.Len() != i || tx.Len() != i {
						t.Fatalf("round %d: Len: %d and %d, want %d", round, rx.Len(), tx.Len(), i)
					}
					send(t, tx, i)
				}
				wantErr(t, "TrySend", tx.TrySend(-1), mpsc.ErrFull)
				for i := range capacity {
					want(t, rx, i)
				}
				_, err := rx.TryRecv()
				wantErr(t, "TryRecv", err, mpsc.ErrEmpty)
			}
		})
	}
}

// Whatever was received, and by whichever method, makes room at once, and both Len say
// so.
func TestCapacityIsExact(t *testing.T) {
	testenv.Limit(t)
	for name, receive := range map[string]func(rx *mpsc.Receiver[int], n int) (int, error){
		"Recv": func(rx *mpsc.Receiver[int], _ int) (int, error) {
			_, err := rx.Recv(bg)
			return 1, err
		},
		"TryRecv": func(rx *mpsc.Receiver[int], _ int) (int, error) {
			_, err := rx.TryRecv()
			return 1, err
		},
		"Poll": func(rx *mpsc.Receiver[int], _ int) (int, error) {
			_, err := rx.Poll(diatomic.WakerFunc(func() {}))
			return 1, err
		},
		"RecvBatch":    func(rx *mpsc.Receiver[int], n int) (int, error) { return rx.RecvBatch(bg, make([]int, n)) },
		"TryRecvBatch": func(rx *mpsc.Receiver[int], n int) (int, error) { return rx.TryRecvBatch(make([]int, n)) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, capacity := range []int{1, 2, 3, 7, 8, 9, 42, 100, 1000} {
				rx, tx := mpsc.New[int](capacity)
				full := func() {
					t.Helper()
					for i := rx.Len(); i < capacity; i++ {
						send(t, tx, i)
						if r, s := rx.Len(), tx.Len(); r != i+1 || s != i+1 {
							t.Fatalf("capacity %d: Len is %d and %d instead of %d", capacity, r, s, i+1)
						}
					}
					wantErr(t, "TrySend", tx.TrySend(-1), mpsc.ErrFull)
				}
				full()
				for _, n := range []int{1, 1, 2, 3, 5, capacity/4 + 1, capacity - 1, capacity, 1} {
					for n = min(n, capacity); n > 0; {
						k, err := receive(rx, n)
						if err != nil {
							t.Fatal(err)
						}
						n -= k
					}
					full()
				}
			}
		})
	}
}

// Room for exactly as many senders as there are is enough for all of them.
func TestRoomForAll(t *testing.T) {
	const capacity = 8
	for round := range 1000 {
		rx, tx := mpsc.New[int](capacity)
		for i := range capacity {
			send(t, tx, i)
		}
		for i := range capacity {
			if want(t, rx, i); i < round%capacity {
				send(t, tx, capacity+i)
			}
		}
		for i := range round % capacity {
			want(t, rx, capacity+i)
		}
		var senders sync.WaitGroup
		for i := range capacity {
			senders.Go(func() {
				if err := tx.TrySend(i); err != nil {
					t.Error(err)
				}
			})
		}
		senders.Wait()
		wantErr(t, "TrySend", tx.TrySend(-1), mpsc.ErrFull)
	}
}

func TestRecvBatch(t *testing.T) {
	testenv.Limit(t)
	rx, tx := mpsc.New[int](5)
	if n, err := rx.RecvBatch(bg, nil); n != 0 || err != nil {
		t.Fatalf("into nothing: %d, %v", n, err)
	}
	for i := range 5 {
		send(t, tx, i)
	}
	buf := make([]int, 3)
	n, err := rx.RecvBatch(bg, buf)
	if n != 3 || err != nil || !slices.Equal(buf, []int{0, 1, 2}) {
		t.Fatalf("first: %d, %v, %v", n, err, buf)
	}
	send(t, tx, 5)
	n, err = rx.RecvBatch(bg, buf)
	if n != 3 || err != nil || !slices.Equal(buf, []int{3, 4, 5}) {
		t.Fatalf("second: %d, %v, %v", n, err, buf)
	}
	tx.Close()
	n, err = rx.RecvBatch(bg, buf)
	if n != 0 || err != mpsc.ErrClosed {
		t.Fatalf("third: %d, %v", n, err)
	}
}

func TestTryRecvBatch(t *testing.T) {
	rx, tx := mpsc.New[int](5)
	if rx.Cap() != 5 || tx.Cap() != 5 {
		t.Fatalf("the capacities are %d and %d", rx.Cap(), tx.Cap())
	}
	buf := make([]int, 3)
	expect := func(n int, err error, vs ...int) {
		t.Helper()
		if k, e := rx.TryRecvBatch(buf); k != n || e != err || !slices.Equal(buf[:k], vs) {
			t.Fatalf("%d, %v, %v; want %d, %v, %v", k, e, buf[:k], n, err, vs)
		}
	}
	if n, err := rx.TryRecvBatch(nil); n != 0 || err != nil {
		t.Fatalf("into nothing: %d, %v", n, err)
	}
	expect(0, mpsc.ErrEmpty)
	for i := range 4 {
		send(t, tx, i)
	}
	expect(3, nil, 0, 1, 2)
	tx.Close()
	expect(1, nil, 3)
	expect(0, mpsc.ErrClosed)
}

func TestAll(t *testing.T) {
	rx, tx := mpsc.New[int](5)
	for i := range 5 {
		send(t, tx, i)
	}
	tx.Close()
	var got []int
	for v := range rx.All(bg) {
		got = append(got, v)
		if v == 1 {
			break
		}
	}
	for v := range rx.All(bg) {
		got = append(got, v)
	}
	if !slices.Equal(got, []int{0, 1, 2, 3, 4}) {
		t.Fatal(got)
	}
}

func TestAfterClose(t *testing.T) {
	testenv.Limit(t)
	for _, side := range []string{"sender", "receiver"} {
		t.Run(side, func(t *testing.T) {
			rx, tx := mpsc.New[int](2)
			send(t, tx, 1)
			for range 2 {
				if side == "sender" {
					tx.Close()
				} else {
					rx.Close()
				}
			}
			wantErr(t, "TrySend", tx.TrySend(2), mpsc.ErrClosed)
			wantErr(t, "Send", tx.Send(bg, 2), mpsc.ErrClosed)
			want(t, rx, 1)
			_, err := rx.TryRecv()
			wantErr(t, "TryRecv", err, mpsc.ErrClosed)
			_, err = rx.Recv(bg)
			wantErr(t, "Recv", err, mpsc.ErrClosed)
			_, err = rx.Poll(make(token, 1))
			wantErr(t, "Poll", err, mpsc.ErrClosed)
			over, cancel := context.WithCancel(bg)
			cancel()
			wantErr(t, "Send under a context that is done", tx.Send(over, 2), mpsc.ErrClosed)
			_, err = rx.Recv(over)
			wantErr(t, "Recv under a context that is done", err, mpsc.ErrClosed)
			_, err = rx.RecvBatch(over, make([]int, 1))
			wantErr(t, "RecvBatch under a context that is done", err, mpsc.ErrClosed)
			for range rx.All(bg) {
				t.Error("All: a message")
			}
		})
	}
}

func TestPoll(t *testing.T) {
	testenv.Limit(t)
	rx, tx := mpsc.New[int](1)
	w := make(token, 1)
	_, err := rx.Poll(w)
	wantErr(t, "Poll", err, mpsc.ErrEmpty)
	send(t, tx, 1)
	select {
	case <-w:
	default:
		t.Fatal("not woken by a message")
	}
	if v, err := rx.Poll(w); v != 1 || err != nil {
		t.Fatalf("Poll: %d, %v", v, err)
	}
	send(t, tx, 2)
	if len(w) != 0 {
		t.Fatal("woken after a Poll that returned a message")
	}
	want(t, rx, 2)
	_, err = rx.Poll(w)
	wantErr(t, "Poll", err, mpsc.ErrEmpty)
	tx.Close()
	if len(w) != 1 {
		t.Fatal("not woken by Close")
	}
}

func TestReady(t *testing.T) {
	testenv.Limit(t)
	rx, tx := mpsc.New[int](1)
	select {
	case <-rx.Ready():
		t.Fatal("ready with nothing there")
	default:
	}
	c := rx.Ready()
	send(t, tx, 1)
	select {
	case <-c:
	default:
		t.Fatal("not ready after a message")
	}
	select {
	case <-rx.Ready():
	default:
		t.Fatal("not ready with a message there")
	}
	want(t, rx, 1)
}

func TestMisuse(t *testing.T) {
	rx, tx := mpsc.New[int](1)
	send(t, tx, 0)
	rx1, _ := mpsc.New[int](1)
	for _, misuse := range []struct {
		text string
		call func()
	}{
		{
			"mpsc: New with a capacity below 1: give it room for one message at least",
			func() { mpsc.New[int](0) },
		},
		{
			"mpsc: Send with a nil Context: pass context.Background() to wait without a limit",
			func() { tx.Send(nil, 1) }, //lint:ignore SA1012 that is the test
		},
		{
			"mpsc: All with a nil Context: pass context.Background() to receive without a limit",
			func() { rx.All(nil) }, //lint:ignore SA1012 that is the test
		},
		{
			"mpsc: Recv with a nil Context: pass context.Background() to wait without a limit",
			func() { rx1.Recv(nil) }, //lint:ignore SA1012 that is the test
		},
	} {
		func() {
			defer func() {
				if r := recover(); r != misuse.text {
					t.Errorf("panic: %v, want %s", r, misuse.text)
				}
			}()
			misuse.call()
		}()
	}
	want(t, rx, 0)
}

func TestPeek(t *testing.T) {
	rx, tx := mpsc.New[int](2)
	peek := func(v int, ok bool) {
		t.Helper()
		if w, is := rx.Peek(); w != v || is != ok {
			t.Errorf("Peek: %d, %t; want %d, %t", w, is, v, ok)
		}
	}
	peek(0, false)
	send(t, tx, 1)
	send(t, tx, 2)
	peek(1, true)
	peek(1, true)
	if n := rx.Len(); n != 2 {
		t.Errorf("Peek takes: %d left", n)
	}
	want(t, rx, 1)
	peek(2, true)
	tx.Close()
	peek(2, true)
	want(t, rx, 2)
	peek(0, false)
}

func TestDone(t *testing.T) {
	testenv.Limit(t)
	for _, side := range []string{"sender", "receiver"} {
		for _, first := range []string{"Done", "Close"} {
			t.Run(side+", first "+first, func(t *testing.T) {
				rx, tx := mpsc.New[int](1)
				send(t, tx, 1) // a message that is left doesn't matter
				if tx.Closed() {
					t.Error("closed from the beginning")
				}
				if first == "Done" {
					select {
					case <-tx.Done():
						t.Error("done from the beginning")
					default:
					}
				}
				if side == "sender" {
					tx.Close()
				} else {
					rx.Close()
				}
				done := tx.Done()
				<-done
				if tx.Done() != done {
					t.Error("Done returns another channel each time")
				}
				if !tx.Closed() {
					t.Error("Closed says no")
				}
			})
		}
	}
}

// Discard returns with everything dropped, also what is sent meanwhile.
func TestDiscard(t *testing.T) {
	testenv.Limit(t)
	synctest.Test(t, func(t *testing.T) {
		rx, tx := mpsc.New[*[]byte](100)
		var collected atomic.Int32
		const n = 70
		for range n {
			p := new([]byte)
			runtime.AddCleanup(p, func(int) { collected.Add(1) }, 0)
			if err := tx.TrySend(p); err != nil {
				t.Fatal(err)
			}
		}
		rx.Discard()
		if err := tx.TrySend(nil); err != mpsc.ErrClosed {
			t.Errorf("TrySend: %v", err)
		}
		if _, err := rx.TryRecv(); err != mpsc.ErrClosed {
			t.Errorf("TryRecv: %v", err)
		}
		rx.Discard() // again
		runtime.GC()
		for range 100 {
			if collected.Load() == n {
				break
			}
			runtime.GC()
			synctest.Wait()
		}
		if k := collected.Load(); k != n {
			t.Errorf("%d of %d messages were collected, with the Sender alive", k, n)
		}
		runtime.KeepAlive(tx)
	})
}
