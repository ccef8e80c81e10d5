package actor

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// Receiver is what an actor does with its messages.
type Receiver[M any] interface {
	// Receive handles a message. The worker is valid until it returns, and for Send.
	Receive(w *Worker[M], m M)
}

// Actor is made ready by Init, and must not be copied afterwards. It may be embedded by
// value. Idle, it is its own 120 bytes and nothing else.
type Actor[M any] struct {
	sink     diatomic.WakeSink // to wait on for mail. The worker that runs the actor
	state    atomic.Uint32
	home     atomic.Uint32               // index of the worker whose queue Wake puts it on
	mail     atomic.Pointer[envelope[M]] // newest first: senders push, the one that runs takes all
	todo     *envelope[M]                // oldest first: what was taken. The worker that runs the actor
	next     *Actor[M]                   // in the run queue. The owner of the queue
	system   *System[M]
	receiver Receiver[M]
}

// The states of an actor. Only idle -> scheduled puts it on a queue, so it is on one at
// most, and only a worker that took it from there makes it run.
const (
	idle      uint32 = iota // registered with its sink, or about to be: see Wake
	scheduled               // in a run queue
	running                 // in a worker
	woken                   // the same, and Wake was called meanwhile
)

// batch is how many messages an actor may receive before others have their turn.
const batch = 32

// Init starts the actor. It must come before the first Send and be called once.
func (a *Actor[M]) Init(s *System[M], r Receiver[M]) {
	if a.system != nil {
		panic("actor: Init on an Actor that is in use: make another")
	}
	a.system, a.receiver = s, r
	a.home.Store(s.started.Add(1) % uint32(len(s.workers)))
	a.sink.Poll(a, a.fetch) // there is no mail yet, so this registers
}

// Send sends m from outside; an actor uses Worker.Send. It never blocks.
func (a *Actor[M]) Send(m M) { a.post(&envelope[M]{msg: m}) }

func (a *Actor[M]) post(e *envelope[M]) {
	if a.system == nil {
		panic("actor: Send to an Actor before its Init")
	}
	push(&a.mail, e)
	a.sink.Source().Notify()
}

// Wake is for the sink: it schedules an idle actor, and tells the worker of a running one
// to do so.
func (a *Actor[M]) Wake() {
	for {
		switch s := a.state.Load(); s {
		case idle:
			if a.state.CompareAndSwap(s, scheduled) {
				a.system.workers[a.home.Load()].schedule(a)
				return
			}
		case running:
			// The worker fails to set idle, and so schedules it again. Were this one
			// lost, mail that came after the last look into the mailbox would lie there.
			if a.state.CompareAndSwap(s, woken) {
				return
			}
		default:
			return // it will run, and look into the mailbox then
		}
	}
}

// run receives a batch of messages.
func (a *Actor[M]) run(w *Worker[M]) {
	a.state.Store(running)
	for range batch {
		if a.todo == nil && !a.sink.Poll(a, a.fetch) {
			if a.state.CompareAndSwap(running, idle) {
				return // from here on another worker may run it
			}
			break
		}
		e := a.todo
		a.todo = e.next
		m := e.msg
		w.recycle(e)
		a.receiver.Receive(w, m)
	}
	a.state.Store(scheduled)
	w.schedule(a)
}

// fetch empties the mailbox and reports whether there was anything.
func (a *Actor[M]) fetch() bool {
	a.todo = reverse(takeAll(&a.mail))
	return a.todo != nil
}
