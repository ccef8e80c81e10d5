package actor

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/actor/internal/outside"
	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// The errors of sends.
var (
	// ErrStopped is returned by sends to an actor that has stopped, or was told to.
	ErrStopped = errors.New("actor: the actor has stopped")

	// ErrEnded is returned by sends to an actor whose system has ended, and by sends from
	// outside once Shutdown has begun, even those of functions of Context.Go.
	ErrEnded = errors.New("actor: the system has ended")

	// ErrFull is returned by sends that don't wait, to an actor whose mailbox is full.
	ErrFull = errors.New("actor: the mailbox is full")

	// ErrNobody is returned by sends through a zero Ref.
	ErrNobody = errors.New("actor: a zero Ref addresses nobody")
)

// Options say how a System works. The zero value will do.
type Options struct {
	// Workers is how many goroutines run actors, up to MaxWorkers; 0 means GOMAXPROCS, or
	// MaxWorkers if that is less.
	Workers int

	// Batch is how many messages an actor, and those that it wakes, receive before others
	// that wait have their turn; 0 means 64.
	Batch int

	// Seed, if it isn't 0, has the workers choose the next actor at random. With one
	// worker, the same seed gives the same choices: a program all of whose messages come
	// from actors and timers, or were sent before Run, does the same each time, in a
	// testing/synctest bubble. Another seed gives it another order. This is for tests.
	Seed uint64

	// DeadLetter, if it isn't nil, is called for each message whose send returned nil and
	// that is never received, and for what a function of Context.Go returns too late: the
	// actor has stopped, the system has ended, or Receive panicked. It is also called,
	// with a nil Message, for a panic in Go that comes too late for the actor's Policy.
	// Messages that timers and watches can't send are dropped. It is called in the
	// goroutine that comes upon the message, from several at a time, and must not block.
	// If it panics, the system ends.
	DeadLetter func(DeadLetter)

	// Labels has workers set the pprof label "actor" to the type of the Receiver that
	// they run. It costs some hundred nanoseconds whenever a worker changes from one type
	// to another.
	Labels bool
}

// DeadLetter is a message that is never received.
type DeadLetter struct {
	To      any // the Ref
	Message any
	Reason  error // ErrStopped, ErrEnded, or a *Fault: the message with which Receive panicked
}

// System runs actors. It comes from NewSystem.
type System struct {
	// Fixed by NewSystem.
	workers    []*worker
	batch      int
	seed       uint64
	labels     bool
	deadLetter func(DeadLetter)

	over    atomic.Bool // workers leave after the message in hand
	closing atomic.Bool // sends from outside fail

	shutting seam.Mutex // one goroutine at a time freezes the workers

	_ pad

	idle idle

	_ pad

	injected injection

	_ pad

	// tasks is how many goroutines of Context.Go are under way.
	tasks atomic.Int64

	// still is where Shutdown waits until there is nothing left to do.
	still event.Event

	// awake is how many workers haven't left, and left is done when none is.
	awake atomic.Int64
	left  context.Context
	leave context.CancelFunc

	ended     context.Context // the end of Run
	end       context.CancelFunc
	ran       atomic.Bool
	cause     atomic.Pointer[error] // why it is over: what Run returns, unless there is
	late      atomic.Pointer[Fault] // a panic of what call has called
	kinds     atomic.Pointer[[]any] // a *kind[M] for each M
	actors    outside.Count         // spawned, and not stopped
	letters   outside.Count         // dead
	nextTimer atomic.Uint64
	stopped   *more // of actors that have stopped, and had none
}

const defaultBatch = 64

// ringSize is how many tasks a worker's queue has room for.
const ringSize = 4096

// NewSystem returns a system that doesn't run yet: see [System.Run]. Actors may be
// spawned, and sent to, before it does. It panics if Options are out of range.
func NewSystem(o Options) *System {
	if o.Workers == 0 {
		o.Workers = min(outside.Procs(), MaxWorkers)
	}
	if o.Workers < 0 || o.Workers > MaxWorkers {
		panic(fmt.Sprintf("actor: NewSystem with %d workers: it must be from 1 to %d, or 0 for GOMAXPROCS",
			o.Workers, MaxWorkers))
	}
	if o.Batch < 0 {
		panic("actor: NewSystem with a negative Batch: leave it at 0 for the default")
	}
	if o.Batch == 0 {
		o.Batch = defaultBatch
	}
	return newSystem(o, ringSize)
}

func newSystem(o Options, ring int) *System {
	s := &System{batch: o.Batch, seed: o.Seed, labels: o.Labels, deadLetter: o.DeadLetter}
	s.left, s.leave = context.WithCancel(context.Background())
	s.ended, s.end = context.WithCancel(context.Background())
	s.stopped = new(more)
	s.stopped.stopped.Set(true)
	for i := range o.Workers {
		w := &worker{system: s, id: uint(i), longest: math.MaxInt, dice: (o.Seed+uint64(i))*0x9e3779b97f4a7c15 | 1}
		w.timers.system, w.timers.task.actor = s, &w.timers
		w.queue.slots = make([]seam.Cell[*task], ring)
		s.workers = append(s.workers, w)
	}
	return s
}

// Run runs the system until one of these:
//
//   - ctx is done. Run returns the error of ctx.
//   - Stop or Shutdown. Run returns nil.
//   - A Receive fails whose actor has the policy EndSystem. Run returns the *Fault.
//
// It finishes the messages in hand, hands all messages that are left to
// Options.DeadLetter, and returns when all workers have left. Run may be called once.
func (s *System) Run(ctx context.Context) error {
	if ctx == nil {
		panic("actor: Run with a nil Context: pass context.Background() to run without a limit")
	}
	if len(s.workers) == 0 {
		panic("actor: Run of a System that NewSystem hasn't made")
	}
	if s.ran.Swap(true) {
		panic("actor: a second Run of a System: make another System")
	}
	unwatch := context.AfterFunc(ctx, func() { s.finish(seam.Err(ctx)) })
	defer unwatch()
	s.awake.Store(int64(len(s.workers)))
	for _, w := range s.workers {
		outside.Go(w.run)
	}
	outside.Wait(s.left.Done())
	defer s.end() // even if what clear calls calls runtime.Goexit
	s.clear()
	if f := s.late.Load(); f != nil {
		if _, ok := (*s.cause.Load()).(*Fault); !ok {
			return f
		}
	}
	return *s.cause.Load()
}

// call calls what the user has given, other than Receive and Restart. If that panics the
// system ends, and the caller goes on.
func (s *System) call(actor any, what string, f func()) {
	defer func() {
		if v := recover(); v != nil {
			fault := newFault(v)
			fault.Actor, fault.what = actor, what
			s.late.CompareAndSwap(nil, fault)
			s.finish(fault)
		}
	}()
	f()
}

// run is the goroutine of a worker.
func (w *worker) run() {
	s := w.system
	defer func() {
		// Also if Receive has called runtime.Goexit.
		if s.awake.Add(-1) == 0 {
			s.leave()
		}
	}()
	for {
		f := w.work()
		if f == nil {
			return
		}
		w.failed(f)
	}
}

// Stop ends the system: each worker finishes the message in hand. It doesn't wait, and
// may be called from anywhere, even from Receive, and more than once. Run then returns
// nil.
func (s *System) Stop() { s.finish(nil) }

// finish makes the system end, for this reason if it is the first: it reports whether it
// is, and Run returns it.
func (s *System) finish(cause error) bool {
	first := s.cause.CompareAndSwap(nil, &cause)
	s.closing.Store(true)
	// Pairs with the Load in sleep: either the worker sees this, or the Notify finds it
	// registered.
	s.over.Store(true)
	for _, w := range s.workers {
		w.sink.Source().Notify()
	}
	s.still.NotifyAll()
	return first
}

// Shutdown ends the system when there is nothing left to do. From now on sends from
// outside, and from timers, fail with [ErrEnded]. Actors go on, and may send to each
// other, until all mailboxes are empty and all goroutines of [Context.Go] have returned.
// Then the system ends, and Run returns nil. If ctx is done before that, Shutdown ends
// the system as Stop does, and returns the error of ctx. It waits until the workers have
// left, so don't call it from Receive, from a function of Context.Go, or from any other
// that the system waits for: use Stop there. If the system doesn't run, Shutdown waits
// until it does.
//
// Shutdown doesn't wait for sends from outside that are still under way. If a goroutine
// is descheduled in the midst of a send to an idle actor, and isn't back by the end, then
// the other messages that the actor was sent meanwhile aren't received. They are dead
// letters when that goroutine goes on, which may be after Run has returned.
func (s *System) Shutdown(ctx context.Context) error {
	if ctx == nil {
		panic("actor: Shutdown with a nil Context: pass context.Background() to wait without a limit")
	}
	s.closing.Store(true)
	err := s.still.Wait(ctx, s.nothingLeft)
	s.finish(nil)
	if err != nil {
		return err
	}
	ended, done := s.ended.Done(), ctx.Done()
	select {
	case <-ended:
		return nil
	case <-done: // Run hasn't returned, or was never called
		return seam.Err(ctx)
	}
}

// nothingLeft reports whether there is nothing left to do, and makes that final.
func (s *System) nothingLeft() bool {
	if s.over.Load() {
		return true
	}
	if s.tasks.Load() != 0 {
		return false // the last of them calls again
	}
	// Another goroutine in Shutdown has to wait: it could look while the workers are
	// frozen by this one, and nobody would tell it later that they aren't.
	s.shutting.Lock()
	defer s.shutting.Unlock()
	// While all workers are frozen, their own queues are empty, and no actor runs. So no
	// actor becomes runnable, except through the injection queue; and no goroutine of Go
	// is started, so if there is none there will be none. shutIfEmpty pairs with the
	// pushes of goroutines that were sending when closing was set.
	if !s.freeze() {
		return false // the last worker to sleep calls again
	}
	if s.tasks.Load() == 0 && s.injected.shutIfEmpty() {
		return true
	}
	s.unfreeze()
	return false
}

// clear hands what is left in the queues to DeadLetter. All workers have left.
func (s *System) clear() {
	list := s.injected.drain()
	for list != nil {
		next := list.next.Get()
		bury(list.actor)
		list = next
	}
	for _, w := range s.workers {
		if t := w.slot; t != nil {
			w.slot = nil
			bury(t.actor)
		}
		for t := w.queue.pop(); t != nil; t = w.queue.pop() {
			bury(t.actor)
		}
		w.timers.clear()
		w.publish()
	}
}

// dead hands a message to DeadLetter.
func (s *System) dead(to, message any, reason error) {
	s.letters.Add(1)
	if s.deadLetter != nil {
		s.call(to, "Options.DeadLetter", func() { s.deadLetter(DeadLetter{to, message, reason}) })
	}
}

// Done returns a channel that is closed when Run has come to its end.
func (s *System) Done() <-chan struct{} { return s.ended.Done() }
