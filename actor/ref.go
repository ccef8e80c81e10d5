package actor

import (
	"context"
	"fmt"
)

// Ref addresses an actor. It is a small value: comparable, freely copied, and safe for
// concurrent use. It keeps the actor alive. It comes from [Spawn], [Actor.Ref] or
// [Context.Self]; the zero Ref addresses nobody, and sends through it return [ErrNobody].
type Ref[M any] struct{ actor *Actor[M] }

// Send sends m from outside, that is from a goroutine that isn't running a Receive. If
// the mailbox is bounded and full, Send waits for room until ctx is done, and then
// returns its error; otherwise it doesn't block, nor look at ctx. A Send that returns nil
// has put m into the mailbox: m is received, or given to Options.DeadLetter. One that
// returns an error has not. The messages of one goroutine to one actor are received in
// the order in which they were sent.
//
// In Receive, use the function [Send], which is several times faster and never blocks.
//
// In the terminology of the Go memory model, a Send is synchronized before the Receive of
// its message.
func (r Ref[M]) Send(ctx context.Context, m M) error {
	err := r.TrySend(m)
	if err != ErrFull {
		return err
	}
	if ctx == nil {
		panic("actor: Send with a nil Context: pass context.Background() to wait without a limit")
	}
	return r.actor.sendWhenRoom(ctx, m)
}

// TrySend is [Ref.Send], but if the mailbox is full it returns [ErrFull].
func (r Ref[M]) TrySend(m M) error {
	if r.actor == nil {
		return ErrNobody
	}
	return r.actor.send(m)
}

// Send sends m to an actor, from Receive: c is the Context that it was given, and to may
// receive messages of another type. It never blocks: if the mailbox is bounded and full,
// it returns [ErrFull]. Otherwise it is [Ref.Send]. If N is an interface, convert what is
// sent:
//
//	actor.Send(c, to, message(deposit{7}))
func Send[M, N any](c *Context[M], to Ref[N], m N) error {
	a := to.actor
	if a == nil {
		return ErrNobody
	}
	w := c.running()
	k := a.kind
	l := k.of(w)
	if l == nil {
		return a.send(m)
	}
	if f := a.flags.Load(); f != 0 {
		if f&stopping != 0 {
			return ErrStopped
		}
		if f&bounded != 0 && !a.more.Load().take() {
			return ErrFull
		}
	}
	e := l.free
	if e != nil { // as in get, which the compiler doesn't inline
		l.free = e.next.Get()
		l.count--
	} else {
		e = l.refill(k)
	}
	e.message.Set(m)
	idle, ok := a.mail.push(e, k)
	if !ok {
		a.refused(l, e)
		return ErrStopped
	}
	if idle {
		w.schedule(&a.task)
	}
	return nil
}

// refused takes back e, which a closed mailbox didn't take.
func (a *Actor[M]) refused(l *local[M], e *envelope[M]) {
	var none M
	e.message.Set(none)
	l.put(e, a.kind)
}

// send is TrySend.
func (a *Actor[M]) send(m M) error {
	if a.kind.system.closing.Load() {
		return ErrEnded
	}
	if f := a.flags.Load(); f != 0 {
		if f&stopping != 0 {
			return ErrStopped
		}
		if f&bounded != 0 && !a.more.Load().take() {
			return ErrFull
		}
	}
	return a.post(m)
}

// post sends m from outside, whatever the bound of the mailbox.
func (a *Actor[M]) post(m M) error {
	mine, err := a.place(m)
	if mine {
		bury(a)
	}
	return err
}

// place is post, but if the system has ended, and the actor was idle, then it is mine:
// the caller must bury it.
func (a *Actor[M]) place(m M) (mine bool, err error) {
	k := a.kind
	e := k.get()
	e.message.Set(m)
	idle, ok := a.mail.push(e, k)
	if !ok {
		var none M
		e.message.Set(none)
		k.put(e)
		return false, ErrStopped
	}
	if idle && !a.enqueue() {
		// The system has ended, and the actor is ours. Others may have sent meanwhile,
		// and rely on us: what they sent is buried, but for our own message, which is the
		// oldest. It is as if that had been fetched and received.
		a.mail.taken.Set(e)
		return true, ErrEnded
	}
	return false, nil
}

// enqueue puts the actor, which is the caller's, into the injection queue. It reports
// false if the system has ended.
func (a *Actor[M]) enqueue() bool {
	s := a.kind.system
	if !s.injected.push(&a.task, &a.task, 1) {
		return false
	}
	s.rouse()
	return true
}

// Stop has the actor stop, after the message in hand. Once Stop has returned, sends to
// the actor fail with [ErrStopped], or [ErrEnded]; messages that it has not received go
// to Options.DeadLetter; those who watch it are told. Stop doesn't wait for that. It may
// be called from anywhere, even from Receive, and more than once.
func (r Ref[M]) Stop() {
	a := r.actor
	if a == nil {
		return
	}
	// Pairs with the Load in look: see "Stopping" in actor.go.
	if a.flags.Or(stopping)&stopping != 0 {
		return
	}
	if a.flags.Load()&bounded != 0 {
		a.more.Load().room.NotifyAll()
	}
	a.attend()
}

// attend has the actor run if it is idle, because of what was set in flags.
func (a *Actor[M]) attend() {
	if a.mail.nudge(a.kind) && !a.enqueue() {
		bury(a)
	}
}

// Format writes the same short text for all verbs. Without it, printing a Ref would read
// what others change.
func (r Ref[M]) Format(f fmt.State, _ rune) {
	if r.actor == nil {
		fmt.Fprint(f, "actor.Ref(nobody)")
		return
	}
	fmt.Fprintf(f, "actor.Ref(%p)", r.actor)
}
