package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic"
)

var sinkPeer = &peer{
	name: "sink", text: "**diatomic.WakeSink**",
	idle: func() func(int) {
		src := new(diatomic.WakeSink).Source()
		return func(n int) { sinkNotify(src, n) }
	},
	renotify: func() func(int) {
		sink := new(diatomic.WakeSink)
		sink.Register(new(counting))
		sink.Source().Notify()
		return func(n int) { sinkNotify(sink.Source(), n) }
	},
	awake: func() func(int) {
		src := new(diatomic.WakeSink).Source()
		return func(n int) { sinkNotify(src, n) } // nothing to take
	},
	callback: &callback{
		same: func(w wakers) func(int) {
			sink := new(diatomic.WakeSink)
			return func(n int) { sinkSame(sink, w.a, n) }
		},
		alternate: func(w wakers) func(int) {
			sink := new(diatomic.WakeSink)
			return func(n int) { sinkAlternate(sink, w.a, w.b, n) }
		},
		unregister: func(w wakers) func(int) {
			sink := new(diatomic.WakeSink)
			return func(n int) { sinkUnregister(sink, w.a, n) }
		},
		contend: func(w wakers) (_, _ func(int)) {
			sink := new(diatomic.WakeSink)
			return func(n int) { sinkNotify(sink.Source(), n) }, func(n int) { sinkRegister(sink, w.a, n) }
		},
		hold: func(n int) any {
			s := make([]struct {
				sink diatomic.WakeSink
				w    counting
			}, n)
			for i := range s {
				s[i].sink.Register(&s[i].w)
			}
			return s
		},
		proto: func() proto { return new(sinkProto) },
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			s := new([2]diatomic.WakeSink)
			return two(func(me uint32) { sinkPlain(&s[me], s[1-me].Source(), turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			s := new([2]diatomic.WakeSink)
			return two(func(me uint32) { sinkContext(live, &s[me], s[1-me].Source(), turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			s := new([2]diatomic.WakeSink)
			return twoUnder(func(parent context.Context, me uint32) {
				sinkFresh(parent, &s[me], s[1-me].Source(), turn, me, n)
			})
		},
		"timeout": func(turn *atomic.Uint32, n int) [2]func() {
			s := new([2]diatomic.WakeSink)
			return two(func(me uint32) { sinkTimeout(&s[me], s[1-me].Source(), turn, me, n) })
		},
		"select": func(turn *atomic.Uint32, n int) [2]func() {
			s, tick := new([2]diatomic.WakeSink), make(chan time.Time)
			return two(func(me uint32) { sinkSelect(live, tick, &s[me], s[1-me].Source(), turn, me, n) })
		},
	},
	reply: &reply{
		text:  "**diatomic.WakeSink** and an atomic pointer",
		sides: func(n int) [2]func() { return clientAndServer(n, sinkClient, sinkServer) },
	},
	group: func(n int) group { return sinkGroup{s: make([]diatomic.WakeSink, n)} },
}

func sinkNotify(src diatomic.WakeSource, n int) {
	for n /= 8; n > 0; n-- {
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
		src.Notify()
	}
}

func sinkSame(sink *diatomic.WakeSink, w diatomic.Waker, n int) {
	src := sink.Source()
	for range n {
		sink.Register(w)
		src.Notify()
	}
}

func sinkAlternate(sink *diatomic.WakeSink, a, b diatomic.Waker, n int) {
	src := sink.Source()
	for range n / 2 {
		sink.Register(a)
		src.Notify()
		sink.Register(b)
		src.Notify()
	}
}

func sinkUnregister(sink *diatomic.WakeSink, w diatomic.Waker, n int) {
	for range n {
		sink.Register(w)
		sink.Unregister()
	}
}

func sinkRegister(sink *diatomic.WakeSink, w diatomic.Waker, n int) {
	for range n {
		sink.Register(w)
	}
}

func sinkPlain(sink *diatomic.WakeSink, other diatomic.WakeSource, turn *atomic.Uint32, me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		sink.Wait(context.Background(), mine)
		turn.Store(1 - me)
		other.Notify()
	}
}

func sinkContext(ctx context.Context, sink *diatomic.WakeSink, other diatomic.WakeSource, turn *atomic.Uint32,
	me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		if sink.Wait(ctx, mine) != nil {
			return
		}
		turn.Store(1 - me)
		other.Notify()
	}
}

func sinkFresh(parent context.Context, sink *diatomic.WakeSink, other diatomic.WakeSource, turn *atomic.Uint32,
	me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		ctx, cancel := context.WithCancel(parent)
		err := sink.Wait(ctx, mine)
		cancel()
		if err != nil {
			return
		}
		turn.Store(1 - me)
		other.Notify()
	}
}

func sinkTimeout(sink *diatomic.WakeSink, other diatomic.WakeSource, turn *atomic.Uint32, me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		if !sink.WaitTimeout(time.Hour, mine) {
			return
		}
		turn.Store(1 - me)
		other.Notify()
	}
}

func sinkSelect(ctx context.Context, tick chan time.Time, sink *diatomic.WakeSink, other diatomic.WakeSource,
	turn *atomic.Uint32, me uint32, n int) {
	mine := func() bool { return turn.Load() == me }
	for range n {
		for !mine() {
			select {
			case <-sink.Ready(mine):
			case <-tick:
			case <-ctx.Done():
				return
			}
		}
		turn.Store(1 - me)
		other.Notify()
	}
}

type sinkPlace struct {
	sink  diatomic.WakeSink
	reply atomic.Pointer[int]
}

func sinkClient(parent context.Context, requests chan request[*sinkPlace], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], new(sinkPlace)
		requests <- request[*sinkPlace]{question, place}
		reply, err := diatomic.WaitUntil(ctx, &place.sink, func() (*int, bool) {
			reply := place.reply.Load()
			return reply, reply != nil
		})
		cancel()
		if err != nil {
			return
		}
		mustAnswer(question, reply)
	}
}

func sinkServer(requests chan request[*sinkPlace]) {
	for r := range requests {
		r.place.reply.Store(r.question)
		r.place.sink.Source().Notify()
	}
}

type sinkGroup struct {
	looksTwice
	s []diatomic.WakeSink
}

func (g sinkGroup) Wait(i int, ready func() bool) { g.s[i].Wait(context.Background(), ready) }
func (g sinkGroup) Notify(i int)                  { g.s[i].Source().Notify() }

type sinkProto struct{ diatomic.WakeSink }

func (p *sinkProto) Notify()          { p.Source().Notify() }
func (p *sinkProto) Register(w waker) { p.WakeSink.Register(w) }
