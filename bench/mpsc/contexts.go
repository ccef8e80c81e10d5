package main

import (
	"context"
	"fmt"

	"github.com/diatomic-go/diatomic/mpsc"
)

// use is a way to use contexts that can be cancelled. (In the peers, one context is for
// all goroutines.)
type use struct {
	name, text string
	limit      float64 // that a ratio to the select is to reach; 0: none
	peers      []contextPeer
}

type contextPeer struct {
	name, text string
	ints       func(capacity int) rig
}

// uses are measured at capacity 1, where goroutines wait most.
var uses = []use{
	{"own", "a context for each goroutine", 1, []contextPeer{
		{"select", "`select`", ownRig(newChan, selectReceive[int], selectSend[int])},
		{"mpsc", "**mpsc**, `Recv`", ownRig(mpsc.New[int], mpscReceive[int], mpscSend[int])},
	}},
	{"fresh", "a new context for each send and each receive", 0, []contextPeer{
		{"select", "`select`", ownRig(newChan, freshSelectReceive, freshSelectSend)},
		{"mpsc", "**mpsc**, `Recv`", ownRig(mpsc.New[int], freshMpscReceive, freshMpscSend)},
	}},
}

var contextShapes = []shape{{1, 1}, {1, 4}}

func contextsName(u use, s shape, peer string) string {
	return fmt.Sprintf("ctx=%s/%s/cap=1/peer=%s", u.name, s.name(), peer)
}

// ownRig gives each goroutine a context, which is not cancelled until its loop is over.
func ownRig[R, S any](
	channel func(capacity int) (R, S),
	receive func(context.Context, R) func(n int),
	send func(context.Context, S) func(n int),
) func(capacity int) rig {
	return func(capacity int) rig {
		r, s := channel(capacity)
		return rig{
			func(n int) {
				ctx, cancel := context.WithCancel(bg)
				defer cancel()
				send(ctx, s)(n)
			},
			func(n int) {
				ctx, cancel := context.WithCancel(bg)
				defer cancel()
				receive(ctx, r)(n)
			},
			r,
		}
	}
}

func newChan(capacity int) (receive, send chan int) {
	c := make(chan int, capacity)
	return c, c
}

func freshSelectSend(parent context.Context, c chan int) func(int) {
	return func(n int) {
		var v int
		for range n {
			ctx, cancel := context.WithCancel(parent)
			select {
			case c <- v:
			case <-ctx.Done():
				panic(ctx.Err())
			}
			cancel()
		}
	}
}

func freshSelectReceive(parent context.Context, c chan int) func(int) {
	kept := new(int)
	return func(n int) {
		var v int
		for range n {
			ctx, cancel := context.WithCancel(parent)
			select {
			case v = <-c:
			case <-ctx.Done():
				panic(ctx.Err())
			}
			cancel()
		}
		*kept = v
	}
}

func freshMpscSend(parent context.Context, tx *mpsc.Sender[int]) func(int) {
	return func(n int) {
		var v int
		for range n {
			ctx, cancel := context.WithCancel(parent)
			must(tx.Send(ctx, v))
			cancel()
		}
	}
}

func freshMpscReceive(parent context.Context, rx *mpsc.Receiver[int]) func(int) {
	kept := new(int)
	return func(n int) {
		var v int
		var err error
		for range n {
			ctx, cancel := context.WithCancel(parent)
			if v, err = rx.Recv(ctx); err != nil {
				panic(err)
			}
			cancel()
		}
		*kept = v
	}
}
