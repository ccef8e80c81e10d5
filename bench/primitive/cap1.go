package main

import (
	"context"
	"sync/atomic"
	"time"
)

// A channel of capacity 1 as a signal: one token at most, and it stays until taken.
var cap1Peer = &peer{
	name: "cap1", text: "`chan struct{}`, capacity 1", user: true,
	idle: func() func(int) {
		c := newSignal()
		return func(n int) { cap1Notify(c, n) }
	},
	renotify: func() func(int) {
		c := newSignal()
		signal(c)
		return func(n int) { cap1Notify(c, n) }
	},
	awake: func() func(int) {
		c := newSignal()
		return func(n int) { cap1Awake(c, n) }
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			c := signals()
			return two(func(me uint32) { cap1Plain(c[me], c[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			c := signals()
			return two(func(me uint32) { cap1Context(live, c[me], c[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			c := signals()
			return twoUnder(func(parent context.Context, me uint32) { cap1Fresh(parent, c[me], c[1-me], turn, me, n) })
		},
		"timeout": func(turn *atomic.Uint32, n int) [2]func() {
			c := signals()
			return two(func(me uint32) { cap1Timeout(c[me], c[1-me], turn, me, n) })
		},
		"select": func(turn *atomic.Uint32, n int) [2]func() {
			c, tick := signals(), make(chan time.Time)
			return two(func(me uint32) { cap1Select(live, tick, c[me], c[1-me], turn, me, n) })
		},
	},
	reply: &reply{
		text:  "`chan *T`, capacity 1",
		sides: func(n int) [2]func() { return clientAndServer(n, cap1Client, cap1Server) },
	},
	group: func(n int) group {
		g := cap1Group{c: make([]chan struct{}, n)}
		for i := range g.c {
			g.c[i] = newSignal()
		}
		return g
	},
}

func newSignal() chan struct{}  { return make(chan struct{}, 1) }
func signals() [2]chan struct{} { return [2]chan struct{}{newSignal(), newSignal()} }
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func cap1Notify(c chan struct{}, n int) {
	for n /= 8; n > 0; n-- {
		signal(c)
		signal(c)
		signal(c)
		signal(c)
		signal(c)
		signal(c)
		signal(c)
		signal(c)
	}
}

func cap1Awake(c chan struct{}, n int) {
	for range n {
		signal(c)
		select {
		case <-c:
		default:
		}
	}
}

func cap1Plain(mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			<-mine
		}
		turn.Store(1 - me)
		signal(other)
	}
}

func cap1Context(ctx context.Context, mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			select {
			case <-mine:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		signal(other)
	}
}

func cap1Fresh(parent context.Context, mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		ctx, cancel := context.WithCancel(parent)
		for turn.Load() != me {
			select {
			case <-mine:
			case <-ctx.Done():
				cancel()
				return
			}
		}
		cancel()
		turn.Store(1 - me)
		signal(other)
	}
}

func cap1Timeout(mine, other chan struct{}, turn *atomic.Uint32, me uint32, n int) {
	t := time.NewTimer(time.Hour)
	defer t.Stop()
	for range n {
		t.Reset(time.Hour)
		for turn.Load() != me {
			select {
			case <-mine:
			case <-t.C:
				return
			}
		}
		t.Stop()
		turn.Store(1 - me)
		signal(other)
	}
}

func cap1Select(ctx context.Context, tick chan time.Time, mine, other chan struct{}, turn *atomic.Uint32, me uint32,
	n int) {
	for range n {
		for turn.Load() != me {
			select {
			case <-mine:
			case <-tick:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		signal(other)
	}
}

func cap1Client(parent context.Context, requests chan request[chan *int], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], make(chan *int, 1)
		requests <- request[chan *int]{question, place}
		var reply *int
		select {
		case reply = <-place:
		case <-ctx.Done():
			cancel()
			return
		}
		cancel()
		mustAnswer(question, reply)
	}
}

func cap1Server(requests chan request[chan *int]) {
	for r := range requests {
		r.place <- r.question
	}
}

type cap1Group struct {
	looksOnce
	c []chan struct{}
}

func (g cap1Group) Wait(i int, ready func() bool) {
	for !ready() {
		<-g.c[i]
	}
}

func (g cap1Group) Notify(i int) { signal(g.c[i]) }
