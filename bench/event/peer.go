package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/creachadair/msync/trigger"
	"go.mau.fi/util/exsync"
	"golang.org/x/sync/semaphore"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// point is where goroutines wait. What they wait for is changed without locks.
type point interface {
	wait(ctx context.Context, ready func() bool)
	notify()         // wakes one, or more if it can't do otherwise
	notifyAll(n int) // wakes the n that there are
}

// peer is a kind of point.
type peer struct {
	name, text string
	new        func() point
	idle       func() func(n int) // notifies n times, though nobody waits
	single     bool               // serves one waiter only
	noIdle     bool               // a notification for nobody is kept, or blocks
	needsPark  bool               // needs the runtime's park, and takes no contexts
}

const reference = "event"

// takes reports whether the peer can be used in this build, under contexts of this kind.
func (p peer) takes(kind string) bool {
	return !p.needsPark || seam.CanPark && kind == "plain"
}

var peers = []peer{
	{name: reference, text: "`event.Event`", new: func() point { return new(ours) }, idle: func() func(int) {
		e := new(event.Event)
		return func(n int) {
			for range n {
				e.Notify(1)
			}
		}
	}},
	{name: "sink", text: "`WakeSink`", single: true, new: func() point { return new(sink) }, idle: func() func(int) {
		s := new(diatomic.WakeSink).Source()
		return func(n int) {
			for range n {
				s.Notify()
			}
		}
	}},
	{name: "lockfree", text: "a bare list, lock-free", new: newLockFree, idle: idleOf(newLockFree), needsPark: true},
	{name: "locked", text: "the same, with a mutex", new: newLockedList, idle: idleOf(newLockedList), needsPark: true},
	{name: "cond", text: "`sync.Cond`, with its lock", new: newCond, idle: idleOf(newCond)},
	{name: "semaphore", text: "`x/sync/semaphore`", new: newSem, noIdle: true},
	{name: "exsync", text: "`exsync.Event`", new: newExsync, idle: idleOf(newExsync)},
	{name: "trigger", text: "`msync/trigger`", new: newTrigger, idle: idleOf(newTrigger)},
	{name: "closed", text: "a channel, closed and replaced", new: newClosed, idle: idleOf(newClosed)},
	{name: "chan", text: "a channel", new: newChannel, noIdle: true},
}

// idleOf is for points whose notify is no single load: the call through the interface
// matters little.
func idleOf(new func() point) func() func(int) {
	return func() func(int) {
		p := new()
		return func(n int) {
			for range n {
				p.notify()
			}
		}
	}
}

// live is a context that can be cancelled, and isn't.
var live, _ = context.WithCancel(context.Background())

type ours struct{ e event.Event }

func (p *ours) wait(ctx context.Context, ready func() bool) { p.e.Wait(ctx, ready) }
func (p *ours) notify()                                     { p.e.Notify(1) }
func (p *ours) notifyAll(int)                               { p.e.NotifyAll() }

type sink struct{ s diatomic.WakeSink }

func (p *sink) wait(ctx context.Context, ready func() bool) { p.s.Wait(ctx, ready) }
func (p *sink) notify()                                     { p.s.Source().Notify() }
func (p *sink) notifyAll(int)                               { p.s.Source().Notify() }

// cond waits under a context in the way that the documentation of package context shows.
type cond struct {
	mu   sync.Mutex
	c    sync.Cond
	wake func()
}

func newCond() point {
	p := new(cond)
	p.c.L = &p.mu
	p.wake = func() { p.notifyAll(0) }
	return p
}

func (p *cond) wait(ctx context.Context, ready func() bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ready() {
		return
	}
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, p.wake)
		defer stop()
	}
	for !ready() && ctx.Err() == nil {
		p.c.Wait()
	}
}

// The notifier has to pass through the lock, or its Signal falls between the waiter's
// look at the condition and its Wait, and is lost.
func (p *cond) notify() {
	p.mu.Lock()
	p.mu.Unlock() //lint:ignore SA2001 orders the change before or after the waiter's look
	p.c.Signal()
}

func (p *cond) notifyAll(int) {
	p.mu.Lock()
	p.mu.Unlock() //lint:ignore SA2001 as in notify
	p.c.Broadcast()
}

// sem gives a permit for each notification.
type sem struct{ w *semaphore.Weighted }

func newSem() point {
	const many = 1 << 60
	p := &sem{semaphore.NewWeighted(many)}
	p.w.TryAcquire(many)
	return p
}

func (p *sem) wait(ctx context.Context, ready func() bool) {
	for {
		p.w.Acquire(ctx, 1)
		if ready() {
			return
		}
	}
}

func (p *sem) notify()         { p.w.Release(1) }
func (p *sem) notifyAll(n int) { p.w.Release(int64(n)) }

// The next three close a channel that waiters got before they looked at the condition.
// They wake all waiters each time.

type exsyncEvent struct{ e *exsync.Event }

func newExsync() point { return exsyncEvent{exsync.NewEvent()} }

func (p exsyncEvent) wait(ctx context.Context, ready func() bool) {
	await(ctx, p.e.GetChan, ready)
}
func (p exsyncEvent) notify()       { p.e.Notify() }
func (p exsyncEvent) notifyAll(int) { p.e.Notify() }

type triggerCond struct{ c *trigger.Cond }

func newTrigger() point { return triggerCond{trigger.New()} }

func (p triggerCond) wait(ctx context.Context, ready func() bool) { await(ctx, p.c.Ready, ready) }
func (p triggerCond) notify()                                     { p.c.Signal() }
func (p triggerCond) notifyAll(int)                               { p.c.Signal() }

type closed struct {
	mu sync.Mutex
	c  chan struct{}
}

func newClosed() point { return &closed{c: make(chan struct{})} }

func (p *closed) get() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.c
}

func (p *closed) wait(ctx context.Context, ready func() bool) { await(ctx, p.get, ready) }

func (p *closed) notify() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.c)
	p.c = make(chan struct{})
}

func (p *closed) notifyAll(int) { p.notify() }

func await[C ~<-chan T, T any](ctx context.Context, get func() C, ready func() bool) {
	for !ready() {
		c := get()
		if ready() {
			return
		}
		if done := ctx.Done(); done == nil {
			<-c
		} else {
			select {
			case <-c:
			case <-done:
				return
			}
		}
	}
}

// channel sends a token for each notification.
type channel struct{ c chan struct{} }

func newChannel() point { return channel{make(chan struct{}, 1024)} }

func (p channel) wait(ctx context.Context, ready func() bool) {
	done := ctx.Done()
	for {
		if done == nil {
			<-p.c
		} else {
			select {
			case <-p.c:
			case <-done:
				return
			}
		}
		if ready() {
			return
		}
	}
}

func (p channel) notify() { p.c <- struct{}{} }

func (p channel) notifyAll(n int) {
	for range n {
		p.c <- struct{}{}
	}
}

// tokens are what waiters take.
type tokens struct{ n atomic.Int64 }

func (t *tokens) try() bool {
	for {
		n := t.n.Load()
		if n == 0 {
			return false
		}
		if t.n.CompareAndSwap(n, n-1) {
			return true
		}
	}
}
