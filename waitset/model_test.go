//go:build interleave

package waitset

import (
	"fmt"
	"slices"
	"testing"

	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

var background = context.Background()

// TestModelPoll: no wake-up is lost, which would be a deadlock, and none is made up. Each
// number is the source that a notifier notifies.
func TestModelPoll(t *testing.T) {
	for _, notifiers := range [][]int{{0}, {0, 0}, {0, 1}, {0, 0, 1}, {0, 1, 2}} {
		check(t, fmt.Sprint("Poll, notifiers of ", notifiers), maxSources, len(notifiers), func(r *rig) {
			r.Go("consumer", r.poll)
			for _, i := range notifiers {
				r.notifier(i)
			}
		})
	}
}

// TestModelTwice: one that was given is notified again.
func TestModelTwice(t *testing.T) {
	check(t, "Poll, a notifier of [0 0], one of [1]", 2, 3, func(r *rig) {
		r.Go("consumer", r.poll)
		r.notifier(0, 0)
		r.notifier(1)
	})
	check(t, "Poll, a notifier of [0 1 0]", 2, 3, func(r *rig) {
		r.Go("consumer", r.poll)
		r.notifier(0, 1, 0)
	})
}

// TestModelWait runs the real Wait, with the real parker.
func TestModelWait(t *testing.T) {
	for _, notifiers := range [][]int{{0}, {0, 1}, {0, 0}} {
		check(t, fmt.Sprint("Wait, notifiers of ", notifiers), 2, len(notifiers), func(r *rig) {
			r.Go("consumer", func() {
				for r.checkpoint(); r.book.Left > 0; r.checkpoint() {
					r.wait(background)
				}
			})
			for _, i := range notifiers {
				r.notifier(i)
			}
		})
	}
}

// TestModelGiven: which source was notified is known to nobody but the call that gives
// it, once the notifier has ended. So nothing else makes up for what a checkpoint
// forgets: see TestCheckpoints.
func TestModelGiven(t *testing.T) {
	for name, call := range map[string]func(r *rig) (int, bool){
		"Wait, any of 2": func(r *rig) (int, bool) {
			i, err := r.set.Wait(background)
			return i, err == nil
		},
		"Poll, any of 2": func(r *rig) (int, bool) {
			i, ok := r.set.Poll(r)
			if !ok {
				r.checkpoint()
				r.sleep()
				i, ok = r.set.Poll(r)
			}
			return i, ok
		},
	} {
		check(t, name, 2, 0, func(r *rig) {
			given := -1
			r.Ghost(&given)
			r.Go("consumer", func() {
				i, ok := call(r)
				if !ok {
					r.Fail("nothing was given")
				}
				given = i
			})
			r.Go("notifier", func() {
				i := r.Choose(2)
				r.sources[i].Notify()
				r.Checkpoint()
			})
			r.Final(func() error {
				r.Outcome("%d", given)
				return nil
			})
		})
	}
}

// TestModelGivenUp: a wait that is cancelled, or times out, loses nothing.
func TestModelGivenUp(t *testing.T) {
	check(t, "Wait, cancelled, 2 notifiers", 2, 2, func(r *rig) {
		ctx, cancel := context.WithCancel(background)
		r.Go("consumer", func() {
			r.wait(ctx)
			r.poll()
		})
		r.Go("cancel", cancel)
		r.notifier(0)
		r.notifier(1)
	})
	check(t, "WaitTimeout, 2 notifiers", 2, 2, func(r *rig) {
		r.Go("consumer", func() {
			r.waitTimeout()
			r.poll()
		})
		r.notifier(0)
		r.notifier(1)
	})
}

// TestModelLastLook: one thread notifies a source for each wait, and then cancels, so
// each wait gives one. With two, the second is watched if the first slept.
func TestModelLastLook(t *testing.T) {
	for _, waits := range []int{1, 2} {
		check(t, fmt.Sprintf("Wait, notify and cancel, %d waits", waits), waits, waits, func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			almostWatched(r, ctx)
			// No checkpoint between the waits: what the sink remembers of ctx is no
			// local.
			r.Go("consumer", func() {
				for range waits {
					if r.wait(ctx) < 0 {
						r.Fail("a source was overlooked")
						return
					}
				}
			})
			r.Go("notifier", func() {
				for i := range waits {
					r.produce(i, i)
				}
				cancel()
			})
		})
	}
}

// TestModelThenWait: what was called before does no harm to a wait under a context.
func TestModelThenWait(t *testing.T) {
	for _, first := range []string{"Ready", "WaitTimeout", "Poll"} {
		check(t, first+", then Wait(ctx)", 1, 1, func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			almostWatched(r, ctx)
			r.Go("consumer", func() {
				switch first {
				case "Ready":
					r.set.Ready()
				case "WaitTimeout":
					r.waitTimeout()
				case "Poll":
					if i, ok := r.set.Poll(r); ok {
						r.given(i)
					}
				}
				// The wait may be watched, which is no local: no checkpoint.
				r.wait(ctx)
				r.wait(ctx)
				r.poll()
			})
			r.Go("cancel", cancel)
			r.notifier(0)
		})
	}
}

// almostWatched makes six waits under ctx. A wait is watched that is the eighth in a row.
func almostWatched(r *rig, ctx context.Context) {
	for range 6 {
		looks := 0
		r.set.line.sink.Wait(ctx, func() bool { looks++; return looks == 2 })
	}
}

// TestModelContextPanics: a method of the context panics, before the wait has slept or
// after. Then the set is not in use, nothing is lost, and the next wait is none the
// worse.
func TestModelContextPanics(t *testing.T) {
	for _, method := range []string{"Done", "Err"} {
		check(t, fmt.Sprintf("Wait, under a context whose %s panics", method), 1, 1, func(r *rig) {
			ctx, cancel := context.WithCancel(background)
			r.Go("consumer", func() {
				func() {
					defer func() {
						if v := recover(); v == "mine" {
							r.over(false, func() bool { return method == "Done" || seam.Closed(ctx.Done()) })
						} else if v != nil {
							panic(v)
						}
					}()
					r.wait(panicking{ctx, method})
				}()
				for r.checkpoint(); r.book.Left > 0; r.checkpoint() {
					r.wait(background)
				}
			})
			r.Go("cancel", cancel)
			r.notifier(0)
		})
	}
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

// TestModelSteps: a Notify that has nothing to do is one load.
func TestModelSteps(t *testing.T) {
	check(t, "steps", 2, 0, func(r *rig) {
		r.Go("all", func() {
			r.sources[0].Notify()
			r.Call("Notify, ready", r.sources[0].Notify)
			r.sources[1].Remove()
			r.Call("Notify, removed", r.sources[1].Notify)
		})
	}, "Notify, ready", "Notify, removed")
}

// TestModelReady: Ready takes nothing, neither what is there nor what comes.
func TestModelReady(t *testing.T) {
	check(t, "Ready, 1 in line, 1 notifier", 2, 2, func(r *rig) {
		r.Go("consumer", func() {
			r.produce(0)
			r.set.Ready()
			r.poll()
		})
		r.notifier(1)
	})
}

// TestModelOrder: sources are given in the order in which they were notified.
func TestModelOrder(t *testing.T) {
	for _, notified := range [][]int{{0, 1}, {0, 1, 2}} {
		check(t, fmt.Sprint("order, a notifier of ", notified), maxSources, 0, func(r *rig) {
			var got []int
			r.Ghost(&got)
			r.Go("consumer", func() {
				for len(got) < len(notified) {
					r.checkpoint()
					if i, ok := r.set.Poll(r); ok {
						got = append(got, i)
					} else {
						r.sleep()
					}
				}
				if !slices.Equal(got, notified) {
					r.Fail("given in the order %v", got)
				}
			})
			r.Go("notifier", func() {
				for turn, i := range notified {
					r.notify(i, turn)
				}
			})
		})
	}
}

// TestModelRemove: once Remove has returned, the source isn't given; others are, whatever
// became of the removed one.
func TestModelRemove(t *testing.T) {
	for _, m := range []struct {
		notifiers []int // each first notifies source 0, which is removed, and then this one
		twice     bool
	}{{[]int{0}, false}, {[]int{1}, false}, {[]int{1}, true}, {[]int{0, 1}, false}} {
		left := 0
		for _, i := range m.notifiers {
			left += min(i, 1)
		}
		name := fmt.Sprintf("Remove, notifiers of %v, twice: %t", m.notifiers, m.twice)
		check(t, name, maxSources, left, func(r *rig) {
			r.Go("consumer", func() {
				r.poll()
				for turn := range 2 {
					was := r.begin(turn)
					if i, ok := r.set.Try(); ok {
						r.notRemoved(i, was)
						r.given(i)
					}
				}
			})
			for _, i := range m.notifiers {
				r.Go(fmt.Sprint("notifier 0 ", i), func() {
					r.notify(0)
					if i != 0 {
						r.produce(i)
					}
				})
			}
			r.Go("remove", func() {
				r.sources[0].Remove()
				if m.twice {
					r.sources[0].Remove()
				}
				r.book.Removed[0] = true
				r.Checkpoint()
			})
		})
	}
	// The consumer itself removes it, while it is being notified.
	check(t, "Remove by the consumer, 2 notifiers of [0], one of [1]", 2, 1, func(r *rig) {
		r.Go("consumer", func() {
			r.sources[0].Remove()
			r.book.Removed[0] = true
			r.poll()
		})
		r.Go("notifier", func() { r.notify(0) })
		r.Go("notifier", func() { r.notify(0) })
		r.notifier(1)
	})
}

// TestModelBatch: a loop over Batch ends, gives no source twice, and leaves the rest for
// later. It is broken off after some. Of those in line, the consumer has taken the first.
func TestModelBatch(t *testing.T) {
	for _, m := range []struct {
		line, notifiers []int
		off             int
	}{
		{[]int{0, 1}, []int{0}, maxSources},
		{[]int{0, 1}, []int{0, 1}, maxSources},
		{[]int{0, 1, 2}, []int{0}, 1},
		{[]int{0, 1}, []int{2, 0}, 1},
	} {
		name := fmt.Sprintf("Batch, broken off after %d, in line %v, notifiers of %v", m.off, m.line, m.notifiers)
		check(t, name, maxSources, len(m.line)+len(m.notifiers), func(r *rig) {
			r.Go("consumer", func() {
				for turn, i := range m.line {
					r.produce(i, turn)
				}
				if i, ok := r.set.Try(); ok {
					r.given(i)
				}
				var got [maxSources]bool
				n := 0
				r.checkpoint()
				for i := range r.set.Batch() {
					if got[i] {
						r.Fail("source %d was given twice in a batch", i)
					}
					got[i] = true
					r.given(i)
					if n++; n == m.off {
						break
					}
				}
				r.poll()
			})
			for _, i := range m.notifiers {
				r.notifier(i)
			}
		})
	}
	check(t, "Batch, a notifier of [0 0]", 1, 2, func(r *rig) {
		r.Go("consumer", func() {
			n := 0
			for i := range r.set.Batch() {
				if r.given(i); n > 0 {
					r.Fail("source %d was given twice in a batch", i)
				}
				n++
			}
			r.poll()
		})
		r.notifier(0, 0)
	})
}

// TestModelAdd: a source is added, and its value found, while another one is notified.
func TestModelAdd(t *testing.T) {
	check(t, "Add while another is notified", 1, 2, func(r *rig) {
		r.Go("consumer", func() {
			for sum := 0; sum < 3; {
				i, err := r.set.Wait(background)
				if err != nil {
					r.Fail("%v", err)
				}
				sum += i + 1
			}
		})
		r.Go("notifier", func() { r.notify(0) })
		r.Go("adder", func() { r.set.Add(1).Notify() })
	})
}
