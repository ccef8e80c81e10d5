package actor

import (
	"fmt"
	"reflect"
	"sync/atomic"
)

// States
//
// An actor is in one of these states. The mailbox says which, together with who has the
// actor:
//
//	idle      the mailbox is empty. Nobody has the actor
//	queued    the mailbox isn't empty, and the actor's task is in the slot or the queue of
//	          a worker, in the injection queue, or in the hands of a goroutine that is
//	          putting it there
//	running   the mailbox isn't empty, and a worker runs the actor
//	stopped   the mailbox is closed. Nobody has the actor
//
// The goroutine that takes a step has the actor afterwards, unless nobody does:
//
//	idle    -> queued    a sender, with the first message: push
//	                     Stop, from outside: nudge
//	queued  -> running   a worker that takes the task from a queue
//	running -> idle      the worker, if all is received: rest
//	running -> queued    the worker, if the turn is over, or the system: requeue
//	running -> stopped   the worker, if the actor was told to stop, or by a fault: stop
//	queued  -> stopped   when the system has ended: bury, by Run for what is in a queue,
//	                     by the sender for a task that a queue didn't take
//
// Invariant: one goroutine has the actor at most. An actor that is idle or stopped is
// had by nobody; only a step of the mailbox from empty leads out of idle; and only the
// goroutine that has the actor makes the mailbox empty, or closes it.
//
// So no message is left lying. If a push finds the mailbox empty, the sender takes the
// actor to a queue, and a worker that runs it looks into the mailbox afterwards. If it
// finds the mailbox not empty, some goroutine has the actor, and will either find the
// message when it tries to make the actor idle, or close the mailbox, and then bury what
// is in it.
//
// The actor's fields that aren't atomic belong to the goroutine that has the actor. They
// are handed over by the steps above: by the top of the mailbox from a worker that makes
// the actor idle to the sender that takes it out of idle, and by the queues.
//
// # Stopping
//
// Stop sets a flag, and then nudges the actor in case it is idle. A worker looks at the
// flag before each message, and once more when it has made the actor idle: see rest. That
// look and the nudge are each after a step of the other side, so one of the two sees the
// other's, and both do if they are lucky: then the mailbox decides who has the actor.

// Receiver is what an actor does with its messages.
type Receiver[M any] interface {
	// Receive handles a message. It runs in one goroutine at a time, and what it does
	// happens before the next Receive of the same actor. c is valid until Receive
	// returns. Receive shouldn't block, since it holds up a worker: see Context.Go.
	Receive(c *Context[M], m M)
}

// Restarter is implemented by Receivers whose actors have the policy Restart.
type Restarter interface {
	// Restart makes the state what it was at first, after a Receive has failed.
	Restart(f *Fault)
}

// Stopper may be implemented by Receivers that have something to clean up.
type Stopper interface {
	// Stopped is called once the actor has stopped, after its last message, and before
	// those who watch are told: with nil if it was told to, with ErrEnded if it still had
	// messages when the system ended, or with the *Fault. It isn't called for an actor
	// that is idle when the system ends. If it panics, the system ends.
	Stopped(cause error)
}

// Actor is an actor that is embedded by value in the Receiver, say, or in a slice of a
// million. Init makes it ready; it must not be copied afterwards, and go vet reports
// copies. An idle actor is its own 88 bytes and nothing else. Most programs use [Spawn]
// and a [Ref].
type Actor[M any] struct {
	task task
	mail mailbox[M]

	flags  atomic.Uint32
	policy Policy

	// Fixed by Init; receiver is nil once the actor has stopped.
	kind     *kind[M]
	receiver Receiver[M]

	// more is what few actors have: nil, or what was needed so far, or final.
	more atomic.Pointer[more]
}

// Bits of Actor.flags.
const (
	stopping uint32 = 1 << iota // the actor stops after the message in hand
	faulty                      // a goroutine of Go has panicked
	bounded                     // more has a limit

	urgent = stopping | faulty
)

// runner is an Actor of any type.
type runner interface {
	// run receives messages, in a worker that has taken the actor from a queue.
	run(w *worker)
	// failed applies the policy, in the worker in which Receive has failed.
	failed(w *worker, f *Fault)
	// bury stops the actor, which the caller has, when the system has ended. It returns
	// others that the caller has then: see the function bury.
	bury() (left []runner)
}

// Option is a property of an actor.
type Option func(*properties)

type properties struct {
	limit  int
	policy Policy
}

// Mailbox bounds the mailbox: it holds at most n messages, without the one that is being
// received. When it is full, Ref.Send waits for room, and TrySend and Send from another
// actor return ErrFull. Timers and Context.Go may go beyond the bound. Without this
// option, the mailbox holds what there is memory for. It panics if n is below 1.
func Mailbox(n int) Option {
	if n < 1 {
		panic("actor: Mailbox of less than 1: give it room for one message at least")
	}
	return func(p *properties) { p.limit = n }
}

// OnPanic says what becomes of the actor when Receive panics. Without this option, it is
// EndSystem.
func OnPanic(p Policy) Option {
	if p > Restart {
		panic("actor: OnPanic of an unknown Policy: it is EndSystem, StopActor or Restart")
	}
	return func(to *properties) { to.policy = p }
}

// Spawn starts an actor. It may be called from anywhere, also from Receive. An actor that
// nobody refers to any more, and that is idle, is garbage: it needs no stop.
func Spawn[M any](s *System, r Receiver[M], o ...Option) Ref[M] {
	a := new(Actor[M])
	a.Init(s, r, o...)
	return Ref[M]{a}
}

// Init starts the actor. It must come before anything else is done with the Actor.
func (a *Actor[M]) Init(s *System, r Receiver[M], o ...Option) {
	if s == nil {
		panic("actor: an actor without a System: make one with NewSystem")
	}
	if r == nil {
		panic("actor: an actor without a Receiver: give it one")
	}
	if len(s.workers) == 0 {
		panic("actor: an actor of a System that NewSystem hasn't made")
	}
	if a.kind != nil {
		panic("actor: Init of an Actor that is in use: make another")
	}
	if len(o) > 0 {
		a.set(r, o)
	}
	a.kind, a.receiver = kindOf[M](s), r
	a.task.actor = a
	s.actors.Add(1)
}

func (a *Actor[M]) set(r Receiver[M], o []Option) {
	var p properties
	for _, f := range o {
		if f == nil {
			panic("actor: a nil Option: leave it out")
		}
		f(&p)
	}
	if _, ok := r.(Restarter); p.policy == Restart && !ok {
		panic(fmt.Sprintf("actor: OnPanic(Restart) of a %T, which has no method Restart: see Restarter", r))
	}
	a.policy = p.policy
	if p.limit > 0 {
		a.more.Store(&more{limit: int64(p.limit)})
		a.flags.Store(bounded)
	}
}

// Ref returns the actor's Ref.
func (a *Actor[M]) Ref() Ref[M] {
	if a.kind == nil {
		panic("actor: Ref of an Actor before its Init")
	}
	return Ref[M]{a}
}

// run receives messages until there are none, or the turn is over.
func (a *Actor[M]) run(w *worker) {
	s, k := w.system, a.kind
	l := k.of(w)
	l.context.actor = a
	r := a.receiver
	if s.labels {
		w.label(reflect.TypeOf(r))
	}
	left := w.left
	e := a.mail.todo.Get()
	if e != nil {
		a.mail.todo.Set(nil)
	}
	for { //interleave:checkpoint left, e
		flags := a.flags.Load()
		if flags&urgent != 0 {
			a.mail.todo.Set(e)
			l.hand = nil // a panic is not one of Receive
			if !a.attended(flags) {
				break
			}
			a.mail.todo.Set(nil)
			continue
		}
		if e == nil {
			var idle bool
			if e, idle = a.look(w, l); idle {
				break
			}
			continue
		}
		if left <= 0 || s.over.Load() {
			a.mail.todo.Set(e)
			w.add(&a.task)
			break
		}
		left--
		if flags&bounded != 0 {
			a.more.Load().give()
		}
		l.hand = e
		r.Receive(&l.context, e.message.Get())
		var none M
		e.message.Set(none)
		next := e.next.Get()
		if next != nil { // else e is the one that is still on the stack
			l.put(e, k)
		}
		e = next
	}
	l.hand = nil
	l.context.actor = nil
	w.counts.messages += int64(w.left - left)
	w.left = left
}

// attended does what flags ask for, and reports whether the actor goes on.
func (a *Actor[M]) attended(flags uint32) bool {
	if flags&stopping != 0 {
		bury(a.stop(nil)...)
		return false
	}
	return a.faulted()
}

// look fetches what there is, and returns the first, if any; or makes the actor idle,
// which then isn't the caller's any more. All that was fetched before has been received.
func (a *Actor[M]) look(w *worker, l *local[M]) (first *envelope[M], idle bool) {
	k := a.kind
	taken := a.mail.taken.Get()
	if taken != nil && a.mail.rest(taken) {
		if taken != k.nudge {
			l.put(taken, k)
		}
		// Pairs with the Or in Stop: see "Stopping". If the nudge succeeds, the actor is
		// this worker's again.
		if a.flags.Load()&urgent == 0 || !a.mail.nudge(k) {
			return nil, true
		}
		taken = nil
	}
	first, n := a.mail.fetch(k)
	if n > w.longest {
		w.note(n, Ref[M]{a})
	}
	if taken != nil && taken != k.nudge {
		l.put(taken, k)
	}
	return first, false
}

// stop stops the actor, which the caller has: see [Ref.Stop]. It returns what final does.
func (a *Actor[M]) stop(cause error) (left []runner) {
	a.flags.Or(stopping)
	k := a.kind
	reason := ErrStopped // a Fault is that of another message
	if cause == ErrEnded {
		reason = ErrEnded
	}
	rest := a.mail.close(k)
	todo := a.mail.todo.Get()
	a.mail.todo.Set(nil)
	r := a.receiver
	a.receiver = nil
	if r != nil { // else it is stopped again: see failed
		k.system.actors.Add(-1)
	}
	for _, list := range [...]*envelope[M]{todo, rest} {
		for e := list; e != nil; e = e.next.Get() {
			k.system.dead(Ref[M]{a}, e.message.Get(), reason)
		}
	}
	if s, ok := r.(Stopper); ok {
		k.system.call(Ref[M]{a}, "Stopped", func() { s.Stopped(cause) })
	}
	return a.final(cause)
}

// bury is stop, for what is left when the system has ended.
func (a *Actor[M]) bury() (left []runner) {
	if a.flags.Load()&stopping != 0 {
		return a.stop(nil) // it was told to before
	}
	return a.stop(ErrEnded)
}

// bury buries actors, which the caller has, and those that it has because of that: those
// who watched them, and were idle. They may watch each other in a long chain, so this is
// a loop.
func bury(left ...runner) {
	for len(left) > 0 {
		last := len(left) - 1
		r := left[last]
		left = append(left[:last], r.bury()...)
	}
}

// name is the type of the messages.
func (k *kind[M]) name() string { return reflect.TypeFor[M]().String() }
