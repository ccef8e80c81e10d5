package main

import (
	"context"
	"sync/atomic"
)

// An unbuffered channel hands over: the notifier blocks until the consumer is there. (One
// that doesn't block loses wake-ups, which is no peer.) Each send meets one receive.
var unbufferedPeer = &peer{
	name: "unbuffered", text: "`chan struct{}`, unbuffered (the notifier blocks)",
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
			return two(func(me uint32) { unbufferedPlain(c[me], c[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
			return two(func(me uint32) { unbufferedContext(live, c[me], c[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
			return twoUnder(
				func(parent context.Context, me uint32) { unbufferedFresh(parent, c[me], c[1-me], turn, me, n) },
			)
		},
	},
}

// Side 0 begins, and side 1 doesn't send the last time.
func unbufferedPlain(mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for i := range n {
		if me == 1 || i > 0 {
			<-mine
		}
		turn.Store(1 - me)
		if me == 0 || i < n-1 {
			other <- struct{}{}
		}
	}
}

func unbufferedContext(ctx context.Context, mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for i := range n {
		if me == 1 || i > 0 {
			select {
			case <-mine:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		if me == 0 || i < n-1 {
			select {
			case other <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}
}

// The notifier waits too, so it makes a context as well.
func unbufferedFresh(parent context.Context, mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for i := range n {
		if me == 1 || i > 0 {
			ctx, cancel := context.WithCancel(parent)
			select {
			case <-mine:
			case <-ctx.Done():
				cancel()
				return
			}
			cancel()
		}
		turn.Store(1 - me)
		if me == 0 || i < n-1 {
			ctx, cancel := context.WithCancel(parent)
			select {
			case other <- struct{}{}:
			case <-ctx.Done():
				cancel()
				return
			}
			cancel()
		}
	}
}
