package mpsc_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

// message of a sender, with its number.
type message struct{ sender, number int }

// tally checks that each sender's messages come in order and that none is missing.
type tally struct {
	next  map[int]int
	total int
}

func (c *tally) add(m message) error {
	if c.next == nil {
		c.next = map[int]int{}
	}
	if m.number != c.next[m.sender] {
		return fmt.Errorf("sender %d: message %d, want %d", m.sender, m.number, c.next[m.sender])
	}
	c.next[m.sender]++
	c.total++
	return nil
}

// receiveAll is a way to receive everything until the channel is closed.
var receiveAll = map[string]func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)){
	"Recv": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		for {
			m, err := rx.Recv(ctx)
			if err != nil {
				return
			}
			f(m)
		}
	},
	"RecvBatch": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		buf := make([]message, 7)
		for {
			n, err := rx.RecvBatch(ctx, buf)
			if err != nil {
				return
			}
			for _, m := range buf[:n] {
				f(m)
			}
		}
	},
	"Poll": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		w := make(token, 1)
		for {
			m, err := rx.Poll(w)
			switch err {
			case nil:
				f(m)
			case mpsc.ErrEmpty:
				<-w
			default:
				return
			}
		}
	},
	"Ready": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		for {
			<-rx.Ready()
			switch m, err := rx.TryRecv(); err {
			case nil:
				f(m)
			case mpsc.ErrEmpty:
			default:
				return
			}
		}
	},
	"Ready, in batches": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		buf := make([]message, 7)
		for {
			<-rx.Ready()
			n, err := rx.TryRecvBatch(buf)
			for _, m := range buf[:n] {
				f(m)
			}
			if err == mpsc.ErrClosed {
				return
			}
		}
	},
	"mixed": func(ctx context.Context, rx *mpsc.Receiver[message], f func(message)) {
		buf := make([]message, 3)
		for i := 0; ; i++ {
			var m message
			var err error
			switch i % 4 {
			case 0:
				m, err = rx.Recv(bg)
			case 1:
				m, err = rx.Recv(ctx)
			case 2:
				m, err = rx.TryRecv()
			case 3:
				n, _ := rx.RecvBatch(ctx, buf)
				for _, m := range buf[:n] {
					f(m)
				}
				continue
			}
			switch err {
			case nil:
				f(m)
			case mpsc.ErrEmpty:
			default:
				return
			}
		}
	},
}

// token is a waker.
type token chan struct{}

func (t token) Wake() {
	select {
	case t <- struct{}{}:
	default:
	}
}

func TestStress(t *testing.T) {
	n := 20000
	if testing.Short() {
		n = 2000
	}
	for how, receive := range receiveAll {
		for _, capacity := range []int{0, 1, 2, 3, 10, 100} {
			for _, senders := range []int{1, 2, 13, 130} {
				t.Run(fmt.Sprintf("%s/cap=%d/senders=%d", how, capacity, senders), func(t *testing.T) {
					t.Parallel()
					stress(t, receive, false, capacity, senders, n/senders)
					stress(t, receive, true, capacity, senders, n/senders)
				})
			}
		}
	}
}

// A million messages through one channel.
func TestMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("not in short mode")
	}
	for _, senders := range []int{1, 4} {
		stress(t, receiveAll["mixed"], true, 10, senders, 1_000_000/senders)
	}
}

func stress(
	t *testing.T,
	receive func(context.Context, *mpsc.Receiver[message], func(message)),
	mixed bool,
	capacity, senders, n int,
) {
	testenv.Limit(t)
	rx, tx := newChannel[message](capacity)
	ctx := cancellable(t)
	var g group
	g.start(senders, func(i int) {
		for k := range n {
			var err error
			how := 0
			if mixed {
				how = (i + k) % 3
			}
			switch how {
			case 0:
				err = tx.Send(bg, message{i, k})
			case 1:
				err = tx.Send(ctx, message{i, k})
			case 2:
				if err = tx.TrySend(message{i, k}); err == mpsc.ErrFull {
					err = tx.Send(bg, message{i, k})
				}
			}
			if err != nil {
				t.Errorf("send: %v", err)
				return
			}
		}
	})
	go func() { g.Wait(); tx.Close() }()
	var c tally
	receive(ctx, rx, func(m message) {
		if err := c.add(m); err != nil {
			t.Error(err)
		}
	})
	if c.total != senders*n {
		t.Errorf("received %d of %d messages", c.total, senders*n)
	}
}
