package main

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// kinds are those of waits.
var kinds = []struct {
	name, text string
	under      func() (context.Context, context.CancelFunc)
}{
	{"plain", "no context", func() (context.Context, context.CancelFunc) { return context.Background(), func() {} }},
	{"context", "one context", func() (context.Context, context.CancelFunc) { return live, func() {} }},
	{"fresh", "a new context each time", func() (context.Context, context.CancelFunc) {
		return context.WithCancel(context.Background())
	}},
}

// counts are the numbers of waiters.
var counts = []int{2, 8, 64, 1000}

// pingPong has two goroutines wait for each other, n times.
func pingPong(p peer, under func() (context.Context, context.CancelFunc), n int) {
	var turn atomic.Uint32
	at := [2]point{p.new(), p.new()}
	var wg sync.WaitGroup
	if p.noIdle {
		at[0].notify() // is kept: it is the turn of the first
	}
	for me := range uint32(2) {
		wg.Go(func() {
			mine, other := at[me], at[1-me]
			ready := func() bool { return turn.Load() == me }
			for i := range n {
				ctx, cancel := under()
				mine.wait(ctx, ready)
				cancel()
				turn.Store(1 - me)
				if me == 0 || i < n-1 || !p.noIdle {
					other.notify()
				}
			}
		})
	}
	wg.Wait()
}

// crowd is some goroutines that wait at the same point for tokens. They go on waiting.
type crowd struct {
	at     point
	tokens tokens
	n      int
	over   atomic.Bool
	wg     sync.WaitGroup
}

func newCrowd(p peer, n int) *crowd {
	c := &crowd{at: p.new(), n: n}
	for range n {
		c.wg.Go(func() {
			for !c.over.Load() {
				c.at.wait(context.Background(), c.tokens.try)
			}
		})
	}
	return c
}

// one wakes one of them, k times.
func (c *crowd) one(k int) {
	for range k {
		c.tokens.n.Add(1)
		c.at.notify()
		c.settle()
	}
}

// all wakes all of them, k times.
func (c *crowd) all(k int) {
	for range k {
		c.tokens.n.Add(int64(c.n))
		c.at.notifyAll(c.n)
		c.settle()
	}
}

// settle waits until all tokens have been taken.
func (c *crowd) settle() {
	for c.tokens.n.Load() != 0 {
		runtime.Gosched()
	}
}

func (c *crowd) stop() {
	c.over.Store(true)
	c.tokens.n.Add(int64(c.n))
	c.at.notifyAll(c.n)
	c.wg.Wait()
}
