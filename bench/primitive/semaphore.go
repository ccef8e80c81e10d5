package main

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// A weighted semaphore as a signal: the consumer acquires, notifiers release. To release
// more than was acquired panics, so a flag says whether a release is out.
var semaphorePeer = &peer{
	name: "semaphore", text: "`x/sync/semaphore` and a flag",
	idle: func() func(int) {
		s := newSem()
		return func(n int) { semNotify(s, n) }
	},
	renotify: func() func(int) {
		s := newSem()
		s.notify()
		return func(n int) { semNotify(s, n) }
	},
	awake: func() func(int) {
		s := newSem()
		return func(n int) { semAwake(s, n) }
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			s := [2]*sem{newSem(), newSem()}
			return two(func(me uint32) { semContext(context.Background(), s[me], s[1-me], turn, me, n) })
		},
		"context": func(turn *atomic.Uint32, n int) [2]func() {
			s := [2]*sem{newSem(), newSem()}
			return two(func(me uint32) { semContext(live, s[me], s[1-me], turn, me, n) })
		},
		"fresh": func(turn *atomic.Uint32, n int) [2]func() {
			s := [2]*sem{newSem(), newSem()}
			return twoUnder(func(parent context.Context, me uint32) { semFresh(parent, s[me], s[1-me], turn, me, n) })
		},
	},
	group: func(n int) group {
		g := semGroup{s: make([]*sem, n)}
		for i := range g.s {
			g.s[i] = newSem()
		}
		return g
	},
}

type sem struct {
	w   *semaphore.Weighted
	out atomic.Bool
}

func newSem() *sem {
	s := &sem{w: semaphore.NewWeighted(1)}
	s.w.TryAcquire(1)
	return s
}

func (s *sem) notify() {
	if !s.out.Load() && s.out.CompareAndSwap(false, true) {
		s.w.Release(1)
	}
}

func semNotify(s *sem, n int) {
	for n /= 8; n > 0; n-- {
		s.notify()
		s.notify()
		s.notify()
		s.notify()
		s.notify()
		s.notify()
		s.notify()
		s.notify()
	}
}

func semAwake(s *sem, n int) {
	for range n {
		s.notify()
		if s.w.TryAcquire(1) {
			s.out.Store(false)
		}
	}
}

func semContext(ctx context.Context, mine, other *sem, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			if mine.w.Acquire(ctx, 1) != nil {
				return
			}
			mine.out.Store(false)
		}
		turn.Store(1 - me)
		other.notify()
	}
}

func semFresh(parent context.Context, mine, other *sem, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		ctx, cancel := context.WithCancel(parent)
		for turn.Load() != me {
			if mine.w.Acquire(ctx, 1) != nil {
				cancel()
				return
			}
			mine.out.Store(false)
		}
		cancel()
		turn.Store(1 - me)
		other.notify()
	}
}

type semGroup struct {
	looksOnce
	s []*sem
}

func (g semGroup) Wait(i int, ready func() bool) {
	for !ready() {
		g.s[i].w.Acquire(context.Background(), 1)
		g.s[i].out.Store(false)
	}
}

func (g semGroup) Notify(i int) { g.s[i].notify() }
