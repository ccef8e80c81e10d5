//go:build interleave

package actor

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// bare is a task without an actor.
type bare struct {
	task
	r      *rig
	number int
	does   func(w *worker) // or nil
}

func (b *bare) run(w *worker) {
	if b.r.book.Ran[b.number]++; b.does != nil {
		b.does(w)
	}
}
func (b *bare) failed(*worker, *Fault) {}
func (b *bare) bury() []runner         { b.r.book.Ran[b.number]++; return nil }

// bares makes n tasks.
func (r *rig) bares(n int) (all []*bare) {
	for i := range n {
		b := &bare{r: r, number: i}
		b.task.actor = b
		r.Name(b, fmt.Sprint("task", i))
		all = append(all, b)
	}
	r.Final(func() error {
		for i := range n {
			if r.book.Ran[i] != 1 {
				return fmt.Errorf("task %d was taken %d times", i, r.book.Ran[i])
			}
		}
		r.Outcome("%v", r.book.Ran)
		return nil
	})
	return all
}

// enqueue puts a task into the injection queue, as an actor is.
func (r *rig) enqueue(b *bare) func() {
	return func() {
		r.s.injected.push(&b.task, &b.task, 1)
		r.s.rouse()
		r.Checkpoint()
	}
}

// take takes all tasks that are in a queue.
func take(w *worker) {
	for t := w.queue.pop(); t != nil; t = w.queue.pop() {
		t.actor.run(w)
	}
}

// thief steals from worker 0 some times, and then runs what it has.
func (r *rig) thief(i, times int) func() {
	return func() {
		w := r.s.workers[i]
		for k := range times {
			if t := r.s.workers[0].queue.steal(&w.queue); t != nil {
				t.actor.run(w)
			}
			var more bool
			if r.Peek(func() { more = w.queue.size() > 0 }); more {
				take(w)
			}
			r.Checkpoint(k)
		}
		r.Checkpoint()
	}
}

// TestModelQueue has an owner and thieves.
func TestModelQueue(t *testing.T) {
	for _, m := range []struct{ ring, first, then, thieves, times int }{
		{2, 1, 0, 1, 1}, {2, 2, 0, 1, 2}, {2, 2, 1, 1, 1}, {2, 1, 2, 1, 2}, {4, 3, 1, 1, 1}, {4, 4, 0, 2, 1},
		{4, 4, 1, 1, 2}, {2, 2, 0, 2, 1}, {2, 2, 2, 2, 1},
	} {
		name := fmt.Sprintf("ring of %d, %d tasks and %d more, thieves %d, times %d",
			m.ring, m.first, m.then, m.thieves, m.times)
		check(t, name, func(s *interleave.Sim) {
			r := newRig(s, 1+m.thieves, m.ring, Options{})
			all := r.bares(m.first + m.then)
			w := r.s.workers[0]
			for _, b := range all[:m.first] {
				w.queue.push(&b.task)
			}
			r.Go("owner", func() {
				for i, b := range all[m.first:] {
					w.add(&b.task)
					r.Checkpoint(i)
				}
				take(w)
				for t := r.s.injected.take(9); t != nil; t = t.next.Get() { // from overflow
					t.actor.run(w)
				}
				r.Checkpoint()
			})
			for i := range m.thieves {
				r.Go(fmt.Sprint("thief", i), r.thief(1+i, m.times))
			}
			r.Final(func() error {
				if at, to := unpack(w.queue.head.Load()); at != to {
					return fmt.Errorf("slots from %d to %d are still a thief's", at, to)
				}
				return nil
			})
			r.Invariant("at <= to <= tail <= at + slots", func() error {
				at, to := unpack(w.queue.head.Load())
				tail := w.queue.tail.Load()
				if to-at > tail-at || tail-at > uint32(m.ring) {
					return fmt.Errorf("%d, %d, %d", at, to, tail)
				}
				return nil
			})
		})
	}
}

// TestModelRobbed has an owner that finds no task in its queue, and refills it, while a
// thief may still be copying from there.
func TestModelRobbed(t *testing.T) {
	for _, m := range []struct {
		from  string
		ring  int
		more  int
		times int
	}{{"injection", 2, 3, 1}, {"another", 4, 3, 1}, {"injection", 4, 4, 1}, {"injection", 2, 3, 2}} {
		name := fmt.Sprintf("ring of %d, %d from %s, times %d", m.ring, m.more, m.from, m.times)
		check(t, name, func(s *interleave.Sim) {
			r := newRig(s, 3, m.ring, Options{})
			all := r.bares(m.ring + m.more)
			w, victim := r.s.workers[0], r.s.workers[2]
			for _, b := range all[:m.ring] {
				w.queue.push(&b.task)
			}
			refill := w.takeInjected
			for _, b := range all[m.ring:] {
				if m.from == "injection" {
					r.s.injected.push(&b.task, &b.task, 1)
				} else {
					victim.queue.push(&b.task)
					refill = func() *task { return victim.queue.steal(&w.queue) }
				}
			}
			r.s.injected.refill() // so that its share is more than one
			r.Go("owner", func() {
				take(w)
				for t := refill(); t != nil; t = refill() {
					t.actor.run(w)
					take(w)
					r.Checkpoint()
				}
				r.Checkpoint()
			})
			r.Go("thief", r.thief(1, m.times))
		})
	}
}

// TestModelInjection has goroutines that push and workers that take.
func TestModelInjection(t *testing.T) {
	for _, m := range []struct{ pushers, takers, n int }{{2, 1, 1}, {2, 1, 2}, {2, 2, 1}, {1, 2, 2}, {3, 1, 2}} {
		check(t, fmt.Sprintf("%d push, %d take %d each", m.pushers, m.takers, m.n), func(s *interleave.Sim) {
			r := newRig(s, 1, 2, Options{})
			all := r.bares(m.pushers)
			for i, b := range all {
				r.Go(fmt.Sprint("push", i), r.enqueue(b))
			}
			for i := range m.takers {
				r.Daemon(fmt.Sprint("take", i), func() {
					for {
						r.Checkpoint()
						r.Await(func() bool { return !r.s.injected.empty() })
						for t := r.s.injected.take(m.n); t != nil; {
							next := t.next.Get()
							t.actor.run(nil)
							t = next
						}
					}
				})
			}
		})
	}
	check(t, "2 push, 1 shuts", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		all := r.bares(2)
		for i, b := range all {
			r.Go(fmt.Sprint("push", i), func() {
				if !r.s.injected.push(&b.task, &b.task, 1) {
					b.run(nil)
				}
				r.Checkpoint()
			})
		}
		r.Go("shut", func() {
			for t := r.s.injected.drain(); t != nil; {
				next := t.next.Get()
				t.actor.run(nil)
				t = next
			}
			r.Checkpoint()
		})
	})
}

// TestModelSleep: no task is left lying while a worker sleeps, even if all the others are
// stuck.
func TestModelSleep(t *testing.T) {
	check(t, "1 worker, 2 push", func(s *interleave.Sim) {
		r := newRig(s, 1, 2, Options{})
		all := r.bares(2)
		r.workers()
		for i, b := range all {
			r.Go(fmt.Sprint("push", i), r.enqueue(b))
		}
	})
	check(t, "2 workers, 1 pushes", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(1)
		r.workers()
		r.Go("push", r.enqueue(all[0]))
	})
	check(t, "2 workers, one gets stuck", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(2)
		all[0].does = func(*worker) { r.Await(func() bool { return false }) }
		r.workers()
		for i, b := range all {
			r.Go(fmt.Sprint("push", i), r.enqueue(b))
		}
	})
	check(t, "2 workers, one adds 1 and gets stuck", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(2)
		all[0].does = func(w *worker) {
			w.add(&all[1].task)
			r.Await(func() bool { return false })
		}
		r.workers()
		r.Go("push", r.enqueue(all[0]))
	})
	check(t, "2 workers, one adds 3 and gets stuck", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(4)
		all[0].does = func(w *worker) {
			for _, b := range all[1:] {
				w.add(&b.task)
			}
			r.Await(func() bool { return false })
		}
		r.workers()
		r.Go("push", r.enqueue(all[0]))
	})
	for _, asleep := range []int{1, 2} {
		check(t, fmt.Sprintf("%d asleep, one was woken, and gets stuck", asleep), func(s *interleave.Sim) {
			r := newRig(s, 1+asleep, 2, Options{})
			all := r.bares(2)
			all[0].does = func(*worker) { r.Await(func() bool { return false }) }
			r.asleep(asleep)
			r.s.injected.push(&all[0].task, &all[0].task, 1)
			r.Go("push", r.enqueue(all[1]))
		})
	}
	check(t, "1 asleep, one was woken, adds 1 and gets stuck", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(2)
		all[0].does = func(w *worker) {
			w.add(&all[1].task)
			r.Await(func() bool { return false })
		}
		r.asleep(1)
		r.s.injected.push(&all[0].task, &all[0].task, 1)
	})
	check(t, "one takes in its turn and gets stuck, one is about to sleep", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(2)
		for _, b := range all {
			r.s.injected.push(&b.task, &b.task, 1)
		}
		r.Daemon("turn", func() {
			if t := r.s.injected.take(1); t != nil { // as in next
				t.actor.run(r.s.workers[0])
			}
			r.Await(func() bool { return false })
		})
		r.s.idle.word.Store(searcher)
		searches(r.s.workers[1])
		r.Daemon("worker1", func() { r.work(r.s.workers[1]) })
	})
	check(t, "one takes a share in its turn and gets stuck, one is about to sleep", func(s *interleave.Sim) {
		r := newRig(s, 2, 4, Options{})
		all := r.bares(3)
		for _, b := range all { // the first is stuck
			b.does = func(w *worker) { r.Await(func() bool { return w.id > 0 }) }
		}
		for _, b := range all {
			r.s.injected.push(&b.task, &b.task, 1)
		}
		r.s.injected.refill()
		r.Daemon("turn", func() {
			if t := r.s.workers[0].next(); t != nil {
				t.actor.run(r.s.workers[0])
			}
		})
		r.s.idle.word.Store(searcher)
		searches(r.s.workers[1])
		r.Daemon("worker1", func() { r.work(r.s.workers[1]) })
	})
	check(t, "2 look into the queue of one that is stuck, and get stuck", func(s *interleave.Sim) {
		r := newRig(s, 3, 4, Options{})
		all := r.bares(2)
		for _, b := range all {
			b.does = func(*worker) { r.Await(func() bool { return false }) }
			r.s.workers[0].queue.push(&b.task)
		}
		r.s.idle.word.Store(2 * searcher)
		for _, w := range r.s.workers[1:] {
			searches(w)
			r.Daemon(fmt.Sprint("worker", w.id), func() { r.work(w) })
		}
	})
	check(t, "2 asleep, 2 push, both get stuck", func(s *interleave.Sim) {
		r := newRig(s, 2, 2, Options{})
		all := r.bares(2)
		for _, b := range all {
			b.does = func(*worker) { r.Await(func() bool { return false }) }
		}
		r.s.idle.word.Store(3)
		for _, w := range r.s.workers {
			r.Daemon(fmt.Sprint("worker", w.id), func() { r.dozing(w) })
		}
		for i, b := range all {
			r.Go(fmt.Sprint("push", i), r.enqueue(b))
		}
	})
	check(t, "3 workers, two get stuck", func(s *interleave.Sim) {
		r := newRig(s, 3, 2, Options{})
		all := r.bares(3)
		for _, b := range all[:2] {
			b.does = func(*worker) { r.Await(func() bool { return false }) }
		}
		r.workers()
		r.Go("push0", r.enqueue(all[0]))
		r.Go("push1", func() { r.enqueue(all[1])(); r.enqueue(all[2])() })
	})
}

// asleep starts workers from a state in which the first was woken, and n others sleep.
func (r *rig) asleep(n int) {
	ws := r.s.workers
	r.s.idle.word.Store(searcher)
	searches(ws[0])
	r.Daemon("worker0", func() { r.work(ws[0]) })
	for _, w := range ws[1 : 1+n] {
		r.s.idle.word.Add(1 << w.id)
		r.Daemon(fmt.Sprint("worker", w.id), func() { r.dozing(w) })
	}
}

// searches has a worker's loop begin in search, where those are who are woken.
func searches(w *worker) { w.roused, w.outside = true, true }

// dozing is a worker that is about to sleep.
func (r *rig) dozing(w *worker) {
	w.doze(1 << w.id)
	searches(w)
	r.work(w)
}

// TestModelSleepEnd: the workers leave when the system is over.
func TestModelSleepEnd(t *testing.T) {
	for _, n := range []int{1, 2} {
		check(t, fmt.Sprintf("%d workers, stop", n), func(s *interleave.Sim) {
			r := newRig(s, n, 2, Options{})
			for _, w := range r.s.workers {
				r.Go(fmt.Sprint("worker", w.id), func() { r.work(w); r.Checkpoint() })
			}
			r.Go("stop", func() { r.s.Stop(); r.Checkpoint() })
		})
	}
}
