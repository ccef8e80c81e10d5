package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/bench/ports"
)

// The second alternative: one waker under a version.
var seqLockPeer = &Peer{
	Name: "seqlock", Text: "sequence lock",
	Idle: func() func(int) {
		p := new(ports.SeqLock)
		return func(n int) { seqLockNotify(p, n) }
	},
	Renotify: func() func(int) {
		p := new(ports.SeqLock)
		p.Register(new(Counting))
		p.Notify()
		return func(n int) { seqLockNotify(p, n) }
	},
	Awake: func() func(int) {
		p := new(ports.SeqLock)
		return func(n int) { seqLockNotify(p, n) } // nothing to take
	},
	Callback: &Callback{
		Same: func(w Wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockSame(p, w.A, n) }
		},
		Alternate: func(w Wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockAlternate(p, w.A, w.B, n) }
		},
		Unregister: func(w Wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockUnregister(p, w.A, n) }
		},
		Contend: func(w Wakers) (_, _ func(int)) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockNotify(p, n) }, func(n int) { seqLockRegister(p, w.A, n) }
		},
		Hold: func(n int) any {
			s := make([]struct {
				p ports.SeqLock
				w Counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		Proto: func() Proto { return seqLockProto{new(ports.SeqLock)} },
	},
	PingPong: map[string]Sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			p := [2]*seqLockToken{newSeqLockToken(), newSeqLockToken()}
			return two(func(me uint32) { seqLockPlain(p[me], p[1-me], turn, me, n) })
		},
	},
}

// With a token to park on, as a goroutine that waits needs one.
type seqLockToken struct {
	p     ports.SeqLock
	token tokenWaker
	waker ports.Waker
}

func newSeqLockToken() *seqLockToken {
	t := &seqLockToken{token: tokenWaker(newSignal())}
	t.waker = t.token
	return t
}

func seqLockNotify(p *ports.SeqLock, n int) {
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

func seqLockSame(p *ports.SeqLock, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Notify()
	}
}

func seqLockAlternate(p *ports.SeqLock, a, b ports.Waker, n int) {
	for range n / 2 {
		p.Register(a)
		p.Notify()
		p.Register(b)
		p.Notify()
	}
}

func seqLockUnregister(p *ports.SeqLock, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Unregister()
	}
}

func seqLockRegister(p *ports.SeqLock, w ports.Waker, n int) {
	for range n {
		p.Register(w)
	}
}

func seqLockPlain(mine, other *seqLockToken, turn *atomic.Uint32, me uint32, n int) {
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

type seqLockProto struct{ *ports.SeqLock }

func (p seqLockProto) Register(w Waker) { p.SeqLock.Register(w) }
