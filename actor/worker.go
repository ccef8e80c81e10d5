package actor

import (
	"context"
	"math/bits"
	"reflect"
	"runtime"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/actor/internal/outside"
)

// worker is a goroutine that runs actors.
//
// It takes the next from these, in this order:
//
//	slot       the actor that was made runnable last, by the actor that has just run: its
//	           message is still in the cache. No other worker takes it from there.
//	queue      its own run queue
//	injection  what comes from outside. It comes first unless it did in the turn before
//	others     half of another worker's queue
//
// # Turns
//
// A turn is what is run for one task from a queue: that actor, and those that come
// through the slot. It ends after batch messages. Then the actor that has more goes to
// the end of the queue, and so does the one in the slot. So between two tasks from the
// queue there are at most batch messages.
//
// # Sleep
//
// A worker that finds nothing announces that it sleeps, looks once more into all queues,
// and sleeps on its sink until rouse has taken its bit, or the system is over: see
// idle.go.
type worker struct {
	system *System
	id     uint

	// What follows is the worker's own.
	slot     *task
	left     int   // messages that are left in this turn
	current  *task // whose actor runs, for a panic
	outside  bool  // this turn is for what comes from outside
	since    int   // messages and turns since other goroutines had their turn
	dice     uint64
	roused   bool // counted among the searchers
	counts   counts
	longest  int // see note
	labelled reflect.Type

	published published
	marks     marks
	timers    timers

	_ pad

	queue queue
	sink  diatomic.WakeSink
}

// counts are what a worker has done.
type counts struct{ messages, runs, steals, sleeps int64 }

// published is what others may see of it, some turns late.
type published struct{ messages, runs, steals, sleeps outside.Count }

func (w *worker) publish() {
	w.published.messages.Set(w.counts.messages)
	w.published.runs.Set(w.counts.runs)
	w.published.steals.Set(w.counts.steals)
	w.published.sleeps.Set(w.counts.sleeps)
}

const (
	// mostTaken is how many tasks a worker takes from the injection queue at a time, at
	// most. It holds the lock meanwhile.
	mostTaken = 128

	// yieldEvery is after how many messages and turns a worker lets other goroutines run:
	// those that send from outside, say.
	yieldEvery = 4096
)

// work runs actors until the system is over. It returns how a Receive failed, if one did:
// then the caller must see to that, and call work again.
func (w *worker) work() (f *Fault) {
	ok := false
	defer func() {
		if ok {
			return
		}
		v := recover()
		f = newFault(v)
		if v == nil {
			w.failed(f) // runtime.Goexit: work doesn't return
		}
	}()
	w.loop()
	ok = true
	return nil
}

// loop runs actors until the system is over.
func (w *worker) loop() {
	for t := w.next(); t != nil; t = w.next() {
		w.current = t
		w.counts.runs++
		t.actor.run(w)
	}
}

// next returns the next task, or nil if the system is over.
func (w *worker) next() *task {
	s := w.system
	if s.over.Load() {
		return nil
	}
	if t := w.slot; t != nil {
		w.slot = nil
		if w.left > 0 && (s.seed == 0 || w.chance(2)) {
			return t
		}
		w.add(t)
	}
	w.since += 1 + s.batch - w.left
	w.left = s.batch
	if w.since >= yieldEvery {
		w.since = 0
		w.publish()
		w.refresh()
		runtime.Gosched()
	}
	// Every other turn at most, so that neither side keeps the other out.
	if w.outside = !w.outside && !s.injected.empty(); w.outside {
		if t := w.takeInTurn(); t != nil {
			s.rouse() // others may have looked while the tasks were on their way
			w.refresh()
			return t
		}
	}
	if t := w.queue.pop(); t != nil {
		if s.seed != 0 {
			t = w.shuffle(t)
		}
		return t
	}
	return w.search()
}

// schedule makes a task that the running actor has made runnable the next one.
func (w *worker) schedule(t *task) {
	old := w.slot
	w.slot = t
	if old != nil {
		w.add(old)
	}
}

// add puts a task at the end of the worker's queue, where others may take it.
func (w *worker) add(t *task) {
	if !w.queue.push(t) {
		w.overflow(t)
	}
	w.system.rouse()
}

// overflow moves half of the queue, which is full, and t to the injection queue.
func (w *worker) overflow(t *task) {
	newest, oldest, n := w.queue.half()
	t.next.Set(newest)
	if newest == nil {
		if w.queue.push(t) { // a thief has made room
			return
		}
		oldest = t
	}
	w.system.injected.push(t, oldest, n+1) // isn't shut: this worker is here
}

// search looks for work elsewhere, and sleeps while there is none. It returns nil if the
// system is over.
func (w *worker) search() *task {
	s := w.system
	if !w.roused {
		s.idle.word.Add(searcher)
	}
	for { //interleave:checkpoint
		if s.over.Load() {
			w.roused = true
			return nil
		}
		if t := w.look(); t != nil {
			w.found()
			return t
		}
		w.sleep()
	}
}

// found is called when a search was successful.
func (w *worker) found() {
	s := w.system
	w.roused = false
	w.refresh()
	// From here on this worker isn't counted on. Goroutines that did so before have added
	// their tasks before, so that somethingToDo sees them.
	if s.idle.word.Add(oneLess)&^(sleepers|frozen) == 0 && s.somethingToDo() {
		s.rouse()
	}
}

// look takes a task from the injection queue, or from another worker.
func (w *worker) look() *task {
	s := w.system
	if t := w.takeInjected(); t != nil {
		return t
	}
	n := len(s.workers)
	if n == 1 {
		return nil
	}
	first := int(w.random() % uint64(n))
	for i := range n {
		if victim := s.workers[(first+i)%n]; victim != w {
			if t := victim.queue.steal(&w.queue); t != nil {
				w.counts.steals++
				return t
			}
		}
	}
	return nil
}

// takeInTurn takes from the injection queue while there are tasks in the worker's own.
func (w *worker) takeInTurn() *task {
	if w.queue.room() <= len(w.queue.slots)/2 {
		// With more, the queue would overflow soon, and what has waited there for longest
		// would go back to the injection queue without having run.
		return w.system.injected.take(1)
	}
	return w.takeInjected()
}

// takeInjected takes its share of the injection queue: one task to run, and others for
// the worker's own queue, as far as there is room. The caller rouses others.
func (w *worker) takeInjected() *task {
	s := w.system
	if s.injected.empty() {
		return nil
	}
	share := int(s.injected.size.Load())/len(s.workers) + 1
	first := s.injected.take(min(share, mostTaken, w.queue.room()+1))
	if first == nil {
		return nil
	}
	t := first.next.Get()
	first.next.Set(nil) // else an actor would keep others alive
	for t != nil {
		next := t.next.Get()
		t.next.Set(nil)
		w.queue.push(t) // has room
		t = next
	}
	return first
}

// somethingToDo reports whether a worker that looks now finds a task in a queue.
func (s *System) somethingToDo() bool {
	if !s.injected.empty() {
		return true
	}
	for _, w := range s.workers {
		if w.queue.offers() {
			return true
		}
	}
	return false
}

// sleep waits until there may be something to do. Then the worker looks for work, and is
// counted so.
func (w *worker) sleep() {
	s := w.system
	w.counts.sleeps++
	w.publish()
	w.current = nil // it may be garbage
	me := uint64(1) << w.id
	// Announces it, and takes this worker out of the searchers, in one step: else others
	// could rely on it in between.
	s.idle.word.Add(me - searcher)
	// Looks once more: see idle.go.
	if s.somethingToDo() && s.withdraw(me) {
		return
	}
	if s.closing.Load() {
		s.still.Notify(1)
	}
	w.doze(me)
}

// doze sleeps until the worker's bit is taken, or the system is over.
func (w *worker) doze(me uint64) {
	s := w.system
	// It can't fail: there is no limit.
	_ = w.sink.Wait(context.Background(), func() bool {
		// Pairs with the CompareAndSwap in wakeOne, and with the Store in finish.
		return s.idle.word.Load()&me == 0 || s.over.Load()
	})
}

// withdraw makes a sleeper one that looks for work, and reports whether it has: not if
// all are frozen, for then it is the one that has frozen them who looks.
func (s *System) withdraw(me uint64) bool {
	for { //interleave:checkpoint me
		w := s.idle.word.Load()
		if w&me == 0 {
			return true // rouse has
		}
		if w&frozen != 0 {
			return false
		}
		if s.idle.word.CompareAndSwap(w, w-me+searcher) {
			return true
		}
	}
}

// random is xorshift.
func (w *worker) random() uint64 {
	w.dice ^= w.dice << 13
	w.dice ^= w.dice >> 7
	w.dice ^= w.dice << 17
	return w.dice
}

// chance is true once in n times, at random.
func (w *worker) chance(n uint64) bool { return w.random()%n == 0 }

// shuffle returns one of the tasks in the queue, or t, which was taken from it.
func (w *worker) shuffle(t *task) *task {
	for range w.random() % uint64(w.queue.size()+1) {
		if !w.queue.push(t) { // a thief is about
			break
		}
		if t = w.queue.pop(); t == nil { // it has taken them
			return w.search()
		}
	}
	return t
}

func trailing(bit uint64) int { return bits.TrailingZeros64(bit) }
