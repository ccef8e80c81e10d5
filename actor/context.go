package actor

import (
	"time"

	"github.com/diatomic-go/diatomic/actor/internal/outside"
)

// Context is what an actor has during Receive. It is valid until Receive returns, and in
// the goroutine that calls Receive. Use after that is noticed only if the worker doesn't
// run another actor with messages of this type by then. To send, use the function [Send].
type Context[M any] struct {
	worker *worker
	actor  *Actor[M] // nil while none runs
}

const notRunning = "actor: use of a Context after its Receive has returned: keep the Ref of Self instead"

// running returns the worker.
func (c *Context[M]) running() *worker {
	if c.actor == nil {
		panic(notRunning)
	}
	return c.worker
}

// Self returns the actor's own Ref.
func (c *Context[M]) Self() Ref[M] {
	c.running()
	return Ref[M]{c.actor}
}

// System returns the actor's system.
func (c *Context[M]) System() *System { return c.running().system }

// Worker returns the number of the worker that runs the actor, from 0: for data that is
// kept per worker.
func (c *Context[M]) Worker() int { return int(c.running().id) }

// Stop has the actor stop when Receive returns: see [Ref.Stop].
func (c *Context[M]) Stop() {
	c.running()
	c.actor.flags.Or(stopping)
}

// After has m sent to the actor when d has passed.
func (c *Context[M]) After(d time.Duration, m M) *Timer {
	return c.start(d, 0, m)
}

// Every has m sent to the actor whenever d has passed. A beat that comes late doesn't
// delay the next, and beats that are missed altogether are left out. It panics if d isn't
// positive.
func (c *Context[M]) Every(d time.Duration, m M) *Timer {
	if d <= 0 {
		panic("actor: Every of a duration that isn't positive")
	}
	return c.start(d, d, m)
}

func (c *Context[M]) start(d, period time.Duration, m M) *Timer {
	w := c.running()
	a := c.actor
	return w.timers.start(d, period, func(w *worker) bool {
		return !w.system.closing.Load() && a.flags.Load()&stopping == 0 && a.forceFrom(w, m)
	})
}

// Go calls f in a goroutine of its own, for work that blocks, and sends the actor what f
// returns. If f panics or calls runtime.Goexit, that is a panic of the actor.
// [System.Shutdown] waits for f; at any other end of the system or the actor, what f
// returns is a dead letter.
func (c *Context[M]) Go(f func() M) {
	if f == nil {
		panic("actor: Go with a nil function: give it the one that does the work")
	}
	s, a := c.running().system, c.actor
	s.tasks.Add(1)
	outside.Go(func() {
		ok := false
		var m M
		defer func() {
			if ok {
				a.taskDone(m, nil)
			} else {
				a.taskDone(m, newFault(recover()))
			}
		}()
		m = f()
		ok = true
	})
}

// taskDone ends a goroutine of Go, with a message or a fault.
func (a *Actor[M]) taskDone(m M, f *Fault) {
	s := a.kind.system
	// Only afterwards, so that Shutdown sees the message. Pairs with the Load in
	// nothingLeft.
	defer func() {
		if s.tasks.Add(-1) == 0 && s.closing.Load() {
			s.still.Notify(1)
		}
	}()
	if f != nil {
		a.fault(f)
	} else if err := a.force(m); err != nil {
		s.dead(Ref[M]{a}, m, err)
	}
}
