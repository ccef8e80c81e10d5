// Code generated from ports.go.tmpl by gen.go; DO NOT EDIT.

package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/bench/ports"
)

// A waker under a mutex: what a user would write.
var mutexPeer = &peer{
	name: "mutex", text: "mutex and waker", user: true,
	idle: func() func(int) {
		p := new(ports.Mutex)
		return func(n int) { mutexNotify(p, n) }
	},
	renotify: func() func(int) {
		p := new(ports.Mutex)
		p.Register(new(counting))
		p.Notify()
		return func(n int) { mutexNotify(p, n) }
	},
	awake: func() func(int) {
		p := new(ports.Mutex)
		return func(n int) { mutexNotify(p, n) } // nothing to take
	},
	callback: &callback{
		same: func(w wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexSame(p, w.a, n) }
		},
		alternate: func(w wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexAlternate(p, w.a, w.b, n) }
		},
		unregister: func(w wakers) func(int) {
			p := new(ports.Mutex)
			return func(n int) { mutexUnregister(p, w.a, n) }
		},
		contend: func(w wakers) (_, _ func(int)) {
			p := new(ports.Mutex)
			return func(n int) { mutexNotify(p, n) }, func(n int) { mutexRegister(p, w.a, n) }
		},
		hold: func(n int) any {
			s := make([]struct {
				p ports.Mutex
				w counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		proto: func() proto { return mutexProto{new(ports.Mutex)} },
	},
	pingPong: map[string]sides{
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

func (p mutexProto) Register(w waker) { p.Mutex.Register(w) }

// The protocol of futures and atomic-waker.
var atomicWakerPeer = &peer{
	name: "atomicwaker", text: "AtomicWaker (port)",
	idle: func() func(int) {
		p := new(ports.AtomicWaker)
		return func(n int) { atomicWakerNotify(p, n) }
	},
	renotify: func() func(int) {
		p := new(ports.AtomicWaker)
		p.Register(new(counting))
		p.Notify()
		return func(n int) { atomicWakerNotify(p, n) }
	},
	awake: func() func(int) {
		p := new(ports.AtomicWaker)
		return func(n int) { atomicWakerNotify(p, n) } // nothing to take
	},
	callback: &callback{
		same: func(w wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerSame(p, w.a, n) }
		},
		alternate: func(w wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerAlternate(p, w.a, w.b, n) }
		},
		unregister: func(w wakers) func(int) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerUnregister(p, w.a, n) }
		},
		contend: func(w wakers) (_, _ func(int)) {
			p := new(ports.AtomicWaker)
			return func(n int) { atomicWakerNotify(p, n) }, func(n int) { atomicWakerRegister(p, w.a, n) }
		},
		hold: func(n int) any {
			s := make([]struct {
				p ports.AtomicWaker
				w counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		proto: func() proto { return atomicWakerProto{new(ports.AtomicWaker)} },
	},
	pingPong: map[string]sides{
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

func (p atomicWakerProto) Register(w waker) { p.AtomicWaker.Register(w) }

// The first alternative: one atomic pointer to an immutable waker.
var onePointerPeer = &peer{
	name: "onepointer", text: "one atomic pointer",
	idle: func() func(int) {
		p := new(ports.OnePointer)
		return func(n int) { onePointerNotify(p, n) }
	},
	renotify: func() func(int) {
		p := new(ports.OnePointer)
		p.Register(new(counting))
		p.Notify()
		return func(n int) { onePointerNotify(p, n) }
	},
	awake: func() func(int) {
		p := new(ports.OnePointer)
		return func(n int) { onePointerNotify(p, n) } // nothing to take
	},
	callback: &callback{
		same: func(w wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerSame(p, w.a, n) }
		},
		alternate: func(w wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerAlternate(p, w.a, w.b, n) }
		},
		unregister: func(w wakers) func(int) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerUnregister(p, w.a, n) }
		},
		contend: func(w wakers) (_, _ func(int)) {
			p := new(ports.OnePointer)
			return func(n int) { onePointerNotify(p, n) }, func(n int) { onePointerRegister(p, w.a, n) }
		},
		hold: func(n int) any {
			s := make([]struct {
				p ports.OnePointer
				w counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		proto: func() proto { return onePointerProto{new(ports.OnePointer)} },
	},
	pingPong: map[string]sides{
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

func (p onePointerProto) Register(w waker) { p.OnePointer.Register(w) }

// The second alternative: one waker under a version.
var seqLockPeer = &peer{
	name: "seqlock", text: "sequence lock",
	idle: func() func(int) {
		p := new(ports.SeqLock)
		return func(n int) { seqLockNotify(p, n) }
	},
	renotify: func() func(int) {
		p := new(ports.SeqLock)
		p.Register(new(counting))
		p.Notify()
		return func(n int) { seqLockNotify(p, n) }
	},
	awake: func() func(int) {
		p := new(ports.SeqLock)
		return func(n int) { seqLockNotify(p, n) } // nothing to take
	},
	callback: &callback{
		same: func(w wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockSame(p, w.a, n) }
		},
		alternate: func(w wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockAlternate(p, w.a, w.b, n) }
		},
		unregister: func(w wakers) func(int) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockUnregister(p, w.a, n) }
		},
		contend: func(w wakers) (_, _ func(int)) {
			p := new(ports.SeqLock)
			return func(n int) { seqLockNotify(p, n) }, func(n int) { seqLockRegister(p, w.a, n) }
		},
		hold: func(n int) any {
			s := make([]struct {
				p ports.SeqLock
				w counting
			}, n)
			for i := range s {
				s[i].p.Register(&s[i].w)
			}
			return s
		},
		proto: func() proto { return seqLockProto{new(ports.SeqLock)} },
	},
	pingPong: map[string]sides{
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

func (p seqLockProto) Register(w waker) { p.SeqLock.Register(w) }
