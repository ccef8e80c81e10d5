package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/bench/ports"
)

// The protocol of futures and atomic-waker.
var atomicWakerPeer = &Peer{
	Name: "atomicwaker", Text: "AtomicWaker (port)",
	Idle: func() func(int) {
		p := new(ports.AtomicWaker)
		return func(n int) { atomicWakerNotify(p, n) }
	},
	Renotify: func() func(int) {
		p := new(ports.AtomicWaker)
		p.Register(new(Counting))
		p.Notify()
		return func(n int) { atomicWakerNotify(p, n) }
	},
	Awake: func() func(int) {
		p := new(ports.AtomicWaker)
		return func(n int) { atomicWakerNotify(p, n) } // nothing to take
	},
	Callback: &Callback{
		Same: func(w Wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerSame(p, w.A, n) }
		},
		Alternate: func(w Wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerAlternate(p, w.A, w.B, n) }
		},
		Unregister: func(w Wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerUnregister(p, w.A, n) }
		},
		Contend: func(w Wakers) (_, _ func(int)) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerNotify(p, n) }, func(n int) { atomicWakerRegister(p, w.A, n) }
		},
		Hold: func(n int) any {
			s := make([]struct {
				p ports.AtomicWaker
				w Counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		Proto: func() Proto { return atomicWakerProto{new(ports.AtomicWaker)} },
	},
	PingPong: map[string]Sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			p := [2]*atomicWakerToken{newAtomicWakerToken(), newAtomicWakerToken()}
			return two(func(me uint32) { atomicWakerPlain(p[me], p[1-me], turn, me, n) })
		},
	},
}

// With a token to park on, as a goroutine that waits needs one.
type atomicWakerToken struct {
	p     ports.AtomicWaker
	token tokenWaker
	waker ports.Waker
}

func newAtomicWakerToken() *atomicWakerToken {
	t := &atomicWakerToken{token: tokenWaker(newSignal())}
	t.waker = t.token
	return t
}

func atomicWakerNotify(p *ports.AtomicWaker, n int) {
	for n /= 8; n > 0; n-- {
		p.Notify()
		p.Notify()
		p.Notify()
		p.Notify()
		p.Notify()
		p.Notify()
		p.Notify()
		p.Notify()
	}
}

func atomicWakerSame(p *ports.AtomicWaker, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Notify()
	}
}

func atomicWakerAlternate(p *ports.AtomicWaker, a, b ports.Waker, n int) {
	for range n / 2 {
		p.Register(a)
		p.Notify()
		p.Register(b)
		p.Notify()
	}
}

func atomicWakerUnregister(p *ports.AtomicWaker, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Unregister()
	}
}

func atomicWakerRegister(p *ports.AtomicWaker, w ports.Waker, n int) {
	for range n {
		p.Register(w)
	}
}

func atomicWakerPlain(mine, other *atomicWakerToken, turn *atomic.Uint32, me uint32, n int) {
	for range n {
		for turn.Load() != me {
			mine.p.Register(mine.waker)
			if turn.Load() == me {
				mine.p.Unregister()
				break
			}
			<-mine.token
		}
		turn.Store(1 - me)
		other.p.Notify()
	}
}

type atomicWakerProto struct{ *ports.AtomicWaker }

func (p atomicWakerProto) Register(w Waker) { p.AtomicWaker.Register(w) }
