//go:build interleave

package event

import (
	"errors"
	"flag"
	"fmt"
	"reflect"
	goruntime "runtime"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

var limit = flag.Duration("limit", 3*time.Second, "bound on the search of each model, but with -interleave.full")

var background = context.Background()

// places is the number of spare places that an event has from the beginning. They have
// names, and are used again as soon as they can be.
const places = 3

// rig is what the models are made of: an event, tokens that notifiers put there and
// waiters take, and an account.
type rig struct {
	*interleave.Sim
	event  *Event
	tokens *atomic.Uint32
	places [places]*place
	book   *book

	leftOver bool // tokens may be left though somebody waits
	others   bool // those in line aren't all in the account
	one      bool // see onePlace
}

// goexit is runtime.Goexit.
func goexit() { goruntime.Goexit() }

// began reports whether a notifier has begun.
func (r *rig) began() bool { return r.book.Began }

// book is the account.
type book struct {
	Left   int  // waiters that haven't got what they want, and haven't given up
	Began  bool // see began
	Polled int  // tasks that have been polled in vain
}

func newRig(s *interleave.Sim) *rig {
	r := &rig{Sim: s, event: new(Event), tokens: new(atomic.Uint32), book: new(book)}
	s.Name(r.event, "event")
	s.Name(r.tokens, "tokens")
	for i := range r.places {
		p := new(place)
		s.Name(p, fmt.Sprint("place", i))
		s.Name(p.ownSleeper(), fmt.Sprint("sleeper", i))
		s.Name(p.ownSignal(), fmt.Sprint("signal", i))
		p.next.Set(r.event.free.Get())
		r.event.free.Set(p)
		r.places[i] = p
	}
	s.Ghost(r.book)
	s.Invariant("the line is in order, and its places wait", func() error {
		var last *place
		for p := r.event.first.Get(); p != nil; p = p.next.Get() {
			if p.prev.Get() != last || last != nil && last.number.Get() >= p.number.Get() {
				return errors.New("out of order")
			}
			last = p
			if last != nil && last.next.Get() == last {
				return errors.New("a knot")
			}
		}
		return nil
	})
	s.Final(func() error {
		n := 0
		for p := r.event.first.Get(); p != nil; p = p.next.Get() {
			n++
		}
		if n != r.book.Left && !r.others {
			return fmt.Errorf("%d are in line, and %d have not got what they want", n, r.book.Left)
		}
		for i, p := range r.places {
			if n := r.lists(p); n != 1 && !(r.one && i > 0) {
				return fmt.Errorf("place %d is in %d lists", i, n)
			}
		}
		if some := r.event.some.Load(); some != min(uint32(n), 1) {
			return fmt.Errorf("some is %d, and %d are in line", some, n)
		}
		if t := r.tokens.Load(); t > 0 && n > 0 && !r.leftOver {
			return fmt.Errorf("%d tokens are left, and %d still wait", t, n)
		}
		return nil
	})
	return r
}

// onePlace leaves one spare place, so that the next wait gets the place of the last.
func (r *rig) onePlace() {
	r.one = true
	r.places[0].next.Set(nil)
	r.event.free.Set(r.places[0])
}

// lists is in how many of the event's lists p is.
func (r *rig) lists(p *place) (n int) {
	for _, q := range []*place{r.event.first.Get(), r.event.free.Get(), r.event.spare.Load()} {
		for ; q != nil; q = q.next.Get() {
			if q == p {
				n++
			}
		}
	}
	return n
}

// try takes a token.
func (r *rig) try() bool {
	for {
		n := r.tokens.Load()
		if n == 0 {
			return false
		}
		if r.tokens.CompareAndSwap(n, n-1) {
			return true
		}
		runtime.Checkpoint()
	}
}

// refusing is a queue of values, whose tryPop fails if the push of the first is not
// finished, and if it loses a race.
type refusing struct {
	r          *rig
	handOn     bool
	head, tail atomic.Uint32
	full       []atomic.Bool
}

func newRefusing(r *rig, n int, handOn bool) *refusing {
	q := &refusing{r: r, handOn: handOn, full: make([]atomic.Bool, n)}
	r.Name(&q.head, "head")
	r.Name(&q.tail, "tail")
	r.Name(q.full, "full")
	return q
}

func (q *refusing) push() {
	i := q.tail.Add(1) - 1
	runtime.Checkpoint(i)
	q.full[i].Store(true)
	runtime.Checkpoint()
	q.r.event.Notify(1)
	runtime.Checkpoint()
}

func (q *refusing) tryPop() bool {
	i := q.head.Load()
	if int(i) == len(q.full) || !q.full[i].Load() || !q.head.CompareAndSwap(i, i+1) {
		return false
	}
	runtime.Checkpoint()
	if q.handOn {
		q.r.event.Notify(1)
	}
	return true
}

// some looks only.
func (r *rig) some() bool { return r.tokens.Load() > 0 }

// settled is f, for waits, which depend on nothing that it saw but the answer.
func settled(f func() bool) func() bool {
	return func() bool {
		runtime.Checkpoint()
		yes := f()
		runtime.Checkpoint(yes)
		return yes
	}
}

// under says that threads wait under contexts: then the sinks of the places change, and
// the waiter that gets a place next finds its sink as it is. Of the contexts that are
// given, the first has come so often that the wait after the next is watched.
func (r *rig) under(contexts ...context.Context) {
	for i, p := range r.places {
		s := &p.sleeper.sink
		warm, _ := context.WithCancel(background)
		awake(s, warm) // makes its channel, and its note of a context
		awake(s, background)
		r.Name(*private(s, "signal").(*seam.Signal), fmt.Sprint("sink signal", i))
		r.Name(warm.Done(), fmt.Sprint("warm done", i))
		r.Ghost(private(s, "newest"))
		r.Ghost(reflect.ValueOf(private(s, "watch")).Elem().Interface())
		for range 6 {
			awake(s, contexts[0])
		}
	}
	for i, ctx := range contexts {
		r.Name(ctx.Done(), fmt.Sprint("done", i))
	}
}

// awake is a wait under ctx that ends before it sleeps.
func awake(s *diatomic.WakeSink, ctx context.Context) {
	looks := 0
	s.Wait(ctx, func() bool { looks++; return looks == 2 })
}

// private is a pointer to an unexported field.
func private(s *diatomic.WakeSink, field string) any {
	f := reflect.ValueOf(s).Elem().FieldByName(field)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Interface()
}

// asleep is how many waiters are in line and sleep.
func (r *rig) asleep() (n int) {
	for p := r.event.first.Get(); p != nil; p = p.next.Get() {
		if s := p.state.Load(); s == parked || s == asleep {
			n++
		}
	}
	return n
}

// whenAsleep waits until so many waiters sleep.
func (r *rig) whenAsleep(n int) {
	r.Await(func() bool { return r.asleep() == n })
	r.Checkpoint()
}

// inLine starts threads that get in line one after the other, and then take a token each.
// Nobody else may get in line. Those that begin with whenAsleep(n) find them asleep.
func (r *rig) inLine(n int, took func(i int)) {
	for i := range n {
		r.book.Left++
		r.Daemon(fmt.Sprint("waiter", i), func() {
			r.whenAsleep(i)
			if err := r.event.Wait(background, settled(r.try)); err != nil {
				r.Fail("Wait returned %v", err)
			}
			r.book.Left--
			if took != nil {
				took(i)
			}
			r.Checkpoint()
		})
	}
}

// waits starts a thread that takes so many tokens, one after the other. It may wait
// forever.
func (r *rig) waits(name string, tokens int) {
	r.book.Left++
	r.Daemon(name, func() { r.waiter(tokens) })
}

// waiter takes so many tokens.
func (r *rig) waiter(tokens int) {
	for n := range tokens {
		r.Checkpoint(n)
		if err := r.event.Wait(background, settled(r.try)); err != nil {
			r.Fail("Wait returned %v", err)
		}
	}
	r.book.Left--
	r.Checkpoint()
}

// waitsUnder starts a thread that takes a token, unless its context is cancelled, which
// another thread does.
func (r *rig) waitsUnder(name string) context.Context {
	ctx, cancel := context.WithCancel(background)
	r.book.Left++
	r.Go(name, func() {
		if err := r.event.Wait(ctx, settled(r.try)); err != nil && err != context.Canceled {
			r.Fail("Wait returned %v", err)
		}
		r.book.Left--
		r.Checkpoint()
	})
	r.Go(name+" cancel", cancel)
	return ctx
}

// put adds tokens, and notifies: all if n is 0.
func (r *rig) put(tokens, n int, turn ...any) {
	r.tokens.Add(uint32(tokens))
	r.Checkpoint(turn...)
	r.Call("Notify", func() {
		if n == 0 {
			r.event.NotifyAll()
		} else {
			r.event.Notify(n)
		}
	})
	r.Checkpoint(turn...)
}

// notifies starts a thread that puts one token after the other, once so many waiters
// sleep.
func (r *rig) notifies(name string, asleep, tokens int) {
	r.Go(name, func() {
		if asleep > 0 {
			r.whenAsleep(asleep)
		}
		for n := range tokens {
			r.put(1, 1, n)
		}
	})
}

// waker is a waker of a task.
type waker struct {
	r     *rig
	woken atomic.Bool
	also  func()
}

func (r *rig) newWaker(name string, also func()) *waker {
	w := &waker{r: r, also: also}
	r.Name(&w.woken, name)
	return w
}

func (w *waker) Wake() {
	w.r.Exclude(func() { w.woken.Store(true) })
	if w.also != nil {
		w.also()
	}
}

// sleep waits for Wake.
func (w *waker) sleep() {
	w.r.Await(func() bool { return w.woken.Load() })
	w.woken.Store(false)
	w.r.Checkpoint()
}

// newWaiter returns a Waiter all of which has a name.
func (r *rig) newWaiter(name string) *Waiter {
	w := r.event.Waiter()
	w.task = new(task)
	r.Name(w, name)
	r.Name(w.task, name+" task")
	r.Name(w.place.ownSleeper(), name+" sleeper")
	r.Name(w.place.ownSignal(), name+" signal")
	return w
}

// poll takes a token as a task.
func (r *rig) poll(w *Waiter, k *waker) {
	for first := true; !w.Poll(k, settled(r.try)); first = false {
		if first {
			r.book.Polled++
		}
		r.Checkpoint()
		k.sleep()
	}
	r.Checkpoint()
}

// polls starts a thread that takes a token as a task.
func (r *rig) polls(name string) {
	w, k := r.newWaiter(name), r.newWaker(name+" waker", nil)
	r.book.Left++
	r.Daemon(name, func() {
		r.poll(w, k)
		r.book.Left--
		r.Checkpoint()
	})
}

// check explores a model.
func check(t *testing.T, name string, setup func(r *rig)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		interleave.Run(t, interleave.Model{Name: name, Setup: func(s *interleave.Sim) { setup(newRig(s)) }},
			interleave.Options{Time: *limit})
	})
}
