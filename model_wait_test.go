//go:build interleave

package diatomic

import (
	"errors"
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/context"
	"github.com/diatomic-go/diatomic/internal/interleave/seam"
	"github.com/diatomic-go/diatomic/internal/interleave/time"
)

// In these models the real Wait, WaitTimeout and Ready run, with the real parker. What stands
// in for the outside: the runtime's park and ready (or, with the tag diatomic_portable, the
// channel), context.AfterFunc, timers, and runtime.AddCleanup, which does nothing.

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
				newWaitRig(r)
				r.Go("consumer", func() {
					for n := range m.producers * m.each {
						r.Checkpoint(n)
						if err := r.sink.Wait(context.Background(), r.try); err != nil {
							r.Fail("Wait returned %v", err)
						}
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

// outcome says how a wait ended, and what it must have left.
func (r *rig) outcome(err, want error) {
	if err != nil && err != want {
		r.Fail("the wait returned %v", err)
	}
	r.Peek(func() {
		if s := r.sink.state.Load(); s&(registered|notify) != 0 {
			r.Fail("%v left the sink in %s", err, spell(s))
		}
	})
	r.tally[fmt.Sprint(err)]++
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

func TestModelWaitCancelled(t *testing.T) {
	for _, m := range []struct{ producers, waits int }{{0, 1}, {1, 1}, {1, 2}, {2, 1}, {2, 2}} {
		name := fmt.Sprintf("Wait, cancelled at every point, %d producers, %d waits", m.producers, m.waits)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.producers > 1)
			check(t, name, func(r *rig) {
				newWaitRig(r).tallied()
				ctx, cancel := context.WithCancel(context.Background())
				r.Name(ctx, "ctx")
				r.Go("consumer", func() {
					for i := range m.waits {
						r.Checkpoint(i)
						r.outcome(r.sink.Wait(ctx, r.try), context.Canceled)
					}
				})
				r.Go("cancel", func() { cancel() })
				r.Alike("producer", m.producers, r.plainProduce)
			})
		})
	}
}

// TestModelOtherContext waits under one context, then under another.
func TestModelOtherContext(t *testing.T) {
	for _, producers := range []int{0, 1} {
		name := fmt.Sprintf("Wait, one context after the other, %d producers", producers)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, producers > 0)
			check(t, name, func(r *rig) {
				newWaitRig(r).tallied()
				first, cancelFirst := context.WithCancel(context.Background())
				second, cancelSecond := context.WithCancel(context.Background())
				r.Name(first, "first")
				r.Name(second, "second")
				r.Go("consumer", func() {
					r.outcome(r.sink.Wait(first, r.try), context.Canceled)
					r.Checkpoint()
					if r.Choose(2) == 1 {
						r.sink.Forget()
						r.sink.parker = newParker()
						r.Name(r.sink.parker, "parker 2")
					}
					r.outcome(r.sink.Wait(second, r.try), context.Canceled)
				})
				r.Go("cancel first", func() { cancelFirst() })
				r.Go("cancel second", func() { cancelSecond() })
				r.Alike("producer", producers, r.plainProduce)
			})
		})
	}
}

func TestModelWaitTimeout(t *testing.T) {
	errTimedOut := errors.New("timed out")
	for _, m := range []struct{ producers, waits int }{{0, 2}, {1, 1}, {1, 2}, {2, 2}} {
		name := fmt.Sprintf("WaitTimeout, %d producers, %d waits", m.producers, m.waits)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.producers > 1)
			check(t, name, func(r *rig) {
				newWaitRig(r).tallied()
				r.Go("consumer", func() {
					for i := range m.waits {
						r.Checkpoint(i)
						var err error
						if !r.sink.WaitTimeout(time.Second, r.try) {
							err = errTimedOut
						}
						r.outcome(err, errTimedOut)
					}
				})
				r.Alike("producer", m.producers, r.plainProduce)
			})
		})
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
						if !p.claim() {
							r.Fail("the parker is taken")
						}
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
						r.sink.Ready(func() bool { return r.tokens.Load() > 0 })
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
		newWaitRig(r)
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
				if err := r.sink.Wait(context.Background(), r.try); err != nil {
					r.Fail("Wait returned %v", err)
				}
			}
		})
		r.Alike("producer", 2, r.plainProduce)
	})
}

// plainWaker does nothing: it is the waker of a task that was polled and is then waited for.
type plainWaker struct{ _ int }

func (*plainWaker) Wake() {}
