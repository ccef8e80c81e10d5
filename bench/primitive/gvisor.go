package main

import (
	"sync/atomic"

	"gvisor.dev/gvisor/pkg/sleep"
)

// A gVisor sleeper with one waker: asserted by notifiers, fetched by the consumer.
var gvisorPeer = &peer{
	name: "gvisor", text: "gVisor `pkg/sleep`",
	idle: func() func(int) {
		s := new(sleeper)
		s.s.AddWaker(&s.w)
		return func(n int) { sleeperNotify(&s.w, n) }
	},
	renotify: func() func(int) {
		s := new(sleeper)
		s.s.AddWaker(&s.w)
		s.w.Assert()
		return func(n int) { sleeperNotify(&s.w, n) }
	},
	awake: func() func(int) {
		s := new(sleeper)
		s.s.AddWaker(&s.w)
		return func(n int) { sleeperAwake(s, n) }
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			s := new([2]sleeper)
			s[0].s.AddWaker(&s[0].w)
			s[1].s.AddWaker(&s[1].w)
			return two(func(me uint32) { sleeperPlain(&s[me], &s[1-me].w, turn, me, n) })
		},
	},
	group: func(n int) group {
		g := sleeperGroup{s: make([]sleeper, n)}
		for i := range g.s {
			g.s[i].s.AddWaker(&g.s[i].w)
		}
		return g
	},
}

type sleeper struct {
	s sleep.Sleeper
	w sleep.Waker
}

func sleeperNotify(w *sleep.Waker, n int) {
	for n /= 8; n > 0; n-- {
		w.Assert()
		w.Assert()
		w.Assert()
		w.Assert()
		w.Assert()
		w.Assert()
		w.Assert()
		w.Assert()
	}
}

func sleeperAwake(s *sleeper, n int) {
	for range n {
		s.w.Assert()
		s.s.Fetch(false)
	}
}

func sleeperPlain(mine *sleeper, other *sleep.Waker, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			mine.s.Fetch(true)
		}
		turn.Store(1 - me)
		other.Assert()
	}
}

type sleeperGroup struct {
	looksOnce
	s []sleeper
}

func (g sleeperGroup) Wait(i int, ready func() bool) {
	for !ready() {
		g.s[i].s.Fetch(true)
	}
}

func (g sleeperGroup) Notify(i int) { g.s[i].w.Assert() }
