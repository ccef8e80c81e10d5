package main

import (
	"context"
	"sync/atomic"
	"time"

	"go.mau.fi/util/exsync"
)

// An Event closes a channel that the consumer got before it looked at the condition.
var exsyncPeer = &peer{
	name: "exsync", text: "`exsync.Event`",
	idle: func() func(int) {
		e := exsync.NewEvent()
		return func(n int) { eventNotify(e, n) }
	},
	renotify: func() func(int) {
		e := exsync.NewEvent()
		e.GetChan()
		e.Notify()
		return func(n int) { eventNotify(e, n) }
	},
	awake: func() func(int) {
		e := exsync.NewEvent()
		return func(n int) { eventNotify(e, n) } // nothing to take
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			e := [2]*exsync.Event{exsync.NewEvent(), exsync.NewEvent()}
			return two(func(me uint32) { eventPlain(e[me], e[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			e := [2]*exsync.Event{exsync.NewEvent(), exsync.NewEvent()}
			return two(func(me uint32) { eventContext(live, e[me], e[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			e := [2]*exsync.Event{exsync.NewEvent(), exsync.NewEvent()}
			return twoUnder(func(parent context.Context, me uint32) { eventFresh(parent, e[me], e[1-me], turn, me, n) })
		},
		"select": func(turn *atomic.Uint32, n int) [2]func() {
			e, tick := [2]*exsync.Event{exsync.NewEvent(), exsync.NewEvent()}, make(chan time.Time)
			return two(func(me uint32) { eventSelect(live, tick, e[me], e[1-me], turn, me, n) })
		},
	},
	reply: &reply{
		text:  "a variable and an `exsync.Event`",
		sides: func(n int) [2]func() { return clientAndServer(n, eventClient, eventServer) },
	},
	group: func(n int) group {
		g := eventGroup{e: make([]*exsync.Event, n)}
		for i := range g.e {
			g.e[i] = exsync.NewEvent()
		}
		return g
	},
}

func eventNotify(e *exsync.Event, n int) {
	for range n {
		e.Notify()
	}
}

func eventPlain(mine, other *exsync.Event, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.GetChan()
			if turn.Load() == me {
				break
			}
			<-c
		}
		turn.Store(1 - me)
		other.Notify()
	}
}

func eventContext(ctx context.Context, mine, other *exsync.Event, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.GetChan()
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
		other.Notify()
	}
}

func eventFresh(parent context.Context, mine, other *exsync.Event, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		ctx, cancel := context.WithCancel(parent)
		for turn.Load() != me {
			c := mine.GetChan()
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
		other.Notify()
	}
}

func eventSelect(ctx context.Context, tick chan time.Time, mine, other *exsync.Event, turn *atomic.Uint32,
	me uint32, n int) {
	for range n {
		for turn.Load() != me {
			c := mine.GetChan()
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
		other.Notify()
	}
}

type eventPlace struct {
	replied *exsync.Event
	reply   *int
}

func eventClient(parent context.Context, requests chan request[*eventPlace], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], &eventPlace{replied: exsync.NewEvent()}
		requests <- request[*eventPlace]{question, place}
		err := place.replied.Wait(ctx)
		cancel()
		if err != nil {
			return
		}
		mustAnswer(question, place.reply)
	}
}

func eventServer(requests chan request[*eventPlace]) {
	for r := range requests {
		r.place.reply = r.question
		r.place.replied.Set()
	}
}

type eventGroup struct {
	looksTwice
	e []*exsync.Event
}

func (g eventGroup) Wait(i int, ready func() bool) {
	for !ready() {
		c := g.e[i].GetChan()
		if ready() {
			return
		}
		<-c
	}
}

func (g eventGroup) Notify(i int) { g.e[i].Notify() }
