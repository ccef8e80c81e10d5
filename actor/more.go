package actor

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// more is what only some actors have: a bound of the mailbox, and those who want to know
// when the actor stops.
type more struct {
	// used is how many messages are in the mailbox, or about to be put there; limit is
	// how many may be, 0 if the mailbox isn't bounded. Senders wait for room.
	used  atomic.Int64
	limit int64
	room  event.Event

	// mu guards what follows. watchers are called when the actor stops; gone is made when
	// somebody asks for it; stopped says that it has, and cause why.
	mu       seam.Mutex
	watchers seam.Cell[[]watcher]
	gone     seam.Cell[*gone]
	stopped  seam.Cell[bool]
	cause    seam.Cell[error]

	// fault is a panic in a goroutine of Go. mu
	fault seam.Cell[*Fault]
}

// gone is a channel that is closed when the actor stops.
type gone struct {
	done  <-chan struct{}
	close context.CancelFunc
}

// take takes room for a message, and reports whether there was some.
func (m *more) take() bool {
	for { //interleave:checkpoint m
		n := m.used.Load()
		if n >= m.limit {
			return false
		}
		// With an Add, two senders could both take the last room.
		if m.used.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// give gives the room of a message back.
func (m *more) give() {
	// Must come before the Notify, which pairs with the wait in sendWhenRoom.
	m.used.Add(-1)
	m.room.Notify(1)
}

// exceed takes room for a message that may go beyond the bound of the mailbox.
func (a *Actor[M]) exceed() {
	if a.flags.Load()&bounded != 0 {
		a.more.Load().used.Add(1)
	}
}

// force sends m from outside, beyond the bound of the mailbox.
func (a *Actor[M]) force(m M) error {
	a.exceed()
	return a.post(m)
}

// forceFrom is force in a worker. It reports whether the actor is still there.
func (a *Actor[M]) forceFrom(w *worker, m M) bool {
	a.exceed()
	l := a.kind.of(w)
	e := l.get(a.kind)
	e.message.Set(m)
	idle, ok := a.mail.push(e, a.kind)
	if !ok {
		a.refused(l, e)
	}
	if idle {
		w.add(&a.task)
	}
	return ok
}

// sendWhenRoom is Send to a bounded mailbox that was full.
func (a *Actor[M]) sendWhenRoom(ctx context.Context, v M) error {
	m := a.more.Load()
	over := false
	err := m.room.Wait(ctx, func() bool {
		// Pairs with the NotifyAll in Stop and in final. If the system ends, the actor
		// has messages, and is stopped because of that.
		over = a.flags.Load()&stopping != 0
		return over || m.take()
	})
	if err != nil {
		return err
	}
	if over {
		if a.kind.system.closing.Load() {
			return ErrEnded
		}
		return ErrStopped
	}
	return a.post(v)
}

// extra returns the actor's more, which it makes if there is none.
func (a *Actor[M]) extra() *more {
	if m := a.more.Load(); m != nil {
		return m
	}
	m := new(more)
	// If it fails, another goroutine has made one, or the actor has stopped.
	if a.more.CompareAndSwap(nil, m) {
		return m
	}
	return a.more.Load()
}

// final tells those who wait for it that the actor has stopped. It returns actors that
// the caller must bury, since the system has ended.
func (a *Actor[M]) final(cause error) (left []runner) {
	// Pairs with the CompareAndSwap in extra.
	if cause == nil && a.more.CompareAndSwap(nil, a.kind.system.stopped) {
		return nil // nobody waits
	}
	m := a.extra()
	m.mu.Lock()
	m.stopped.Set(true)
	m.cause.Set(cause)
	watchers := m.watchers.Get()
	m.watchers.Set(nil)
	g := m.gone.Get()
	fault := m.fault.Get()
	m.fault.Set(nil)
	m.mu.Unlock()
	m.room.NotifyAll()
	if g != nil {
		g.close()
	}
	for _, w := range watchers {
		a.kind.system.call(Ref[M]{a}, "a function of OnStop", func() {
			if r := w.tell(cause); r != nil {
				left = append(left, r)
			}
		})
	}
	if fault != nil { // the actor was told to stop before it could see it
		a.lateFault(fault)
	}
	return left
}

// watcher is one who wants to know when an actor stops.
type watcher struct {
	tell func(cause error) (mine runner) // an actor that the caller must bury, or nil
	over func() bool                     // nobody wants to know any more; or nil
}

// OnStop has f called when the actor has stopped: with nil if it was told to, with
// [ErrEnded] if it had messages when the system ended, or with the *[Fault]. If it has
// stopped already, OnStop calls f at once. Otherwise f is called in the goroutine that
// stops the actor, and must not block; if it panics, the system ends. f isn't called for
// an actor that is idle when the system ends. OnStop through a zero Ref calls f with
// [ErrNobody].
func (r Ref[M]) OnStop(f func(cause error)) {
	if f == nil {
		panic("actor: OnStop with a nil function: give it the one that is to be called")
	}
	if r.actor == nil {
		f(ErrNobody)
		return
	}
	r.watch(watcher{tell: func(cause error) runner { f(cause); return nil }})
}

func (r Ref[M]) watch(w watcher) {
	m := r.actor.extra()
	m.mu.Lock()
	stopped, cause := m.stopped.Get(), m.cause.Get()
	if !stopped {
		all := m.watchers.Get()
		if len(all) == cap(all) {
			// Before it grows, those leave who have stopped themselves.
			all = slices.DeleteFunc(all, func(w watcher) bool { return w.over != nil && w.over() })
			if len(all) > cap(all)/2 {
				// Else each of many who come and go would look at all others.
				all = slices.Grow(all, len(all))
			}
		}
		m.watchers.Set(append(all, w))
	}
	m.mu.Unlock()
	if stopped {
		if r := w.tell(cause); r != nil {
			bury(r)
		}
	}
}

// Watch has an actor, from whose Receive it is called, be sent m(cause) when the actor to
// has stopped, at once if it has already: see [Ref.OnStop]. m is called where a function
// of OnStop would be. Such messages go beyond the bound of a mailbox. The actor to keeps
// the one that watches alive until one of them has stopped.
func Watch[M, N any](c *Context[M], to Ref[N], m func(cause error) M) {
	if m == nil {
		panic("actor: Watch with a nil function: give it the one that makes the message")
	}
	c.running()
	self := c.actor
	tell := func(cause error) runner {
		v := m(cause) // before room is taken, which a panic would not give back
		self.exceed()
		if mine, _ := self.place(v); mine {
			return self
		}
		return nil
	}
	if to.actor == nil {
		tell(ErrNobody)
		return
	}
	to.watch(watcher{tell, func() bool { return self.flags.Load()&stopping != 0 }})
}

// whenGone returns a channel that is closed when the actor has stopped.
func (a *Actor[M]) whenGone() <-chan struct{} {
	m := a.extra()
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.gone.Get()
	if g == nil {
		ctx, cancel := context.WithCancel(context.Background())
		g = &gone{ctx.Done(), cancel}
		if m.stopped.Get() {
			cancel()
		}
		m.gone.Set(g)
	}
	return g.done
}
