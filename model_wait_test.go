//go:build interleave

package diatomic

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
	"github.com/diatomic-go/diatomic/internal/protocol"
)

// In these models the real Wait, WaitTimeout and Ready run, with the real parker. What
// stands in for the outside: the runtime's park and ready (or, with the tag
// diatomic_portable, the channel), context.AfterFunc, timers, and runtime.AddCleanup,
// which does nothing.

// newWaitRig has a parker from the start, so that it has a name.
func newWaitRig(r *rig) *rig {
	r.sink.parker = newParker()
	r.Name(r.sink.parker, "parker")
	return r
}

// plainProduce is produce for wakers that are not of the model: the counts don't apply.
func (r *rig) plainProduce() { r.produceLast(0) }

// produceLast has more to do after this.
func (r *rig) produceLast(more int) {
	r.tokens.Add(1)
	r.Checkpoint(more)
	r.Call("Notify", func() { r.sink.Source().Notify() })
	r.Checkpoint(more)
}

func TestModelWait(t *testing.T) {
	for _, m := range []struct{ producers, each int }{{1, 1}, {1, 3}, {2, 1}, {2, 2}, {3, 1}} {
		name := fmt.Sprintf("Wait, %d producers of %d", m.producers, m.each)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.producers*m.each > 3 || m.producers > 2)
			check(t, name, func(r *rig) {
				e := newWaitRig(r).endings()
				r.Go("consumer", func() {
					for n := range m.producers * m.each {
						r.Checkpoint(n)
						e.waitForever()
					}
				})
				r.Alike("producer", m.producers, func() {
					for i := range m.each {
						r.produceLast(m.each - i)
					}
				})
			})
		})
	}
}

// ending is what may end a wait, and what the models say of it: a wait that returns an
// error has looked once more after the end.
type ending struct {
	r      *rig
	looked bool        // after the end
	held   bool        // at the last look
	over   func() bool // a step, unless the state is only looked at
}

// endings is for one thread that waits. It belongs in Setup.
func (r *rig) endings() *ending {
	r.tallied()
	e := &ending{r: r}
	r.Ghost(&e.looked)
	r.Ghost(&e.held)
	return e
}

// try is rig.try, and notes whether it was called after the end.
func (e *ending) try() bool {
	e.looked = e.over()
	e.held = e.r.try()
	return e.held
}

// wait calls f, a wait whose predicate is e.try, and says what it must have done. over
// says whether what may end the wait has happened.
func (e *ending) wait(f func() error, over func() bool, want error) error {
	e.looked, e.over = false, over
	err := f()
	if err != nil && err != want {
		e.r.Fail("the wait returned %v", err)
	}
	if (err == nil) != e.held {
		e.r.Fail("the wait returned %v, but its last look: %t", err, e.held)
	}
	if err != nil && !e.looked {
		e.r.Fail("the wait returned %v without a look after the end", err)
	}
	e.r.Peek(func() {
		if err != nil && !e.over() {
			e.r.Fail("the wait returned %v before the end", err)
		}
		if s := e.r.sink.state.Load(); s&(protocol.Registered|protocol.Notify) != 0 {
			e.r.Fail("%v left the sink in %s", err, protocol.Spell(s))
		}
		if e.r.sink.newest&asleep != 0 || e.r.sink.parker.armed {
			e.r.Fail("%v left the sink asleep, or its timer armed", err)
		}
	})
	e.looked, e.held = false, false
	e.r.tally[fmt.Sprint(err)]++
	return err
}

// waitForever is a Wait under a context that can't be cancelled.
func (e *ending) waitForever() {
	never := func() bool { return false }
	e.wait(func() error { return e.r.sink.Wait(context.Background(), e.try) }, never, nil)
}

// tallied makes the outcomes of waits those of the model.
func (r *rig) tallied() *rig {
	r.tally = map[string]int{}
	r.Ghost(&r.tally)
	r.Final(func() error {
		r.Outcome("%v", r.tally)
		return nil
	})
	return r
}

// contexts of a model, by the letters that stand for them: A and B are of package
// context, F and E foreign (E tells of its end by Err first), and - can't be cancelled.
type contexts struct {
	*ending
	ctx    map[rune]context.Context
	cancel map[rune]func()
}

func (r *rig) contexts(letters string) *contexts {
	c := &contexts{r.endings(), map[rune]context.Context{}, map[rune]func(){}}
	r.Final(func() error {
		if w := r.sink.watch; w != nil && w.hook != nil && w.hook.fired.Load() && w.hook.stop.Load() != nil {
			return errors.New("the hook on a context that is over keeps the context")
		}
		return nil
	})
	for _, l := range letters {
		if c.ctx[l] != nil {
			continue
		}
		switch l {
		case 'F':
			c.ctx[l], c.cancel[l] = context.Foreign()
		case 'E':
			c.ctx[l], c.cancel[l] = context.ForeignEarly()
		case '-':
			c.ctx[l] = context.Background()
			continue
		default:
			c.ctx[l], c.cancel[l] = context.WithCancel(context.Background())
		}
		r.Name(c.ctx[l], string(l))
	}
	return c
}

// almostWatched makes the next wait but one under the first of these contexts, in a row,
// a watched one.
func (c *contexts) almostWatched(letters string) *contexts {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(letters, "-"))
	c.r.sink.watch = &watch{done: c.ctx[first].Done(), waits: watchFrom - 2}
	return c
}

// remembered is what the next wait depends on: for the checkpoint before it.
func (c *contexts) remembered() any {
	w := c.r.sink.watch
	for l, ctx := range c.ctx {
		if ctx.Done() != nil && ctx.Done() == w.done {
			return [...]any{l, w.waits, w.hook != nil}
		}
	}
	return nil
}

// wait is Wait under the context of this letter.
func (c *contexts) wait(l rune) error {
	ctx := c.ctx[l]
	err := c.ending.wait(func() error { return c.r.sink.Wait(ctx, c.try) },
		func() bool { return l != '-' && seam.Closed(ctx.Done()) }, context.Canceled)
	if w := c.r.sink.watch; w != nil && (w.hook != nil) != (w.waits == watchFrom && seam.Watchable(c.last())) {
		c.r.Fail("after %d waits in a row, hooked: %t", w.waits, w.hook != nil)
	}
	return err
}

// last is the context that the sink remembers.
func (c *contexts) last() context.Context {
	for _, ctx := range c.ctx {
		if ctx.Done() != nil && ctx.Done() == c.r.sink.watch.done {
			return ctx
		}
	}
	return context.Background()
}

// TestModelWaitCancelled waits under these contexts, one after the other, which are
// cancelled at every point. The second wait in a row under the first of them is watched;
// the others, and those under foreign contexts, are in a select. So there is each change
// from one to the other.
func TestModelWaitCancelled(t *testing.T) {
	for _, m := range []struct {
		waits     string
		producers int
		large     bool
	}{
		{"A", 0, false}, {"A", 1, false}, {"A", 2, false},
		{"AA", 0, false}, {"AA", 1, false}, {"AA", 2, true},
		{"AAA", 0, false}, {"AAA", 1, false}, {"AAA", 2, true},
		{"F", 1, false}, {"FF", 1, false}, {"FF", 2, true}, {"E", 1, false}, {"EE", 1, false},
		{"AB", 1, false}, {"AAB", 1, false}, {"AABB", 1, true}, {"AABA", 1, true},
		{"AF", 1, false}, {"AAF", 1, false}, {"FFAA", 1, true},
		{"A-", 2, false}, {"-AA", 1, false}, {"A-A", 2, true},
	} {
		name := fmt.Sprintf("Wait, under %s, cancelled at every point, %d producers", m.waits, m.producers)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.large)
			check(t, name, func(r *rig) {
				newWaitRig(r)
				c := r.contexts(m.waits).almostWatched(m.waits)
				r.Go("consumer", func() {
					for i, l := range m.waits {
						r.Checkpoint(i, l, c.remembered())
						c.wait(l)
					}
				})
				for _, l := range "ABFE" {
					if cancel := c.cancel[l]; cancel != nil {
						r.Go("cancel "+string(l), func() { cancel() })
					}
				}
				r.Alike("producer", m.producers, r.plainProduce)
			})
		})
	}
}

// TestModelWaitUncancelled waits under contexts that could be cancelled and aren't.
func TestModelWaitUncancelled(t *testing.T) {
	for _, waits := range []string{"A", "AA", "AB", "F", "FF", "A-", "-A"} {
		name := fmt.Sprintf("Wait, under %s, a producer for each", waits)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				newWaitRig(r)
				c := r.contexts(waits).almostWatched(waits)
				r.Go("consumer", func() {
					for i, l := range waits {
						r.Checkpoint(i, l, c.remembered())
						c.wait(l)
					}
				})
				r.Alike("producer", len(waits), r.plainProduce)
			})
		})
	}
}

// TestModelLastLook: one thread changes the condition, notifies and cancels, so the wait
// returns nil. With B the last change is missing, and the last wait ends all the same.
func TestModelLastLook(t *testing.T) {
	for _, waits := range []string{"A", "AA", "AAA", "F", "FF", "E", "AF", "AB", "AABB"} {
		name := fmt.Sprintf("Wait, under %s, change, notify, cancel", waits)
		short := strings.HasSuffix(waits, "B")
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				newWaitRig(r)
				c := r.contexts(waits).almostWatched(waits)
				r.Go("consumer", func() {
					for i, l := range waits {
						r.Checkpoint(i, l, c.remembered())
						if err := c.wait(l); err != nil && !(short && i == len(waits)-1) {
							r.Fail("the change was overlooked: %v", err)
						}
					}
				})
				r.Go("producer", func() {
					for i := range waits {
						if !short || i > 0 {
							r.produceLast(i)
						}
					}
					for _, l := range "ABFE" {
						if cancel := c.cancel[l]; cancel != nil {
							cancel()
						}
					}
				})
			})
		})
	}
}

// TestModelForgetWaits forgets between two waits, in which the context is watched or not.
func TestModelForgetWaits(t *testing.T) {
	for _, waits := range []string{"A", "AA", "AAA"} {
		name := fmt.Sprintf("Wait, under %s, Forget, and once more under A", waits)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				newWaitRig(r)
				c := r.contexts(waits).almostWatched(waits)
				r.Go("consumer", func() {
					for i, l := range waits {
						r.Checkpoint(i, l, c.remembered())
						c.wait(l)
					}
					r.sink.Forget()
					r.sink.parker = newParker()
					r.Name(r.sink.parker, "parker 2")
					c.wait('A')
				})
				r.Go("cancel", func() { c.cancel['A']() })
				r.Alike("producer", 1, r.plainProduce)
			})
		})
	}
}

var errTimedOut = errors.New("timed out")

// waitTimeout is WaitTimeout, for a second.
func (e *ending) waitTimeout() error {
	start := time.Now()
	return e.wait(func() error {
		if !e.r.sink.WaitTimeout(time.Second, e.try) {
			return errTimedOut
		}
		return nil
	}, func() bool { return time.Since(start) >= time.Second }, errTimedOut)
}

// TestModelWaitTimeout: a spurious notification is one without a change. A timer that
// fires early does so once.
func TestModelWaitTimeout(t *testing.T) {
	for _, m := range []struct {
		producers, spurious, waits int
		early, large               bool
	}{
		{0, 0, 2, false, false}, {1, 0, 1, false, false}, {1, 0, 2, false, false}, {2, 0, 2, false, true},
		{0, 1, 2, false, false}, {1, 1, 1, false, false}, {1, 1, 2, false, true},
		{0, 0, 2, true, false}, {1, 0, 1, true, false}, {1, 1, 1, true, true},
	} {
		name := fmt.Sprintf("WaitTimeout, %d producers, %d spurious, %d waits", m.producers, m.spurious, m.waits)
		if m.early {
			name += ", a timer that fires early"
		}
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.large)
			check(t, name, func(r *rig) {
				e := newWaitRig(r).endings()
				if m.early {
					r.Early(1)
				}
				r.Go("consumer", func() {
					for i := range m.waits {
						r.Checkpoint(i)
						start := time.Now()
						err := e.waitTimeout()
						r.Peek(func() {
							// With a stale firing the model's clock, which only timers
							// move, may be.
							if late := time.Since(start) - time.Second; err != nil && late > 0 &&
								m.producers+m.spurious == 0 {
								r.Fail("%v late", late)
							}
						})
					}
				})
				r.Alike("producer", m.producers, r.plainProduce)
				r.Alike("spurious", m.spurious, func() {
					r.Call("Notify", func() { r.sink.Source().Notify() })
					r.Checkpoint()
				})
			})
		})
	}
}

// TestModelReadyThenWait: what an earlier Ready has registered, or left in its channel,
// does no harm to a wait that uses that channel too; nor does a WaitTimeout before it.
func TestModelReadyThenWait(t *testing.T) {
	for _, first := range []string{"Ready", "WaitTimeout"} {
		name := first + ", then Wait(ctx)"
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				newWaitRig(r)
				r.sink.signal = seam.NewSignal()
				c := r.contexts("A").almostWatched("A")
				r.Go("consumer", func() {
					if first == "Ready" {
						r.ready()
					} else {
						c.waitTimeout()
					}
					r.Checkpoint()
					for i := range 2 {
						r.Checkpoint(i, c.remembered())
						c.wait('A')
					}
				})
				r.Go("cancel", func() { c.cancel['A']() })
				r.Alike("producer", 1, r.plainProduce)
			})
		})
	}
}

// TestModelContextPanics: a method of the context panics, before the wait has slept or
// after. The panic goes on, nothing is left registered, not even by an earlier Poll, and
// the next wait is none the worse.
func TestModelContextPanics(t *testing.T) {
	for _, method := range []string{"Done", "Err"} {
		name := fmt.Sprintf("Wait, under a context whose %s panics, and once more", method)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				newWaitRig(r)
				e := r.endings()
				parent, cancel := context.WithCancel(context.Background())
				r.Name(parent, "parent")
				ctx := panicking{parent, method}
				w := &plainWaker{}
				r.Name(w, "A")
				r.Go("consumer", func() {
					n := 2
					if r.sink.Poll(w, r.try) {
						n--
					}
					r.Checkpoint(n)
					if e.waitPanicking(ctx) == nil {
						n--
					}
					for ; n > 0; n-- {
						r.Checkpoint(n)
						e.waitForever()
					}
				})
				r.Go("cancel", func() { cancel() })
				r.Alike("producer", 2, r.plainProduce)
			})
		})
	}
}

var errPanicked = errors.New("panicked")

// waitPanicking is Wait under ctx. If that panics, it is errPanicked.
func (e *ending) waitPanicking(ctx panicking) error {
	over := func() bool { return ctx.method == "Done" || seam.Closed(ctx.Context.Done()) }
	return e.wait(func() (err error) {
		defer func() {
			if v := recover(); v == "mine" {
				e.looked = true // or needn't have
				err = errPanicked
			} else if v != nil {
				panic(v)
			}
		}()
		return e.r.sink.Wait(ctx, e.try)
	}, over, errPanicked)
}

// panicking is a context with a method that panics.
type panicking struct {
	context.Context
	method string
}

func (c panicking) Done() <-chan struct{} {
	if c.method == "Done" {
		panic("mine")
	}
	return c.Context.Done()
}

func (c panicking) Err() error {
	if c.method == "Err" {
		panic("mine")
	}
	return c.Context.Err()
}

// TestModelUntil: WaitUntil and PollUntil return what try has taken.
func TestModelUntil(t *testing.T) {
	for _, method := range []string{"WaitUntil", "PollUntil"} {
		for _, values := range []int{1, 2} {
			name := fmt.Sprintf("%s, %d value", method, values)
			t.Run(name, func(t *testing.T) {
				check(t, name, func(r *rig) {
					newWaitRig(r)
					w := &modelWaker{r: r}
					r.Name(w, "A")
					got := uint32(0)
					r.Ghost(&got)
					took := uint32(0) // the consumer's own
					try := func() (uint32, bool) {
						took = r.tokens.Swap(0)
						return took, took > 0
					}
					r.Go("consumer", func() {
						for n := 0; n < values; {
							r.Checkpoint(n)
							var v uint32
							if method == "WaitUntil" {
								v, _ = WaitUntil(context.Background(), r.sink, try)
							} else {
								r.count.Registers++
								var ok bool
								if v, ok = PollUntil(r.sink, w, try); !ok {
									if v != 0 {
										r.Fail("a value without success: %d", v)
									}
									r.Checkpoint(n)
									r.sleep(w)
									continue
								}
							}
							if v != took {
								r.Fail("%d was taken, and %d returned", took, v)
							}
							got += v
							n += int(v%4 + v/4)
						}
					})
					r.Alike("producer", values, func() {
						r.tokens.Add(uint32(1 + 3*r.Choose(2))) // 1 or 4
						r.notify()
					})
					r.Final(func() error {
						r.Outcome("%d", got)
						return nil
					})
				})
			})
		}
	}
}

// TestModelParker parks and wakes the parker by itself.
func TestModelParker(t *testing.T) {
	for _, wakers := range []int{1, 2, 3} {
		name := fmt.Sprintf("parker, %d wakers", wakers)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				p := newWaitRig(r).sink.parker
				r.Go("parks", func() {
					for r.tokens.Load() < uint32(wakers) {
						p.park()
						p.settle()
						r.Checkpoint()
					}
				})
				r.Alike("wakes", wakers, func() {
					r.tokens.Add(1)
					r.Checkpoint()
					r.Call("Wake", p.Wake)
					r.Checkpoint()
				})
			})
		})
	}
}

// ready is Ready, with a predicate that only looks, and says what Ready must have left.
func (r *rig) ready() {
	held := false
	r.sink.Ready(func() bool { held = r.tokens.Load() > 0; return held })
	r.Peek(func() {
		s, set := r.sink.state.Load(), r.sink.signal.Has()
		if held && (!set || s&protocol.Registered != 0) {
			r.Fail("the condition holds, a token is there: %t, and Ready left the sink in %s", set, protocol.Spell(s))
		}
		if !held && r.sink.newest&asleep != 0 {
			r.Fail("Ready left the sink asleep")
		}
	})
}

// TestModelReady: the channel of Ready has a token after each notification that finds it
// registered.
func TestModelReady(t *testing.T) {
	for _, producers := range []int{1, 2} {
		name := fmt.Sprintf("Ready, %d producers", producers)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				r.sink.signal = seam.NewSignal()
				r.Go("consumer", func() {
					for n := producers; n > 0; {
						r.Checkpoint(n)
						r.ready()
						r.sink.signal.Wait() // as a select would
						if r.try() {
							n--
						}
					}
					r.sink.Unregister()
				})
				r.Alike("producer", producers, r.plainProduce)
			})
		})
	}
}

// TestModelMixed polls, waits and forgets in turn on one sink.
func TestModelMixed(t *testing.T) {
	name := "Poll, Wait and Forget in turn"
	check(t, name, func(r *rig) {
		e := newWaitRig(r).endings()
		w := &plainWaker{}
		r.Name(w, "A")
		r.Go("consumer", func() {
			n := 2
			if r.sink.Poll(w, r.try) {
				n--
			}
			r.Checkpoint(n)
			if r.Choose(2) == 1 {
				r.sink.Forget()
				r.sink.parker = newParker()
				r.Name(r.sink.parker, "parker 2")
			}
			for ; n > 0; n-- {
				r.Checkpoint(n)
				e.waitForever()
			}
		})
		r.Alike("producer", 2, r.plainProduce)
	})
}

// plainWaker does nothing: it is the waker of a task that was polled and is then waited
// for.
type plainWaker struct{ _ int }

func (*plainWaker) Wake() {}
