package main

import (
	"context"
	"sync/atomic"
)

// Peer is one way to tell a consumer that something changed. A nil field means that the peer
// has no such thing.
type Peer struct {
	Name string // in benchmark names: peer=Name
	Text string // in tables
	User bool   // what a user would pick today for the same job

	// Idle makes an object that nobody waits on and returns n notifications of it, which
	// any number of goroutines may call. A peer that leaves a token behind finds it there.
	Idle func() func(n int)
	// Renotify is the same after the consumer was registered and has been notified.
	Renotify func() func(n int)
	// Awake returns n times a notification and what an awake consumer does to take it.
	Awake func() func(n int)

	Callback *Callback
	PingPong map[string]Sides // by kind of wait: plain, context, fresh, timeout, select
	Reply    *Reply

	// Group makes n objects with a goroutine waiting on each.
	Group func(n int) Group
	// Actors makes n consumers that are woken by a new goroutine.
	Actors func(n int) Actors
}

// Callback is the work of peers that wake a callback.
type Callback struct {
	Same       func(w Wakers) func(n int) // n times: register w.A, notify
	Alternate  func(w Wakers) func(n int) // n times: register w.A or w.B in turn, notify
	Unregister func(w Wakers) func(n int) // n times: register w.A, unregister
	// Contend returns n notifications, and n registrations of w.A on the same object.
	Contend func(w Wakers) (notify, register func(n int))
	// Hold makes n objects with a waker registered on each.
	Hold func(n int) any
	// Proto makes an object for the correctness test.
	Proto func() Proto
}

// Proto is a primitive for callbacks.
type Proto interface {
	Register(w Waker)
	Unregister()
	Notify()
}

// Group is n objects of the same kind.
type Group interface {
	// Wait blocks the caller until ready() holds, waiting on object i.
	Wait(i int, ready func() bool)
	Notify(i int)
	// Wakes tells how often a Wait that called ready that many times was woken, and how
	// often for nothing.
	Wakes(calls int) (wakes, spurious int)
}

// Actors is n actors of the same kind. Run is called in a new goroutine after a
// Notify, and called again for as long as ready holds.
type Actors interface {
	Start(i int, ready func() bool, run func())
	Notify(i int)
	// Wakes tells how often actor i was started, and how often for nothing. It is called
	// by the actor.
	Wakes(i int) (wakes, spurious int)
}

// Sides returns the two sides of a ping-pong of n round trips.
type Sides func(turn *atomic.Uint32, n int) [2]func()

// two makes them of one function.
func two(side func(me uint32)) [2]func() {
	return [2]func(){func() { side(0) }, func() { side(1) }}
}

// twoUnder does the same, and gives each side a context that can be cancelled.
func twoUnder(side func(parent context.Context, me uint32)) [2]func() {
	return two(func(me uint32) {
		parent, cancel := context.WithCancel(context.Background())
		defer cancel()
		side(parent, me)
	})
}

// Waker is diatomic.Waker and ports.Waker.
type Waker interface{ Wake() }

// Wakers are two wakers of the same type.
type Wakers struct{ A, B Waker }

// Counting is a waker that counts, with one read-modify-write.
type Counting struct{ N atomic.Uint32 }

func (w *Counting) Wake() { w.N.Add(1) }

// Nop is a waker that does nothing, for counting the operations of the primitive alone.
type Nop struct{ _ byte }

func (*Nop) Wake() {}

// live is a context that can be cancelled, and is not.
var live, _ = context.WithCancel(context.Background())

//go:generate go run gen.go

// Peers is every peer, ours first. Those made of package ports are generated.
var Peers = []*Peer{
	sinkPeer, cap1Peer, unbufferedPeer, condPeer, semaphorePeer, gvisorPeer, triggerPeer,
	exsyncPeer, closedPeer, mailboxPeer, mutexPeer, atomicWakerPeer, onePointerPeer, seqLockPeer,
}

// looksOnce is the wait that calls ready before each block.
type looksOnce struct{}

func (looksOnce) Wakes(calls int) (wakes, spurious int) {
	wakes = calls - 1
	return wakes, max(wakes-1, 0)
}

// looksTwice is the wait that calls ready before and after it registers, and then blocks.
type looksTwice struct{}

func (looksTwice) Wakes(calls int) (wakes, spurious int) {
	wakes = (calls - 1) / 2
	if calls%2 == 1 && wakes > 0 {
		return wakes, wakes - 1 // the last call came after a wake-up
	}
	return wakes, wakes
}
