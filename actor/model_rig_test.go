//go:build interleave

package actor

import (
	"flag"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
)

var (
	limit = flag.Duration("limit", 3*time.Second, "bound on the search of each model, but with -interleave.full")

	background = context.Background()
)

// rig is what the models are made of: a system, whose workers are threads; actors that
// note what they receive; and an account. Messages are 10*sender + number.
type rig struct {
	*interleave.Sim
	s    *System
	refs []Ref[int]
	book *book
}

// book is the account.
type book struct {
	Sent     [4]int    // by sender: sends that returned nil
	Refused  [4]int    // and others
	Received [4]int    // by sender
	Dead     [4]int    // by sender
	Inside   [3]bool   // by actor: it is in Receive
	Told     [3]int    // by actor: watchers were told that it has stopped
	Stopped  [3]bool   // by actor: Stop has returned
	Ran      [8]int    // by task, if there are bare ones
	Late     [4]bool   // by sender: a send that began after the end was not refused
	Cause    [3]string // why the actor stopped
}

func newRig(sim *interleave.Sim, workers, ring int, o Options) *rig {
	o.Workers = workers
	if o.Batch == 0 {
		o.Batch = defaultBatch
	}
	r := &rig{Sim: sim, book: new(book)}
	o.DeadLetter = func(d DeadLetter) {
		m := d.Message.(int)
		r.book.Dead[m/10]++
	}
	r.s = newSystem(o, ring)
	for _, w := range r.s.workers {
		// Makes the parker, which else would be named after the thread that comes first.
		looks := 0
		_ = w.sink.Wait(background, func() bool { looks++; return looks == 2 })
	}
	looks := 0
	_ = r.s.still.Wait(background, func() bool { looks++; return looks == 2 }) // makes a place
	sim.Name(r.s, "system")
	k := kindOf[int](r.s)
	sim.Name(k, "kind")
	for i := range spares {
		e := new(envelope[int])
		sim.Name(e, fmt.Sprint("envelope", i))
		k.spare.Put(e)
	}
	for i := range r.s.workers {
		for j := range spares {
			e := new(envelope[int])
			sim.Name(e, fmt.Sprint("envelope", i, j))
			k.local[i].put(e, k)
		}
	}
	sim.Ghost(r.book)
	return r
}

// spawn makes an actor that does this for each message.
func (r *rig) spawn(receive func(c *Context[int], m int), o ...Option) Ref[int] {
	i := len(r.refs)
	last := [4]int{-1, -1, -1, -1}
	r.Ghost(&last)
	ref := Spawn(r.s, do[int](func(c *Context[int], m int) {
		if r.book.Inside[i] {
			r.Fail("actor %d runs twice at a time", i)
		}
		r.book.Inside[i] = true
		from, number := m/10, m%10
		if number <= last[from] {
			r.Fail("message %d of sender %d after %d", number, from, last[from])
		}
		last[from] = number
		r.book.Received[from]++
		receive(c, m)
		r.book.Inside[i] = false
	}), o...)
	r.Name(ref.actor, fmt.Sprint("actor", i))
	if m := ref.actor.more.Load(); m != nil {
		r.Name(m, fmt.Sprint("more", i))
	}
	r.refs = append(r.refs, ref)
	return ref
}

// spares are the envelopes that each worker, and everybody else, has.
const spares = 3

// do is a Receiver made of a function.
type do[M any] func(c *Context[M], m M)

func (f do[M]) Receive(c *Context[M], m M) { f(c, m) }

func nothing(*Context[int], int) {}

// workers are threads that run for as long as the system.
func (r *rig) workers() {
	for _, w := range r.s.workers {
		r.Daemon(fmt.Sprint("worker", w.id), func() { r.work(w) })
	}
}

// work is the loop of a worker. What a worker has to itself, and isn't listed here, has
// no influence on what it does in models of two workers and some few turns.
func (r *rig) work(w *worker) {
	l := kindOf[int](r.s).of(w)
	r.Own(&w.slot, &w.left, &w.roused, &w.outside, &l.free, &l.second, &l.count,
		private(&w.sink, "newest"), private(&w.sink, "parker"))
	for {
		r.Checkpoint()
		t := w.next()
		if t == nil {
			return
		}
		r.Checkpoint(t)
		w.current = t
		t.actor.run(w)
	}
}

// executors are threads that run actors from the queues, and know no sleep: there are
// fewer states.
func (r *rig) executors() {
	for _, w := range r.s.workers {
		r.Daemon(fmt.Sprint("executor", w.id), func() { r.execute(w) })
	}
}

func (r *rig) execute(w *worker) {
	s, l := r.s, kindOf[int](r.s).of(w)
	r.Own(&w.slot, &l.free, &l.second, &l.count)
	for {
		r.Checkpoint()
		r.Await(func() bool { return s.over.Load() || w.slot != nil || s.somethingToDo() })
		if s.over.Load() {
			return
		}
		t := w.slot
		w.slot = nil
		if t == nil {
			t = w.queue.pop()
		}
		if t == nil {
			t = w.look()
		}
		if t != nil {
			w.left = s.batch
			w.current = t
			t.actor.run(w)
		}
	}
}

// private is a pointer to an unexported field.
func private(s *diatomic.WakeSink, field string) any {
	f := reflect.ValueOf(s).Elem().FieldByName(field)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Interface()
}

// sender sends n messages from outside.
func (r *rig) sender(from, n int, to Ref[int]) func() {
	return func() {
		for i := range n {
			r.account(from, to.TrySend(10*from+i))
			r.Checkpoint(i)
		}
		r.Checkpoint()
	}
}

func (r *rig) account(from int, err error) {
	if err != nil {
		r.book.Refused[from]++
	} else {
		r.book.Sent[from]++
	}
}

// all says that at the end everything that was sent was received, or is a dead letter.
func (r *rig) all() {
	r.Final(func() error {
		for i := range r.book.Sent {
			if b := r.book; b.Sent[i] != b.Received[i]+b.Dead[i] {
				return fmt.Errorf("sender %d: %d sent, %d received, %d dead", i, b.Sent[i], b.Received[i], b.Dead[i])
			}
		}
		r.Outcome("%+v", *r.book)
		return nil
	})
}

// check explores a model.
func check(t *testing.T, name string, setup func(s *interleave.Sim)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		interleave.Run(t, interleave.Model{Name: name, Setup: setup}, interleave.Options{Time: *limit})
	})
}
