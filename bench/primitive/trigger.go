package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/creachadair/msync/trigger"
)

// A trigger closes a channel that the consumer got before it looked at the condition.
var triggerPeer = &peer{
	name: "trigger", text: "`msync/trigger`",
	idle: func() func(int) {
		c := trigger.New()
		return func(n int) { triggerNotify(c, n) }
	},
	renotify: func() func(int) {
		c := trigger.New()
		c.Ready()
		c.Signal()
		return func(n int) { triggerNotify(c, n) }
	},
	awake: func() func(int) {
		c := trigger.New()
		return func(n int) { triggerNotify(c, n) } // nothing to take
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]*trigger.Cond{trigger.New(), trigger.New()}
			return two(func(me uint32) { triggerPlain(c[me], c[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]*trigger.Cond{trigger.New(), trigger.New()}
			return two(func(me uint32) { triggerContext(live, c[me], c[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]*trigger.Cond{trigger.New(), trigger.New()}
			return twoUnder(
				func(parent context.Context, me uint32) { triggerFresh(parent, c[me], c[1-me], turn, me, n) },
			)
		},
		"timeout": func(turn *atomic.Uint32, n int) [2]func() {
			c := [2]*trigger.Cond{trigger.New(), trigger.New()}
			return two(func(me uint32) { triggerTimeout(c[me], c[1-me], turn, me, n) })
		},
		"select": func(turn *atomic.Uint32, n int) [2]func() {
			c, tick := [2]*trigger.Cond{trigger.New(), trigger.New()}, make(chan time.Time)
			return two(func(me uint32) { triggerSelect(live, tick, c[me], c[1-me], turn, me, n) })
		},
	},
	reply: &reply{
		text:  "an atomic pointer and `msync/trigger`",
		sides: func(n int) [2]func() { return clientAndServer(n, triggerClient, triggerServer) },
	},
	group: func(n int) group { return triggerGroup{c: make([]trigger.Cond, n)} },
}

func triggerNotify(c *trigger.Cond, n int) {
	for range n {
		c.Signal()
	}
}

func triggerPlain(mine, other *trigger.Cond, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.Ready()
			if turn.Load() == me {
				break
			}
			<-c
		}
		turn.Store(1 - me)
		other.Signal()
	}
}

func triggerContext(ctx context.Context, mine, other *trigger.Cond, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.Ready()
			if turn.Load() == me {
				break
			}
			select {
			case <-c:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		other.Signal()
	}
}

func triggerFresh(parent context.Context, mine, other *trigger.Cond, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		ctx, cancel := context.WithCancel(parent)
		for turn.Load() != me {
			c := mine.Ready()
			if turn.Load() == me {
				break
			}
			select {
			case <-c:
			case <-ctx.Done():
				cancel()
				return
			}
		}
		cancel()
		turn.Store(1 - me)
		other.Signal()
	}
}

func triggerTimeout(mine, other *trigger.Cond, turn *atomic.Uint32, me uint32, n int) {
	t := time.NewTimer(time.Hour)
	defer t.Stop()
	for range n {
		t.Reset(time.Hour)
		for turn.Load() != me {
			c := mine.Ready()
			if turn.Load() == me {
				break
			}
			select {
			case <-c:
			case <-t.C:
				return
			}
		}
		t.Stop()
		turn.Store(1 - me)
		other.Signal()
	}
}

func triggerSelect(ctx context.Context, tick chan time.Time, mine, other *trigger.Cond, turn *atomic.Uint32,
	me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.Ready()
			if turn.Load() == me {
				break
			}
			select {
			case <-c:
			case <-tick:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		other.Signal()
	}
}

type triggerPlace struct {
	changed trigger.Cond
	reply   atomic.Pointer[int]
}

func triggerClient(parent context.Context, requests chan request[*triggerPlace], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], new(triggerPlace)
		requests <- request[*triggerPlace]{question, place}
		reply := place.reply.Load()
		for reply == nil {
			c := place.changed.Ready()
			if reply = place.reply.Load(); reply != nil {
				break
			}
			select {
			case <-c:
			case <-ctx.Done():
				cancel()
				return
			}
			reply = place.reply.Load()
		}
		cancel()
		mustAnswer(question, reply)
	}
}

func triggerServer(requests chan request[*triggerPlace]) {
	for r := range requests {
		r.place.reply.Store(r.question)
		r.place.changed.Signal()
	}
}

type triggerGroup struct {
	looksTwice
	c []trigger.Cond
}

func (g triggerGroup) Wait(i int, ready func() bool) {
	for !ready() {
		c := g.c[i].Ready()
		if ready() {
			return
		}
		<-c
	}
}

func (g triggerGroup) Notify(i int) { g.c[i].Signal() }
