package main

import (
	"context"
	"sync/atomic"
)

// peer is one way to tell a consumer that something changed. A nil field means that the
// peer has no such thing.
type peer struct {
	name string // in benchmark names: peer=name
	text string // in tables
	user bool   // what a user would pick today for the same job

	// idle makes an object that nobody waits on and returns n notifications of it, which
	// any number of goroutines may call. A peer that leaves a token behind finds it
	// there.
	idle func() func(n int)
	// renotify is the same after the consumer was registered and has been notified.
	renotify func() func(n int)
	// awake returns n times a notification and what an awake consumer does to take it.
	awake func() func(n int)

	callback *callback
	pingPong map[string]sides // by kind of wait: plain, context, fresh, timeout, select
	reply    *reply

	// group makes n objects with a goroutine waiting on each.
	group func(n int) group
	// actors makes n consumers that are woken by a new goroutine.
	actors func(n int) actors
}

// callback is the work of peers that wake a callback.
type callback struct {
	same       func(w wakers) func(n int) // n times: register w.a, notify
	alternate  func(w wakers) func(n int) // n times: register w.a or w.b in turn, notify
	unregister func(w wakers) func(n int) // n times: register w.a, unregister
	// contend returns n notifications, and n registrations of w.a on the same object.
	contend func(w wakers) (notify, register func(n int))
	// hold makes n objects with a waker registered on each.
	hold func(n int) any
	// proto makes an object for the correctness test.
	proto func() proto
}

// proto is a primitive for callbacks.
type proto interface {
	Register(w waker)
	Unregister()
	Notify()
}

// group is n objects of the same kind.
type group interface {
	// Wait blocks the caller until ready() holds, waiting on object i.
	Wait(i int, ready func() bool)
	Notify(i int)
	// Wakes tells how often a Wait that called ready that many times was woken, and how
	// often for nothing.
	Wakes(calls int) (wakes, spurious int)
}

// actors is n actors of the same kind. Run is called in a new goroutine after a
// Notify, and called again for as long as ready holds.
type actors interface {
	Start(i int, ready func() bool, run func())
	Notify(i int)
	// Wakes tells how often actor i was started, and how often for nothing. It is called
	// by the actor.
	Wakes(i int) (wakes, spurious int)
}

// sides returns the two sides of a ping-pong of n round trips.
type sides func(turn *atomic.Uint32, n int) [2]func()

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

// waker is diatomic.waker and ports.waker.
type waker interface{ Wake() }

// wakers are two wakers of the same type.
type wakers struct{ a, b waker }

// counting is a waker that counts, with one read-modify-write.
type counting struct{ n atomic.Uint32 }

func (w *counting) Wake() { w.n.Add(1) }

// nop is a waker that does nothing, for counting the operations of the primitive alone.
type nop struct{ _ byte }

func (*nop) Wake() {}

// live is a context that can be cancelled, and is not.
var live, _ = context.WithCancel(context.Background())

//go:generate go run gen.go

// peers is every peer, ours first. Those made of package ports are generated.
var peers = []*peer{
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
