package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/bench/ports"
)

// A waker under a mutex: what a user would write.
var mutexPeer = &Peer{
	Name: "mutex", Text: "mutex and waker", User: true,
	Idle: func() func(int) {
		p := new(ports.Mutex)
		return func(n int) { mutexNotify(p, n) }
	},
	Renotify: func() func(int) {
		p := new(ports.Mutex)
		p.Register(new(Counting))
		p.Notify()
		return func(n int) { mutexNotify(p, n) }
	},
	Awake: func() func(int) {
		p := new(ports.Mutex)
		return func(n int) { mutexNotify(p, n) } // nothing to take
	},
	Callback: &Callback{
		Same: func(w Wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexSame(p, w.A, n) }
		},
		Alternate: func(w Wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexAlternate(p, w.A, w.B, n) }
		},
		Unregister: func(w Wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexUnregister(p, w.A, n) }
		},
		Contend: func(w Wakers) (_, _ func(int)) {
			p := new(ports.Mutex)
			return func(n int) { mutexNotify(p, n) }, func(n int) { mutexRegister(p, w.A, n) }
		},
		Hold: func(n int) any {
			s := make([]struct {
				p ports.Mutex
				w Counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		Proto: func() Proto { return mutexProto{new(ports.Mutex)} },
	},
	PingPong: map[string]Sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			p := [2]*mutexToken{newMutexToken(), newMutexToken()}
			return two(func(me uint32) { mutexPlain(p[me], p[1-me], turn, me, n) })
		},
	},
}

// With a token to park on, as a goroutine that waits needs one.
type mutexToken struct {
	p     ports.Mutex
	token tokenWaker
	waker ports.Waker
}

func newMutexToken() *mutexToken {
	t := &mutexToken{token: tokenWaker(newSignal())}
	t.waker = t.token
	return t
}

func mutexNotify(p *ports.Mutex, n int) {
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

func mutexSame(p *ports.Mutex, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Notify()
	}
}

func mutexAlternate(p *ports.Mutex, a, b ports.Waker, n int) {
	for range n / 2 {
		p.Register(a)
		p.Notify()
		p.Register(b)
		p.Notify()
	}
}

func mutexUnregister(p *ports.Mutex, w ports.Waker, n int) {
	for range n {
		p.Register(w)
		p.Unregister()
	}
}

func mutexRegister(p *ports.Mutex, w ports.Waker, n int) {
	for range n {
		p.Register(w)
	}
}

func mutexPlain(mine, other *mutexToken, turn *atomic.Uint32, me uint32, n int) {
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

type mutexProto struct{ *ports.Mutex }

func (p mutexProto) Register(w Waker) { p.Mutex.Register(w) }
