package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/bench/ports"
)

// The first alternative: one atomic pointer to an immutable waker.
var onePointerPeer = &Peer{
	Name: "onepointer", Text: "one atomic pointer",
	Idle: func() func(int) {
		p := new(ports.OnePointer)
		return func(n int) { onePointerNotify(p, n) }
	},
	Renotify: func() func(int) {
		p := new(ports.OnePointer)
		p.Register(new(Counting))
		p.Notify()
		return func(n int) { onePointerNotify(p, n) }
	},
	Awake: func() func(int) {
		p := new(ports.OnePointer)
		return func(n int) { onePointerNotify(p, n) } // nothing to take
	},
	Callback: &Callback{
		Same: func(w Wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerSame(p, w.A, n) }
		},
		Alternate: func(w Wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerAlternate(p, w.A, w.B, n) }
		},
		Unregister: func(w Wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerUnregister(p, w.A, n) }
		},
		Contend: func(w Wakers) (_, _ func(int)) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerNotify(p, n) }, func(n int) { onePointerRegister(p, w.A, n) }
		},
		Hold: func(n int) any {
			s := make([]struct {
				p ports.OnePointer
				w Counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		Proto: func() Proto { return onePointerProto{new(ports.OnePointer)} },
	},
	PingPong: map[string]Sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			p := [2]*onePointerToken{newOnePointerToken(), newOnePointerToken()}
			return two(func(me uint32) { onePointerPlain(p[me], p[1-me], turn, me, n) })
		},
	},
}

// With a token to park on, as a goroutine that waits needs one.
type onePointerToken struct {
	p     ports.OnePointer
	token tokenWaker
	waker ports.Waker
}

func newOnePointerToken() *onePointerToken {
	t := &onePointerToken{token: tokenWaker(newSignal())}
	t.waker = t.token
	return t
}

func onePointerNotify(p *ports.OnePointer, n int) {
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

func onePointerSame(p *ports.OnePointer, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Notify()
	}
}

func onePointerAlternate(p *ports.OnePointer, a, b ports.Waker, n int) {
	for range n / 2 {
		p.Register(a)
		p.Notify()
		p.Register(b)
		p.Notify()
	}
}

func onePointerUnregister(p *ports.OnePointer, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Unregister()
	}
}

func onePointerRegister(p *ports.OnePointer, w ports.Waker, n int) {
	for range n {
		p.Register(w)
	}
}

func onePointerPlain(mine, other *onePointerToken, turn *atomic.Uint32, me uint32, n int) {
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

type onePointerProto struct{ *ports.OnePointer }

func (p onePointerProto) Register(w Waker) { p.OnePointer.Register(w) }
