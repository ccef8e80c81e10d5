package mpsc_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/mpsc"
)

func TestErrTimeout(t *testing.T) {
	err := fmt.Errorf("no order: %w", mpsc.ErrTimeout)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("not os.ErrDeadlineExceeded")
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, mpsc.ErrEmpty) {
		t.Error("taken for another error")
	}
	if e := (interface{ Timeout() bool })(nil); !errors.As(err, &e) || !e.Timeout() {
		t.Error("Timeout is not true")
	}
}

// timed is a receive or a send with a time-out, of a channel in which nothing can be
// received, or sent.
type timed struct {
	name string
	// call makes the call that must wait.
	call func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int], d time.Duration) error
	// end lets that call go on.
	end func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int])
	// full says that the channel is to be full at the beginning, and not empty.
	full bool
}

var allTimed = []timed{
	{name: "RecvTimeout", call: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int], d time.Duration) error {
		v, err := rx.RecvTimeout(d)
		if err == nil && v != 1 {
			return fmt.Errorf("got %d", v)
		}
		return err
	}, end: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) { tx.TrySend(1) }},
	{name: "RecvBatchTimeout", call: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int], d time.Duration) error {
		var buf [4]int
		n, err := rx.RecvBatchTimeout(buf[:], d)
		if err == nil && (n == 0 || buf[0] != 1) || err != nil && n != 0 {
			return fmt.Errorf("got %v, %v", buf[:n], err)
		}
		return err
	}, end: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) { tx.TrySend(1) }},
	{name: "SendTimeout", call: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int], d time.Duration) error {
		return tx.SendTimeout(2, d)
	}, end: func(rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) { rx.TryRecv() }, full: true},
}

// eachTimed runs f for each call with a time-out, in a bubble of its own.
func eachTimed(t *testing.T, f func(t *testing.T, c timed, rx *mpsc.Receiver[int], tx *mpsc.Sender[int])) {
	for _, c := range allTimed {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rx, tx := mpsc.New[int](1)
				if c.full {
					send(t, tx, 0)
				}
				f(t, c, rx, tx)
			})
		})
	}
}

// A call that finds nothing blocks for its time, and not longer.
func TestTimeout(t *testing.T) {
	eachTimed(t, func(t *testing.T, c timed, rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) {
		for _, d := range []time.Duration{time.Minute, 1, time.Hour} {
			start := time.Now()
			wantErr(t, c.name, c.call(rx, tx, d), mpsc.ErrTimeout)
			if passed := time.Since(start); passed != d {
				t.Errorf("returned after %v instead of %v", passed, d)
			}
		}
	})
}

// Without time a call tries once: it finds what is there, and doesn't block.
func TestTimeoutZero(t *testing.T) {
	eachTimed(t, func(t *testing.T, c timed, rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) {
		for _, d := range []time.Duration{0, -1, -time.Hour} {
			start := time.Now()
			wantErr(t, c.name, c.call(rx, tx, d), mpsc.ErrTimeout)
			if time.Now() != start {
				t.Error("it has slept")
			}
			if d < 0 {
				c.end(rx, tx)
				wantErr(t, c.name, c.call(rx, tx, d), nil)
				break
			}
		}
	})
}

// A call ends when there is something for it to do.
func TestTimeoutNotReached(t *testing.T) {
	eachTimed(t, func(t *testing.T, c timed, rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) {
		time.AfterFunc(time.Minute, func() { c.end(rx, tx) })
		start := time.Now()
		wantErr(t, c.name, c.call(rx, tx, time.Hour), nil)
		if passed := time.Since(start); passed != time.Minute {
			t.Errorf("returned after %v", passed)
		}
	})
}

// A close ends a call with ErrClosed, and a call on a closed channel doesn't block.
func TestTimeoutClose(t *testing.T) {
	eachTimed(t, func(t *testing.T, c timed, rx *mpsc.Receiver[int], tx *mpsc.Sender[int]) {
		time.AfterFunc(time.Minute, tx.Close)
		start := time.Now()
		wantErr(t, c.name, c.call(rx, tx, time.Hour), mpsc.ErrClosed)
		wantErr(t, c.name, c.call(rx, tx, time.Hour), mpsc.ErrClosed)
		wantErr(t, c.name, c.call(rx, tx, 0), mpsc.ErrClosed)
		if passed := time.Since(start); passed != time.Minute {
			t.Errorf("returned after %v", passed)
		}
	})
}

func TestRecvBatchTimeout(t *testing.T) {
	rx, tx := mpsc.New[int](4)
	if n, err := rx.RecvBatchTimeout(nil, time.Hour); n != 0 || err != nil {
		t.Errorf("into nothing: %d, %v", n, err)
	}
	for i := range 3 {
		send(t, tx, i)
	}
	buf := make([]int, 8)
	if n, err := rx.RecvBatchTimeout(buf, time.Hour); n != 3 || err != nil {
		t.Errorf("%v, %v", buf[:n], err)
	}
}

func TestDrain(t *testing.T) {
	rx, tx := mpsc.New[int](4)
	for i := range 3 {
		send(t, tx, i)
	}
	left := rx.Drain()
	if tx.Closed() {
		t.Error("closed before the loop")
	}
	for v := range left {
		if v != 0 {
			t.Errorf("got %d", v)
		}
		break
	}
	wantErr(t, "TrySend", tx.TrySend(9), mpsc.ErrClosed)
	wantErr(t, "Err, with messages left", rx.Err(), nil)
	next := 1
	for v := range left {
		if v != next {
			t.Errorf("got %d, want %d", v, next)
		}
		next++
	}
	if next != 3 {
		t.Errorf("%d messages", next)
	}
	wantErr(t, "Err", rx.Err(), mpsc.ErrClosed)
	for v := range left {
		t.Errorf("got %d from a channel that is empty", v)
	}
}

func TestErr(t *testing.T) {
	rx, tx := mpsc.New[int](4)
	wantErr(t, "Err of an empty channel", rx.Err(), nil)
	send(t, tx, 1)
	wantErr(t, "Err of a channel with a message", rx.Err(), nil)
	tx.Close()
	wantErr(t, "Err before the last message is received", rx.Err(), nil)
	want(t, rx, 1)
	wantErr(t, "Err", rx.Err(), mpsc.ErrClosed)
	wantErr(t, "Err, again", rx.Err(), mpsc.ErrClosed)
}

// A select over several receivers needs no flag for those that are finished.
func TestReadyAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(rx *mpsc.Receiver[int]){
		"TryRecv": func(rx *mpsc.Receiver[int]) { rx.TryRecv() },
		"Recv":    func(rx *mpsc.Receiver[int]) { rx.Recv(bg) },
		"TryRecvBatch": func(rx *mpsc.Receiver[int]) {
			rx.TryRecvBatch(make([]int, 1))
		},
		"RecvTimeout": func(rx *mpsc.Receiver[int]) { rx.RecvTimeout(time.Hour) },
		"All": func(rx *mpsc.Receiver[int]) {
			for range rx.All(bg) {
			}
		},
		"Drain": func(rx *mpsc.Receiver[int]) {
			for range rx.Drain() {
			}
		},
		"Discard": func(rx *mpsc.Receiver[int]) { rx.Discard() },
		"Err":     func(rx *mpsc.Receiver[int]) { rx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			rx, tx := mpsc.New[int](1)
			send(t, tx, 1)
			tx.Close()
			want(t, rx, 1)
			select {
			case <-rx.Ready():
			default:
				t.Error("not ready, though the receiver hasn't returned ErrClosed")
			}
			end(rx)
			if rx.Ready() != nil {
				t.Error("Ready isn't nil")
			}
		})
	}
}
