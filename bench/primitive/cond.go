package main

import (
	"context"
	"sync"
	"sync/atomic"
)

// A sync.Cond over an atomic condition. The notifier has to pass through the lock, or its
// Signal falls between the consumer's look at the condition and its Wait, and is lost.
var condPeer = &peer{
	name: "cond", text: "`sync.Cond`, with its lock", user: true,
	idle: func() func(int) {
		c := new(cond)
		c.init()
		return func(n int) { condNotify(c, n) }
	},
	renotify: func() func(int) {
		c := new(cond)
		c.init()
		return func(n int) { condNotify(c, n) }
	},
	awake: func() func(int) {
		c := new(cond)
		c.init()
		return func(n int) { condAwake(c, n) }
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			c := new([2]cond)
			c[0].init()
			c[1].init()
			return two(func(me uint32) { condPlain(&c[me], &c[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			c := new([2]cond)
			c[0].init()
			c[1].init()
			return two(func(me uint32) { condContext(live, &c[me], &c[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			c := new([2]cond)
			c[0].init()
			c[1].init()
			return twoUnder(
				func(parent context.Context, me uint32) { condFresh(parent, &c[me], &c[1-me], turn, me, n) },
			)
		},
	},
	reply: &reply{
		text:  "a variable, its lock and a `sync.Cond`",
		sides: func(n int) [2]func() { return clientAndServer(n, condClient, condServer) },
	},
	group: func(n int) group {
		g := condGroup{c: make([]cond, n)}
		for i := range g.c {
			g.c[i].init()
		}
		return g
	},
}

type cond struct {
	mu sync.Mutex
	c  sync.Cond
}

func (c *cond) init() { c.c.L = &c.mu }

func (c *cond) notify() {
	c.mu.Lock()
	c.mu.Unlock() //lint:ignore SA2001 orders the change before or after the consumer's look
	c.c.Signal()
}

// wake is for contexts.
func (c *cond) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.c.Broadcast()
}

func condNotify(c *cond, n int) {
	for range n {
		c.notify()
	}
}

// To look at its condition, an awake consumer takes the lock.
func condAwake(c *cond, n int) {
	for range n {
		c.notify()
		c.mu.Lock()
		c.mu.Unlock() //lint:ignore SA2001 only its cost matters
	}
}

func condPlain(mine, other *cond, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		mine.mu.Lock()
		for turn.Load() != me {
			mine.c.Wait()
		}
		mine.mu.Unlock()
		turn.Store(1 - me)
		other.notify()
	}
}

// The way that the documentation of context.AfterFunc shows.
func condContext(ctx context.Context, mine, other *cond, turn *atomic.Uint32, me uint32, n int) {
	wake := mine.wake
	for range n {
		mine.mu.Lock()
		if turn.Load() != me {
			stop := context.AfterFunc(ctx, wake)
			for turn.Load() != me && ctx.Err() == nil {
				mine.c.Wait()
			}
			stop()
		}
		mine.mu.Unlock()
		turn.Store(1 - me)
		other.notify()
	}
}

func condFresh(parent context.Context, mine, other *cond, turn *atomic.Uint32, me uint32, n int) {
	wake := mine.wake
	for range n {
		ctx, cancel := context.WithCancel(parent)
		mine.mu.Lock()
		if turn.Load() != me {
			stop := context.AfterFunc(ctx, wake)
			for turn.Load() != me && ctx.Err() == nil {
				mine.c.Wait()
			}
			stop()
		}
		mine.mu.Unlock()
		cancel()
		turn.Store(1 - me)
		other.notify()
	}
}

type condPlace struct {
	cond
	reply *int
}

func condClient(parent context.Context, requests chan request[*condPlace], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], new(condPlace)
		place.init()
		requests <- request[*condPlace]{question, place}
		place.mu.Lock()
		if place.reply == nil {
			stop := context.AfterFunc(ctx, place.wake)
			for place.reply == nil && ctx.Err() == nil {
				place.c.Wait()
			}
			stop()
		}
		reply := place.reply
		place.mu.Unlock()
		cancel()
		mustAnswer(question, reply)
	}
}

func condServer(requests chan request[*condPlace]) {
	for r := range requests {
		r.place.mu.Lock()
		r.place.reply = r.question
		r.place.mu.Unlock()
		r.place.c.Signal()
	}
}

type condGroup struct {
	looksOnce
	c []cond
}

func (g condGroup) Wait(i int, ready func() bool) {
	c := &g.c[i]
	c.mu.Lock()
	for !ready() {
		c.c.Wait()
	}
	c.mu.Unlock()
}

func (g condGroup) Notify(i int) { g.c[i].notify() }
