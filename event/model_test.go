//go:build interleave

package event

import (
	"fmt"
	"slices"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/time"
)

// TestModelWait: no wake-up is lost. Each waiter takes a token; where there are fewer
// tokens than waiters, some wait forever, and that no token is left then is what must
// hold in every model.
func TestModelWait(t *testing.T) {
	for _, m := range []struct {
		waiters   int
		notifiers []int // tokens of each, one by one
	}{
		{1, []int{1}}, {2, []int{1}}, {2, []int{2}}, {2, []int{1, 1}}, {2, []int{3}},
		{3, []int{2}}, {3, []int{3}}, {3, []int{1, 2}},
	} {
		check(t, fmt.Sprintf("Wait, %d waiters, notifiers of %v", m.waiters, m.notifiers), func(r *rig) {
			all := 0
			for i, tokens := range m.notifiers {
				r.notifies(fmt.Sprint("notifier", i), 0, tokens)
				all += tokens
			}
			if all < m.waiters {
				for i := range m.waiters {
					r.waits(fmt.Sprint("waiter", i), 1)
				}
				return
			}
			r.book.Left = m.waiters
			r.Alike("waiter", m.waiters, func() { r.waiter(1) })
		})
	}
}

// TestModelInLine begins when all waiters sleep. Each notifier puts tokens and notifies,
// all if the number is 0.
func TestModelInLine(t *testing.T) {
	type put struct{ tokens, n int }
	for _, m := range []struct {
		waiters   int
		notifiers [][]put
	}{
		{2, [][]put{{{1, 1}, {1, 1}}}},
		{2, [][]put{{{1, 1}}, {{1, 1}}}},
		{2, [][]put{{{2, 2}}}},
		{2, [][]put{{{2, 0}}}},
		{2, [][]put{{{1, 0}}, {{1, 1}}}},
		{3, [][]put{{{1, 1}, {1, 1}, {1, 1}}}},
		{3, [][]put{{{1, 1}}, {{1, 1}}}},
		{3, [][]put{{{2, 2}}, {{1, 1}}}},
		{3, [][]put{{{2, 2}}}},
		{3, [][]put{{{3, 3}}}},
		{3, [][]put{{{3, 5}}}},
		{3, [][]put{{{3, 0}}}},
		{3, [][]put{{{1, 1}}, {{2, 0}}}},
		{3, [][]put{{{2, 0}}, {{1, 1}}}},
	} {
		check(t, fmt.Sprintf("in line, %d waiters, tokens and Notify %v", m.waiters, m.notifiers), func(r *rig) {
			r.inLine(m.waiters, nil)
			for i, puts := range m.notifiers {
				r.Go(fmt.Sprint("notifier", i), func() {
					// Another notifier may have been here before.
					r.Await(func() bool { return r.asleep() == m.waiters || r.began() })
					r.book.Began = true
					r.Checkpoint()
					for turn, p := range puts {
						r.put(p.tokens, p.n, turn)
					}
				})
			}
		})
	}
}

// TestModelOrder: waiters are notified in the order in which they came, even if they have
// been notified for nothing in the meantime.
func TestModelOrder(t *testing.T) {
	for _, m := range []struct{ waiters, nothing int }{{2, 0}, {3, 0}, {2, 1}, {2, 2}, {3, 1}, {3, 2}, {3, 3}} {
		check(t, fmt.Sprintf("order, %d waiters, %d notified for nothing", m.waiters, m.nothing), func(r *rig) {
			var got []int
			r.Ghost(&got)
			r.inLine(m.waiters, func(i int) { got = append(got, i) })
			r.Go("notifier", func() {
				r.whenAsleep(m.waiters)
				if m.nothing > 0 {
					r.event.Notify(m.nothing)
				}
				for i := range m.waiters {
					r.whenAsleep(m.waiters - i)
					r.put(1, 1, i)
					r.Await(func() bool { return len(got) == i+1 })
				}
				if !slices.IsSorted(got) {
					r.Fail("they were served in the order %v", got)
				}
			})
		})
	}
}

// TestModelMore: a waiter that was notified, and hasn't finished looking, doesn't count.
// The first one looks until the second has gone on.
func TestModelMore(t *testing.T) {
	check(t, "the first one looks for long", func(r *rig) {
		second := false
		r.Ghost(&second)
		r.book.Left += 2
		r.Go("first", func() {
			looks := 0
			r.event.Wait(background, func() bool {
				if looks++; looks > 2 {
					r.Await(func() bool { return second })
				}
				return r.try()
			})
			r.book.Left--
			r.Checkpoint()
		})
		r.Go("second", func() {
			r.whenAsleep(1)
			r.event.Wait(background, settled(r.try))
			second = true
			r.book.Left--
			r.Checkpoint()
		})
		r.notifies("notifier", 2, 2)
	})
}

// TestModelHerd: a Notify wakes no more waiters than it says.
func TestModelHerd(t *testing.T) {
	for _, n := range []int{1, 2} {
		check(t, fmt.Sprintf("Notify(%d), and all go on", n), func(r *rig) {
			r.inLine(3, nil)
			r.Go("notifier", func() {
				r.whenAsleep(3)
				r.put(3, n)
			})
			// The tokens would do for all.
			r.leftOver = true
			r.Final(func() error {
				if left := int(r.tokens.Load()); left != 3-n {
					return fmt.Errorf("%d tokens are left", left)
				}
				return nil
			})
		})
	}
}

// TestModelHerdPoll: tasks that have used their notification don't pass it on either.
func TestModelHerdPoll(t *testing.T) {
	check(t, "Notify(1), 2 tasks that can go on", func(r *rig) {
		r.polls("task0")
		r.polls("task1")
		r.Go("notifier", func() {
			r.Await(func() bool { return r.book.Polled == 2 })
			r.Checkpoint()
			r.put(2, 1)
		})
		r.leftOver = true
		r.Final(func() error {
			if left := r.tokens.Load(); left != 1 {
				return fmt.Errorf("%d tokens are left", left)
			}
			return nil
		})
	})
}

// TestModelConditions: waiters wait for different conditions. NotifyAll is right for
// them.
func TestModelConditions(t *testing.T) {
	check(t, "two conditions, NotifyAll", func(r *rig) {
		var set [2]bool
		r.Ghost(&set)
		for i := range set {
			r.Go(fmt.Sprint("waiter", i), func() {
				r.event.Wait(background, settled(func() bool { return r.tokens.Load()>>i&1 != 0 }))
			})
			r.Go(fmt.Sprint("notifier", i), func() {
				r.tokens.Or(1 << i)
				r.Checkpoint()
				r.event.NotifyAll()
				r.Checkpoint()
			})
		}
		r.leftOver = true
	})
}

// TestModelThief: a token is taken by one that doesn't wait, at any moment.
func TestModelThief(t *testing.T) {
	for _, asleep := range []bool{false, true} {
		check(t, fmt.Sprintf("a thief, 2 waiters, asleep: %t", asleep), func(r *rig) {
			n := 0
			if asleep {
				r.inLine(2, nil)
				n = 2
			} else {
				r.waits("waiter0", 1)
				r.waits("waiter1", 1)
			}
			r.notifies("notifier", n, 2)
			r.Go("thief", func() {
				r.try()
				r.Checkpoint()
			})
		})
	}
}

// TestModelRefusing: consumers of a queue whose TryPop may refuse though there is a
// value, as those of many lock-free queues do. None sleeps in the end if each success
// notifies the next consumer; else one may.
func TestModelRefusing(t *testing.T) {
	model := func(producers, consumers int, handOn bool) func(r *rig) {
		return func(r *rig) {
			n := max(producers, consumers)
			q := newRefusing(r, n, handOn)
			turns := func(name string, threads int, f func()) {
				for i := range threads {
					r.Go(fmt.Sprint(name, i), func() {
						for k := i; k < n; k += threads {
							r.Checkpoint(k)
							f()
						}
						r.Checkpoint()
					})
				}
			}
			turns("producer", producers, q.push)
			turns("consumer", consumers, func() {
				if err := r.event.Wait(background, settled(q.tryPop)); err != nil {
					r.Fail("Wait returned %v", err)
				}
			})
		}
	}
	for _, m := range []struct{ producers, consumers int }{{1, 2}, {2, 2}, {2, 3}, {3, 2}} {
		check(t, fmt.Sprintf("a queue that refuses, %d producers, %d consumers", m.producers, m.consumers),
			model(m.producers, m.consumers, true))
	}
	t.Run("a queue that refuses, and nothing is handed on", func(t *testing.T) {
		r := interleave.Check(interleave.Model{
			Name:  "a queue that refuses",
			Setup: func(s *interleave.Sim) { model(2, 2, false)(newRig(s)) },
		}, interleave.Options{NoShrink: true})
		if r.Verdict != interleave.Failed || r.Failure.Kind != "deadlock" {
			t.Errorf("%v: want a consumer that sleeps while there is a value", r)
		}
	})
}

// TestModelRounds: waiters wait more than once, so that places are used again.
func TestModelRounds(t *testing.T) {
	for _, m := range []struct {
		waiters   []int
		notifiers []int
	}{{[]int{3}, []int{3}}, {[]int{2}, []int{1, 1}}, {[]int{2, 1}, []int{3}}, {[]int{2, 2}, []int{2, 2}}} {
		check(t, fmt.Sprintf("rounds, waiters for %v, notifiers of %v", m.waiters, m.notifiers), func(r *rig) {
			for i, tokens := range m.waiters {
				r.waits(fmt.Sprint("waiter", i), tokens)
			}
			for i, tokens := range m.notifiers {
				r.notifies(fmt.Sprint("notifier", i), 0, tokens)
			}
		})
	}
}

// TestModelSpare: places are put back while others are taken.
func TestModelSpare(t *testing.T) {
	check(t, "2 are put back, 2 are taken", func(r *rig) {
		r.event.free.Set(nil)
		for _, p := range r.places[1:] {
			p.next.Set(nil)
		}
		r.places[0].next.Set(nil)
		r.event.put(r.places[0])
		for i := range 2 {
			r.Go(fmt.Sprint("put", i), func() { r.event.put(r.places[i+1]) })
			r.book.Left++
			r.Go(fmt.Sprint("join", i), func() { r.event.join() })
		}
	})
}

// TestModelCancel: waiters that are cancelled at any moment pass on what they have not
// used.
func TestModelCancel(t *testing.T) {
	for _, m := range []struct{ cancelled, others, tokens int }{
		{1, 0, 0}, {1, 0, 1}, {1, 1, 1}, {1, 1, 2}, {2, 0, 1}, {2, 1, 1}, {1, 2, 1},
	} {
		name := fmt.Sprintf("cancel %d, %d others, %d tokens", m.cancelled, m.others, m.tokens)
		check(t, name, func(r *rig) {
			var contexts []context.Context
			for i := range m.cancelled {
				contexts = append(contexts, r.waitsUnder(fmt.Sprint("cancelled", i)))
			}
			r.under(contexts...)
			for i := range m.others {
				r.waits(fmt.Sprint("waiter", i), 1)
			}
			if m.tokens > 0 {
				r.notifies("notifier", 0, m.tokens)
			}
		})
	}
	// A second wait, of the same thread and with the same place.
	check(t, "cancel, and wait again", func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.under(ctx)
		r.book.Left++
		r.Daemon("waiter", func() {
			if r.event.Wait(ctx, settled(r.try)) != nil {
				r.Checkpoint()
				r.event.Wait(background, settled(r.try))
			}
			r.book.Left--
			r.Checkpoint()
		})
		r.Go("cancel", cancel)
		r.notifies("notifier", 0, 1)
	})
}

// TestModelContext: waits under a context that nobody cancels.
func TestModelContext(t *testing.T) {
	for _, m := range []struct{ under, others, tokens int }{{1, 0, 1}, {1, 1, 2}, {2, 0, 1}} {
		check(t, fmt.Sprintf("%d under a context, %d others, %d tokens", m.under, m.others, m.tokens), func(r *rig) {
			ctx, _ := context.WithCancel(background)
			r.under(ctx)
			for i := range m.under {
				r.book.Left++
				r.Daemon(fmt.Sprint("under", i), func() {
					if err := r.event.Wait(ctx, settled(r.try)); err != nil {
						r.Fail("Wait returned %v", err)
					}
					r.book.Left--
					r.Checkpoint()
				})
			}
			for i := range m.others {
				r.waits(fmt.Sprint("waiter", i), 1)
			}
			r.notifies("notifier", 0, m.tokens)
		})
	}
}

// TestModelForeign: contexts of somebody's own, whose Err is nil when Done is closed, or
// not before it.
func TestModelForeign(t *testing.T) {
	for name, make := range map[string]func() (context.Context, context.CancelFunc){
		"Err is nil": context.Foreign, "Err comes first": context.ForeignEarly,
	} {
		check(t, "foreign context, "+name, func(r *rig) {
			ctx, cancel := make()
			r.under(ctx)
			r.Go("waiter", func() {
				if err := r.event.Wait(ctx, settled(r.try)); err != context.Canceled {
					r.Fail("Wait returned %v", err)
				}
				r.Checkpoint()
			})
			r.Go("cancel", cancel)
		})
	}
	check(t, "foreign context, Err is called out of line", func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.under(ctx)
		r.Go("waiter", func() {
			r.event.Wait(outOfLine{ctx, r}, settled(r.try))
			r.Checkpoint()
		})
		r.Go("cancel", cancel)
	})
}

// outOfLine is a context whose Err must not be called while anybody is in line.
type outOfLine struct {
	context.Context
	r *rig
}

func (c outOfLine) Err() error {
	c.r.Peek(func() {
		if c.r.event.first.Get() != nil {
			c.r.Fail("Err is called in line")
		}
	})
	return c.Context.Err()
}

// TestModelLastLook: what was changed and notified before the context was done is never
// overlooked.
func TestModelLastLook(t *testing.T) {
	check(t, "notify and cancel", func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.under(ctx)
		r.Go("waiter", func() {
			if err := r.event.Wait(ctx, settled(r.try)); err != nil {
				r.Fail("a token was overlooked: %v", err)
			}
			r.Checkpoint()
		})
		r.Go("notifier", func() {
			r.put(1, 1)
			cancel()
		})
	})
	// Even without a notification.
	check(t, "change and cancel", func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.under(ctx)
		r.Go("waiter", func() {
			if err := r.event.Wait(ctx, settled(r.try)); err != nil {
				r.Fail("a token was overlooked: %v", err)
			}
			r.Checkpoint()
		})
		r.Go("notifier", func() {
			r.tokens.Add(1)
			cancel()
		})
	})
}

// TestModelTimeout: waits that time out pass on what they have not used. In the second of
// two waits the timer of the first may fire.
func TestModelTimeout(t *testing.T) {
	for _, m := range []struct{ waits, others, tokens int }{{1, 0, 0}, {2, 0, 1}, {1, 1, 1}, {2, 1, 1}, {1, 1, 2}} {
		name := fmt.Sprintf("WaitTimeout, %d waits, %d others, %d tokens", m.waits, m.others, m.tokens)
		check(t, name, func(r *rig) {
			for _, p := range r.places {
				r.Ghost(&p.timer)
			}
			r.book.Left++
			r.Go("timed", func() {
				for i := range m.waits {
					start := time.Now()
					r.Checkpoint(i, start)
					if r.event.WaitTimeout(time.Second, settled(r.try)) {
						break
					}
					if d := time.Since(start); d < time.Second {
						r.Fail("it gave up after %v", d)
					}
				}
				r.book.Left--
				r.Checkpoint()
			})
			for i := range m.others {
				r.waits(fmt.Sprint("waiter", i), 1)
			}
			if m.tokens > 0 {
				r.notifies("notifier", 0, m.tokens)
			}
		})
	}
	// One that waits without a limit gets the place of one that did not, and may hear its
	// timer.
	for _, served := range []bool{false, true} {
		check(t, fmt.Sprintf("WaitTimeout, then Wait, in any case: %t", served), func(r *rig) {
			r.onePlace()
			r.book.Left++
			r.Daemon("waiter", func() {
				if !r.event.WaitTimeout(time.Second, settled(r.try)) || served {
					r.Checkpoint()
					r.event.Wait(background, settled(r.try))
				}
				r.book.Left--
				r.Checkpoint()
			})
			r.notifies("notifier", 0, 1)
		})
	}
	// A timer that fires a moment too early is armed again.
	check(t, "WaitTimeout, early", func(r *rig) {
		r.Early(1)
		r.Go("waiter", func() {
			start := time.Now()
			if !r.event.WaitTimeout(time.Second, settled(r.try)) && time.Since(start) < time.Second {
				r.Fail("it gave up after %v", time.Since(start))
			}
			r.Checkpoint()
		})
	})
}

// TestModelPanic: a waiter whose predicate panics, or ends the goroutine, leaves the
// line, and passes on what it has not used.
func TestModelPanic(t *testing.T) {
	for _, exits := range []bool{false, true} {
		for _, first := range []bool{false, true} {
			check(t, fmt.Sprintf("a look panics, the first in line: %t, Goexit: %t", first, exits), func(r *rig) {
				r.waits("waiter", 1)
				r.book.Left++
				r.Daemon("panics", func() {
					defer func() {
						if e := recover(); e != nil && e != "mine" {
							panic(e)
						}
						r.book.Left--
						r.Checkpoint()
					}()
					looks := 0
					r.event.Wait(background, func() bool {
						if looks++; looks == 1 || !first && !r.some() {
							return false
						}
						if exits {
							goexit()
						}
						panic("mine")
					})
				})
				r.notifies("notifier", 0, 1)
			})
		}
	}
}

// TestModelSteps: a Notify that finds nobody waiting is one step, and a wait whose
// condition holds none.
func TestModelSteps(t *testing.T) {
	t.Run("steps", func(t *testing.T) {
		result := interleave.Run(t, interleave.Model{Name: "steps", Setup: func(s *interleave.Sim) {
			r := newRig(s)
			s.Go("notifier", func() {
				s.Call("idle Notify", func() { r.event.Notify(1) })
				s.Call("idle NotifyAll", func() { r.event.NotifyAll() })
				s.Call("Wait", func() { r.event.Wait(background, func() bool { return true }) })
			})
			s.Go("other", func() { r.tokens.Add(1) })
		}}, interleave.Options{})
		for name, want := range map[string]int{"idle Notify": 1, "idle NotifyAll": 1, "Wait": 0} {
			if got := result.Calls[name].Max; got != want {
				t.Errorf("%s: %d steps, want at most %d", name, got, want)
			}
		}
	})
}

// TestModelSpurious: a waiter that doesn't park gets a token that nobody has sent, at any
// moment.
func TestModelSpurious(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		check(t, fmt.Sprintf("spurious token, cancelled: %t", cancelled), func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.under(ctx)
			r.book.Left++
			r.Daemon("waiter", func() {
				r.event.Wait(ctx, settled(r.try))
				r.book.Left--
				r.Checkpoint()
			})
			r.waits("other", 1)
			r.notifies("notifier", 0, 1)
			r.Go("spurious", func() {
				for _, p := range r.places[:2] {
					p.rouse()
				}
				r.Checkpoint()
			})
			if cancelled {
				r.Go("cancel", cancel)
			}
		})
	}
}

// TestModelPoll: tasks, beside goroutines.
func TestModelPoll(t *testing.T) {
	for _, m := range []struct{ tasks, waiters, tokens int }{{1, 0, 1}, {1, 1, 1}, {1, 1, 2}, {2, 0, 1}, {2, 0, 2}} {
		check(t, fmt.Sprintf("Poll, %d tasks, %d goroutines, %d tokens", m.tasks, m.waiters, m.tokens), func(r *rig) {
			for i := range m.tasks {
				r.polls(fmt.Sprint("task", i))
			}
			for i := range m.waiters {
				r.waits(fmt.Sprint("waiter", i), 1)
			}
			r.notifies("notifier", 0, m.tokens)
		})
	}
	// A task that is polled for no reason, with another waker each time.
	check(t, "Poll, other wakers, spurious", func(r *rig) {
		w, a, b := r.newWaiter("task"), r.newWaker("A", nil), r.newWaker("B", nil)
		r.waits("waiter", 1)
		r.book.Left++
		r.Daemon("task", func() {
			done := w.Poll(a, settled(r.try))
			r.Checkpoint(done)
			if !done {
				r.poll(w, b)
			}
			r.book.Left--
			r.Checkpoint()
		})
		r.notifies("notifier", 0, 1)
	})
}

// TestModelPollCancel: a task that leaves passes on what it has not used, and so does one
// whose predicate panics.
func TestModelPollCancel(t *testing.T) {
	for _, panics := range []bool{false, true} {
		check(t, fmt.Sprintf("Poll, then Cancel, panics: %t", panics), func(r *rig) {
			w, k := r.newWaiter("task"), r.newWaker("waker", nil)
			r.waits("waiter", 1)
			r.book.Left++
			r.Go("task", func() {
				if !w.Poll(k, settled(r.try)) {
					r.Checkpoint()
					if panics {
						func() {
							defer func() { recover() }()
							w.Poll(k, func() bool { panic("mine") })
						}()
					} else {
						w.Cancel()
					}
				}
				r.book.Left--
				r.Checkpoint()
			})
			r.notifies("notifier", 0, 1)
		})
	}
	check(t, "Poll, Cancel, Poll", func(r *rig) {
		w, a, b := r.newWaiter("task"), r.newWaker("A", nil), r.newWaker("B", nil)
		r.book.Left++
		r.Daemon("task", func() {
			done := w.Poll(a, settled(r.try))
			r.Checkpoint(done)
			if !done {
				w.Cancel()
				r.Checkpoint()
				r.poll(w, b)
			}
			r.book.Left--
			r.Checkpoint()
		})
		r.notifies("notifier", 0, 1)
	})
}

// TestModelTwoCancels: a Waiter that two goroutines cancel at once, which they must not,
// takes no other one out of the line.
func TestModelTwoCancels(t *testing.T) {
	check(t, "two Cancels of a Waiter", func(r *rig) {
		w := r.newWaiter("cancelled")
		w.place.timer = new(timer) // so that set is atomic: the race is not what this is about
		w.Poll(r.newWaker("waker", nil), never)
		r.waits("waiter", 1)
		for i := range 2 {
			r.Go(fmt.Sprint("cancel", i), func() {
				w.Cancel()
				r.Checkpoint()
			})
		}
		r.notifies("notifier", 0, 1)
	})
}

func never() bool { return false }

// TestModelHostileWakers: a waker that panics, exits the goroutine or notifies keeps
// nobody else from being woken.
func TestModelHostileWakers(t *testing.T) {
	for _, does := range []string{"panics", "exits", "notifies", "polls"} {
		check(t, "a waker that "+does, func(r *rig) {
			var hostile [2]*Waiter
			for i := range hostile {
				hostile[i] = r.newWaiter(fmt.Sprint("hostile", i))
				hostile[i].Poll(r.newWaker(fmt.Sprint("hostile", i, " waker"), func() {
					switch does {
					case "panics":
						panic("mine")
					case "exits":
						goexit()
					case "notifies":
						r.event.Notify(1)
					case "polls":
						hostile[i].Poll(&waker{r: r}, func() bool { return false })
					}
				}), r.some)
			}
			r.others = does == "polls"
			r.polls("task")
			r.waits("waiter", 1)
			r.Go("notifier", func() {
				defer func() {
					if e := recover(); e != nil && e != "mine" {
						panic(e)
					}
				}()
				r.Await(func() bool { return r.asleep() == 4 })
				r.put(2, 0)
			})
		})
	}
}

// TestModelReady: a Waiter in a select statement with the end of a context.
func TestModelReady(t *testing.T) {
	for _, m := range []struct{ others, tokens int }{{0, 1}, {1, 1}, {1, 2}} {
		check(t, fmt.Sprintf("Ready, %d others, %d tokens", m.others, m.tokens), func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Name(ctx.Done(), "done")
			w := r.newWaiter("select")
			r.book.Left++
			r.Go("select", func() {
				for r.Checkpoint(); ; r.Checkpoint() {
					if runtime.Select(w.Ready(settled(r.some)), ctx.Done()) == 1 || r.try() {
						break
					}
				}
				w.Cancel()
				r.book.Left--
				r.Checkpoint()
			})
			r.Go("cancel", cancel)
			for i := range m.others {
				r.waits(fmt.Sprint("waiter", i), 1)
			}
			r.notifies("notifier", 0, m.tokens)
		})
	}
	// Without another case, it must get the token.
	check(t, "Ready, a thief", func(r *rig) {
		w := r.newWaiter("select")
		r.book.Left++
		r.Daemon("select", func() {
			for r.Checkpoint(); ; r.Checkpoint() {
				if runtime.Select(w.Ready(settled(r.some))); r.try() {
					break
				}
			}
			w.Cancel()
			r.book.Left--
			r.Checkpoint()
		})
		r.Go("thief", func() {
			r.try()
			r.Checkpoint()
		})
		r.notifies("notifier", 0, 2)
	})
}
