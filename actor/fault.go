package actor

import (
	"fmt"
	"reflect"
	"runtime/debug"
)

// Policy says what becomes of an actor whose Receive has panicked. The message in hand
// goes to Options.DeadLetter in any case. If Receive calls runtime.Goexit, which ends a
// worker, or Restart panics, the system ends under every policy.
type Policy uint8

const (
	EndSystem Policy = iota // Run returns the Fault
	StopActor               // the actor stops, and those who watch it are told the Fault
	Restart                 // the Receiver's method Restart is called, and the actor goes on
)

// Fault is a panic in Receive, or in another function of an actor, as an error.
type Fault struct {
	Actor   any    // its Ref
	Message string // the type of the message, if it was in Receive
	Value   any    // of the panic; nil if runtime.Goexit was called instead
	Stack   []byte // of the panic

	what string // what has panicked, if not Receive
}

func newFault(value any) *Fault { return &Fault{Value: value, Stack: debug.Stack()} }

func (f *Fault) Error() string {
	what := fmt.Sprint("panicked: ", f.Value)
	if f.Value == nil {
		what = "called runtime.Goexit"
	}
	who := f.what
	if who == "" {
		who = "Receive of a " + f.Message
	}
	return fmt.Sprintf("actor: %v: %s %s\n\n%s", f.Actor, who, what, f.Stack)
}

// Unwrap returns the value of the panic, if that is an error.
func (f *Fault) Unwrap() error {
	err, _ := f.Value.(error)
	return err
}

// failed applies the policy of the actor that has just run. A panic of what that calls
// ends the system.
func (w *worker) failed(f *Fault) {
	ok := false
	defer func() {
		if !ok {
			if v := recover(); v != nil {
				to := f.Actor
				f = newFault(v)
				f.Actor, f.what = to, "Restart" // what else is called has a recover of its own
			}
			w.system.finish(f)
		}
	}()
	w.current.actor.failed(w, f)
	ok = true
}

// failed is called in the worker in which the actor has panicked.
func (a *Actor[M]) failed(w *worker, f *Fault) {
	k := a.kind
	l := k.of(w)
	l.context.actor = nil
	f.Actor = Ref[M]{a}
	e := l.hand
	if e == nil {
		// Not in Receive, but in Restart; or what stop calls has called runtime.Goexit:
		// then the actor is stopped again at the end, for those who weren't told.
		f.what = "Restart"
		if a.receiver == nil {
			f.what = "a function called while the actor stops"
		}
		w.system.finish(f)
		w.add(&a.task)
		return
	}
	l.hand = nil
	w.left = 0 // the turn is over
	m := e.message.Get()
	f.Message = k.name()
	if t := reflect.TypeOf(m); t != nil {
		f.Message = t.String() // more than k.name says if M is an interface
	}
	var none M
	e.message.Set(none)
	next := e.next.Get()
	a.mail.todo.Set(next)
	if next != nil { // as in run
		l.put(e, k)
	}
	// The actor goes back to the queue if it isn't stopped, even if DeadLetter or Restart
	// panics.
	again := true
	defer func() {
		if again {
			w.add(&a.task)
		}
	}()
	k.system.dead(f.Actor, m, f)
	if f.Value == nil { // runtime.Goexit ends the worker
		k.system.finish(f)
		return
	}
	again = a.apply(f)
}

// apply applies the policy. The actor is the caller's. It reports whether the actor goes
// on.
func (a *Actor[M]) apply(f *Fault) bool {
	switch {
	case a.policy == EndSystem:
		a.kind.system.finish(f)
	case a.policy == StopActor:
		bury(a.stop(f)...)
		return false
	default:
		a.receiver.(Restarter).Restart(f)
	}
	return true
}

// fault is a panic of the actor in a goroutine of Go.
func (a *Actor[M]) fault(f *Fault) {
	f.Actor, f.what = Ref[M]{a}, "a function of Go"
	if a.policy == EndSystem { // even if the actor has stopped
		if !a.kind.system.finish(f) { // Run returns something else, or has returned
			a.lateFault(f)
		}
		return
	}
	m := a.extra()
	m.mu.Lock()
	late := m.stopped.Get() || m.fault.Get() != nil
	if !late {
		m.fault.Set(f)
	}
	m.mu.Unlock()
	if late {
		a.lateFault(f)
		return
	}
	// As in Stop.
	a.flags.Or(faulty)
	a.attend()
}

// lateFault reports a panic in a goroutine of Go to which the policy can't be applied:
// the actor has stopped, or failed before, or the system has ended.
func (a *Actor[M]) lateFault(f *Fault) { a.kind.system.dead(f.Actor, nil, f) }

// faulted applies the policy to a panic in a goroutine of Go.
func (a *Actor[M]) faulted() bool {
	a.flags.And(^faulty)
	m := a.more.Load()
	m.mu.Lock()
	f := m.fault.Get()
	m.fault.Set(nil)
	m.mu.Unlock()
	return f == nil || a.apply(f)
}
