//go:build interleave

package actor

import (
	"errors"
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
)

// TestModelActor has senders from outside, and workers that run the actor.
func TestModelActor(t *testing.T) {
	check(t, "1 worker, 1 sender of 2", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.workers()
		r.Go("send", r.sender(0, 2, a))
		r.all()
	})
	check(t, "2 workers, 1 sender of 2", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		a := r.spawn(nothing)
		r.workers()
		r.Go("send", r.sender(0, 2, a))
		r.all()
	})
}

// TestModelState is about the states of an actor, without the sleep of the workers.
func TestModelState(t *testing.T) {
	check(t, "2 executors, 2 senders", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		a := r.spawn(nothing)
		r.executors()
		r.Go("send0", r.sender(0, 1, a))
		r.Go("send1", r.sender(1, 1, a))
		r.all()
	})
	check(t, "1 executor, 2 senders of 2", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.executors()
		r.Go("send0", r.sender(0, 2, a))
		r.Go("send1", r.sender(1, 2, a))
		r.all()
	})
	check(t, "2 executors, a batch of 1", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{Batch: 1})
		a := r.spawn(nothing)
		r.executors()
		r.Go("send0", r.sender(0, 3, a))
		r.all()
	})
	check(t, "2 executors, 2 actors that send to each other", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		var a, b Ref[int]
		n := 0
		r.Ghost(&n)
		a = r.spawn(func(c *Context[int], m int) {
			if n++; m < 10 {
				r.account(1, Send(c, b, 10+n))
			}
		})
		b = r.spawn(func(c *Context[int], m int) {
			if m < 20 {
				r.account(2, Send(c, a, 20+m%10))
			}
		})
		r.executors()
		r.Go("send0", r.sender(0, 1, a))
		r.Go("send3", r.sender(3, 1, b))
		r.Invariant("few messages", func() error {
			if r.book.Sent[1] > 3 {
				return errors.New("a message goes round and round")
			}
			return nil
		})
		r.all()
	})
	check(t, "1 executor, an actor that sends to itself", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		var a Ref[int]
		a = r.spawn(func(c *Context[int], m int) {
			if m == 0 {
				r.account(1, Send(c, a, 10))
			}
		})
		r.executors()
		r.Go("send0", r.sender(0, 2, a))
		r.all()
	})
}

// TestModelSpare has an actor that sends to itself and to another, and no envelopes but
// those that come back.
func TestModelSpare(t *testing.T) {
	check(t, "an actor that sends on, with what comes back", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		l := kindOf[int](r.s).local[0]
		l.free, l.count = nil, 0
		var a Ref[int]
		b := r.spawn(nothing)
		n := 0
		r.Ghost(&n)
		a = r.spawn(func(c *Context[int], m int) {
			if n++; n <= 4 {
				r.account(1, Send(c, a, 10+n))
				r.account(1, Send(c, b, 10+n))
			}
		})
		r.executors()
		r.Go("send0", r.sender(0, 1, a))
		r.Final(func() error {
			if r.book.Received[0]+r.book.Received[1] != 9 {
				return fmt.Errorf("received %v", r.book.Received)
			}
			return nil
		})
	})
}

// stop tells the actor to stop, and notes it.
func (r *rig) stop(i int) func() {
	return func() {
		r.refs[i].Stop()
		r.book.Stopped[i] = true
		r.Checkpoint()
	}
}

// watch notes that actor i has stopped.
func (r *rig) watch(i int) {
	r.refs[i].OnStop(func(cause error) {
		r.book.Told[i]++
		r.book.Cause[i] = fmt.Sprintf("%T", cause)
	})
}

// stopped says that at the end actor i has stopped, and who watches it was told once.
func (r *rig) stopped(i int, told int) {
	r.Final(func() error {
		if r.refs[i].actor.mail.top.Load() != kindOf[int](r.s).closed {
			return fmt.Errorf("actor %d has not stopped", i)
		}
		if r.book.Told[i] != told {
			return fmt.Errorf("watchers of actor %d were told %d times", i, r.book.Told[i])
		}
		if m := r.refs[i].actor.more.Load(); m == nil {
			return fmt.Errorf("actor %d isn't final", i)
		}
		return nil
	})
}

// TestModelStop stops actors.
func TestModelStop(t *testing.T) {
	check(t, "from outside, 1 executor, 1 sender", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.watch(0)
		r.executors()
		r.Go("send", r.sender(0, 2, a))
		r.Go("stop", r.stop(0))
		r.all()
		r.stopped(0, 1)
	})
	check(t, "from outside, 2 executors, 1 sender", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		a := r.spawn(nothing)
		r.watch(0)
		r.executors()
		r.Go("send", r.sender(0, 1, a))
		r.Go("stop", r.stop(0))
		r.all()
		r.stopped(0, 1)
	})
	check(t, "twice, and a send afterwards", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.watch(0)
		r.executors()
		r.Go("stop0", r.stop(0))
		r.Go("stop1", func() {
			r.stop(0)()
			if err := a.TrySend(10); err != ErrStopped {
				r.Fail("a send after Stop: %v", err)
			}
			r.Checkpoint()
		})
		r.all()
		r.stopped(0, 1)
	})
	check(t, "by itself, with more in the mailbox", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(func(c *Context[int], m int) { c.Stop() })
		r.watch(0)
		r.executors()
		r.Go("send0", r.sender(0, 2, a))
		r.Go("send1", r.sender(1, 1, a))
		r.all()
		r.stopped(0, 1)
		r.Final(func() error {
			if n := r.book.Received[0] + r.book.Received[1]; n != 1 {
				return fmt.Errorf("%d messages were received", n)
			}
			return nil
		})
	})
	check(t, "while others begin to watch", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		r.spawn(nothing)
		r.executors()
		r.Go("stop", r.stop(0))
		for i := range 2 {
			r.Go(fmt.Sprint("watch", i), func() { r.watch(0); r.Checkpoint() })
		}
		r.all()
		r.stopped(0, 2)
	})
	check(t, "while somebody asks for its channel", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.executors()
		r.Go("stop", r.stop(0))
		r.Go("gone", func() {
			runtime.Select(a.actor.whenGone())
			r.Checkpoint()
		})
		r.all()
		r.stopped(0, 0)
	})
}

// TestModelFault has a goroutine of Go panic.
func TestModelFault(t *testing.T) {
	check(t, "a fault from outside, 1 sender", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, OnPanic(StopActor))
		r.watch(0)
		r.executors()
		r.Go("send", r.sender(0, 1, a))
		r.s.tasks.Add(1)
		r.Go("task", func() { a.actor.taskDone(0, &Fault{Value: 1}); r.Checkpoint() })
		r.all()
		r.stopped(0, 1)
	})
}

// sendWaiting sends and waits for room.
func (r *rig) sendWaiting(ctx context.Context, from, n int, to Ref[int]) func() {
	return func() {
		for i := range n {
			r.account(from, to.Send(ctx, 10*from+i))
			r.Checkpoint(i)
		}
		r.Checkpoint()
	}
}

// within says that a mailbox never has more than its bound.
func (r *rig) within(a Ref[int]) {
	r.Invariant("the mailbox holds what it may", func() error {
		n := 0
		for i := range r.book.Sent {
			n += r.book.Sent[i] - r.book.Received[i] - r.book.Dead[i]
		}
		limit := int(a.actor.more.Load().limit)
		if a.actor.mail.taken.Get() != nil {
			limit++ // the one in hand, which is not yet received
		}
		if n > limit {
			return fmt.Errorf("%d messages, and room for %d", n, limit)
		}
		return nil
	})
}

// TestModelBounded has mailboxes that are full.
func TestModelBounded(t *testing.T) {
	check(t, "room for 1, 1 sender of 2 that waits", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		r.within(a)
		r.executors()
		r.Go("send", r.sendWaiting(background, 0, 2, a))
		r.all()
	})
	check(t, "room for 1, 2 senders that wait", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		r.within(a)
		r.executors()
		r.Go("send0", r.sendWaiting(background, 0, 1, a))
		r.Go("send1", r.sendWaiting(background, 1, 1, a))
		r.all()
	})
	check(t, "room for 1, 2 senders that try", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		r.within(a)
		r.executors()
		r.Go("send0", r.sender(0, 1, a))
		r.Go("send1", r.sender(1, 1, a))
		r.all()
	})
	check(t, "room for 1, 2 that wait, and a stop", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		send(r, a)
		r.executors()
		r.Go("send1", r.sendWaiting(background, 1, 1, a))
		r.Go("send2", r.sendWaiting(background, 2, 1, a))
		r.Go("stop", r.stop(0))
		r.all()
		r.stopped(0, 0)
	})
	check(t, "room for 1, 2 that wait, and the end of the system", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		send(r, a)
		r.ending(1)
		r.Go("send1", r.sendWaiting(background, 1, 1, a))
		r.Go("send2", r.sendWaiting(background, 2, 1, a))
		r.Go("end", func() { r.s.Stop(); r.Checkpoint() })
		r.all()
	})
	check(t, "room for 1, 1 that waits under a context", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing, Mailbox(1))
		send(r, a)
		ctx, cancel := context.WithCancel(background)
		r.executors()
		r.Go("send1", r.sendWaiting(ctx, 1, 1, a))
		r.Go("cancel", cancel)
		r.all()
	})
}

// send sends a message of sender 0 in Setup.
func send(r *rig, a Ref[int]) { r.account(0, a.TrySend(0)) }

// ending starts executors that clear the system when it is over, as Run does.
func (r *rig) ending(n int) {
	r.s.awake.Store(int64(n))
	for _, w := range r.s.workers {
		r.Go(fmt.Sprint("executor", w.id), func() {
			r.execute(w)
			if r.s.awake.Add(-1) == 0 {
				r.s.clear()
			}
			r.Checkpoint()
		})
	}
}

// TestModelEnd ends the system while actors are sent to.
func TestModelEnd(t *testing.T) {
	for _, executors := range []int{1, 2} {
		check(t, fmt.Sprintf("%d executors, 2 senders to one actor", executors), func(s *interleave.Sim) {
			r := newRig(s, executors, 2, Options{})
			a := r.spawn(nothing)
			r.ending(executors)
			r.Go("send0", r.sender(0, 1, a))
			r.Go("send1", r.sender(1, 1, a))
			r.Go("end", func() { r.s.Stop(); r.Checkpoint() })
			r.all()
		})
	}
	check(t, "by an actor, which has sent", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		b := r.spawn(nothing)
		a := r.spawn(func(c *Context[int], m int) {
			r.account(1, Send(c, b, 10))
			c.System().Stop()
		})
		r.ending(1)
		r.Go("send0", r.sender(0, 2, a))
		r.all()
	})
	check(t, "and an actor is told to stop", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.watch(0)
		r.ending(1)
		r.Go("send0", r.sender(0, 1, a))
		r.Go("stop", r.stop(0))
		r.Go("end", func() { r.s.Stop(); r.Checkpoint() })
		r.all()
		r.stopped(0, 1)
	})
}

// TestModelShutdown: what was sent is received, none of it is dead.
func TestModelShutdown(t *testing.T) {
	none := func(r *rig) {
		r.Final(func() error {
			if r.book.Dead != [4]int{} {
				return fmt.Errorf("dead letters: %v", r.book.Dead)
			}
			if !r.s.over.Load() {
				return errors.New("it isn't over")
			}
			return nil
		})
	}
	shutdown := func(r *rig) func() {
		return func() {
			r.s.closing.Store(true)
			if err := r.s.still.Wait(background, r.s.nothingLeft); err != nil {
				r.Fail("%v", err)
			}
			r.s.finish(nil)
			r.Checkpoint()
		}
	}
	check(t, "1 worker, a message there", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		send(r, a)
		r.workers()
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	check(t, "1 worker, 1 sender", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.workers()
		r.Go("send", r.sender(0, 1, a))
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	check(t, "1 worker, 1 sender to an actor that sends on", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		b := r.spawn(nothing)
		a := r.spawn(func(c *Context[int], m int) { r.account(1, Send(c, b, 10)) })
		r.workers()
		r.Go("send", r.sender(0, 1, a))
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	// The rest begin when the worker sleeps.
	asleep := func(r *rig) {
		r.s.idle.word.Store(1)
		r.Daemon("worker0", func() { r.dozing(r.s.workers[0]) })
	}
	check(t, "1 asleep, 1 sender to an actor that sends on", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		b := r.spawn(nothing)
		a := r.spawn(func(c *Context[int], m int) { r.account(1, Send(c, b, 10)) })
		asleep(r)
		r.Go("send", r.sender(0, 1, a))
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	check(t, "1 asleep, a goroutine of Go", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.s.tasks.Add(1)
		r.book.Sent[0]++
		asleep(r)
		r.Go("task", func() { a.actor.taskDone(0, nil); r.Checkpoint() })
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	check(t, "2 workers, an actor sends to another", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		b := r.spawn(nothing)
		a := r.spawn(func(c *Context[int], m int) { r.account(1, Send(c, b, 10)) })
		send(r, a)
		r.workers()
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
	check(t, "1 worker, a goroutine of Go", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		r.s.tasks.Add(1)
		r.book.Sent[0]++
		r.workers()
		r.Go("task", func() { a.actor.taskDone(0, nil); r.Checkpoint() })
		r.Go("shutdown", shutdown(r))
		r.all()
		none(r)
	})
}

// TestModelTwoShutdowns: a Shutdown that looks while another has frozen the workers isn't
// forgotten, even if that one gets no more notifications. The worker does what one does
// for an actor that calls Go and stops, and then sleeps.
func TestModelTwoShutdowns(t *testing.T) {
	check(t, "one looks and one waits", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		a := r.spawn(nothing)
		a.actor.stop(nil)
		r.s.closing.Store(true)
		r.Go("worker", func() {
			r.s.tasks.Add(1)
			r.s.idle.word.Add(1)
			r.s.still.Notify(1)
			r.Checkpoint()
		})
		r.Go("task", func() {
			r.Await(func() bool { return r.s.tasks.Load() > 0 })
			a.actor.taskDone(0, nil)
			r.Checkpoint()
		})
		r.Go("look", func() {
			if r.s.nothingLeft() {
				r.s.finish(nil)
			}
			r.Checkpoint()
		})
		r.Go("shutdown", func() {
			if err := r.s.still.Wait(background, r.s.nothingLeft); err != nil {
				r.Fail("%v", err)
			}
			r.Checkpoint()
		})
	})
}

// TestModelAsk asks an actor that may stop.
func TestModelAsk(t *testing.T) {
	check(t, "a question, and a stop", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{DeadLetter: func(DeadLetter) {}})
		k := kindOf[Reply[int]](r.s)
		s.Name(k, "kind of questions")
		a := Spawn(r.s, do[Reply[int]](func(c *Context[Reply[int]], m Reply[int]) { m.Send(7) }))
		s.Name(a.actor, "actor")
		r.s.deadLetter = nil
		r.executors()
		r.Go("ask", func() {
			v, err := Ask(background, a, func(reply Reply[int]) Reply[int] { return reply })
			if v != 7 && err != ErrStopped || v == 7 && err != nil {
				r.Fail("%d, %v", v, err)
			}
			r.Checkpoint()
		})
		r.Go("stop", func() { a.Stop(); r.Checkpoint() })
	})
}
