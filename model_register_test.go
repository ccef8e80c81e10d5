//go:build interleave

package diatomic

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/internal/protocol"
)

// TestModelSlotReuse registers wakers back to back against notifiers. That no slot is
// written while it is read, the checker sees for itself; here nothing but the last may be
// registered.
func TestModelSlotReuse(t *testing.T) {
	for _, notifiers := range []int{1, 2} {
		name := fmt.Sprintf("slot reuse, %d notifiers", notifiers)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				ws := r.wakers(3)
				r.Go("consumer", func() {
					for _, w := range ws {
						r.register(w)
					}
					r.unregister()
				})
				r.Alike("notifier", notifiers, r.notify)
			})
		})
	}
}

// TestModelReuseABA: A, wake, B, and A again.
func TestModelReuseABA(t *testing.T) {
	for _, notifiers := range []int{2, 3} {
		name := fmt.Sprintf("A, wake, B, A, %d notifiers", notifiers)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, notifiers > 2)
			check(t, name, func(r *rig) {
				ws := r.wakers(2)
				r.Go("consumer", func() {
					r.register(ws[0])
					if r.tokens.Load() == 0 {
						r.sleep(ws[0])
					}
					r.register(ws[1])
					r.register(ws[0])
					if r.tokens.Load() < uint32(notifiers) {
						r.sleep(ws[0])
					}
					r.unregister()
				})
				r.Alike("producer", notifiers, r.produce)
			})
		})
	}
}

// TestModelSameWaker: a waker that is registered again writes no slot, whatever notifiers
// do.
func TestModelSameWaker(t *testing.T) {
	name := "the same waker is not stored"
	check(t, name, func(r *rig) {
		w := r.waker("A")
		// A cell of its own stands for the waker's slots: the consumer may only write
		// to a slot in its first registration.
		var stored [2]Waker
		look := func() [2]Waker { return [2]Waker{r.sink.slots[0].Get(), r.sink.slots[1].Get()} }
		r.Go("consumer", func() {
			r.register(w)
			r.Peek(func() { stored = look() })
			for range 2 {
				r.register(w)
				r.Peek(func() {
					if look() != stored {
						r.Fail("a slot was written")
					}
				})
				r.unregister()
			}
		})
		r.Alike("notifier", 2, r.notify)
	})
}

// TestModelConsumed: a Notify that begins after Register has returned finds a
// registration to take, or somebody who will: in the end, nothing is registered.
func TestModelConsumed(t *testing.T) {
	for _, m := range []struct{ wakers, notifiers int }{{1, 2}, {2, 2}, {1, 3}, {2, 3}} {
		name := fmt.Sprintf("consumed registrations, %d wakers, %d notifiers", m.wakers, m.notifiers)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, m.notifiers > 2)
			check(t, name, func(r *rig) {
				ws := r.wakers(m.wakers)
				r.stays = true
				after := false // a Notify began after the last Register
				r.Ghost(&after)
				r.Go("consumer", func() {
					for i := range 2 {
						r.register(ws[i%m.wakers])
						after = false
					}
				})
				r.Alike("notifier", m.notifiers, func() {
					r.Yield() // a thread's code up to its first operation runs at once
					after = true
					r.notify()
				})
				r.Final(func() error {
					if s := r.sink.state.Load(); after && s&protocol.Registered != 0 {
						return fmt.Errorf("nobody took the registration: %s", protocol.Spell(s))
					}
					return nil
				})
			})
		})
	}
}

// TestModelForget forgets at every point of a consumer that waits, and then waits on.
func TestModelForget(t *testing.T) {
	for _, wakers := range []int{1, 2} {
		name := fmt.Sprintf("forget at every point, %d wakers", wakers)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				ws := r.wakers(wakers)
				held := func() bool {
					var is bool
					r.Peek(func() {
						is = r.sink.slots[0].Get() != nil || r.sink.slots[1].Get() != nil
					})
					return is
				}
				forgets := 2
				r.Ghost(&forgets)
				forget := func() {
					if forgets == 0 || r.Choose(2) == 0 {
						return
					}
					forgets--
					r.Call("Forget", r.sink.Forget)
					var s uint32
					r.Peek(func() { s = r.sink.state.Load() })
					if held() && s&protocol.Locked == 0 {
						r.Fail("a waker is still there, and nobody reads it: %s", protocol.Spell(s))
					}
				}
				r.Go("consumer", func() {
					for n, i := 2, 0; n > 0; i++ {
						w := ws[i%wakers]
						r.Checkpoint(n, w)
						forget()
						if r.try() {
							r.unregister()
							n--
							continue
						}
						r.register(w)
						before := forgets
						forget()
						if forgets != before {
							continue // nothing is registered any more
						}
						if r.try() {
							r.unregister()
							n--
							continue
						}
						r.sleep(w)
					}
					r.sink.Forget()
				})
				r.Alike("producer", 2, r.produce)
				r.Final(func() error {
					// All notifiers are done, so the next call drops what is left.
					if held() && r.sink.newest&rest == 0 {
						return fmt.Errorf("a waker is still there")
					}
					return nil
				})
			})
		})
	}
}

// TestModelHostileWakers: what Wake does is no concern of anybody else.
func TestModelHostileWakers(t *testing.T) {
	// Whatever A does, the consumer then waits with B for its own token.
	after := func(r *rig, also func(), notifier func()) {
		a, b := r.waker("A"), r.waker("B")
		a.also = also
		r.Go("consumer", func() {
			r.register(a)
			r.consume(1, 0, same([]*modelWaker{b}))
		})
		r.Go("hostile", notifier)
		r.Go("producer", r.produce)
	}
	recovers := func(r *rig) func() {
		return func() {
			defer func() {
				if v := recover(); v != nil && v != "mine" {
					panic(v)
				}
			}()
			r.notify()
		}
	}
	t.Run("panics", func(t *testing.T) {
		check(t, "a waker that panics", func(r *rig) {
			// Both notifiers may meet A.
			p := recovers(r)
			a, b := r.waker("A"), r.waker("B")
			a.also = func() { panic("mine") }
			r.Go("consumer", func() {
				r.register(a)
				r.consume(1, 0, same([]*modelWaker{b}))
			})
			r.Go("spurious", p)
			r.Go("producer", func() {
				r.tokens.Add(1)
				p()
			})
		})
	})
	t.Run("exits", func(t *testing.T) {
		check(t, "a waker that exits the goroutine", func(r *rig) {
			after(r, runtime.Goexit, r.notify)
		})
	})
	t.Run("notifies", func(t *testing.T) {
		check(t, "a waker that notifies", func(r *rig) {
			after(r, r.notify, r.notify)
		})
	})
	t.Run("registers", func(t *testing.T) {
		// The sink is the waker's while its owner sleeps: B is registered by the
		// notifier that wakes A, and the token that comes after is B's.
		check(t, "a waker that registers", func(r *rig) {
			a, b := r.waker("A"), r.waker("B")
			a.also = func() { r.register(b) }
			done := r.waker("done")
			r.stays = true
			r.count.Registers++
			r.sink.Register(a)
			r.Go("notifier", func() {
				r.notify()
				done.woken.Store(true)
			})
			r.Go("other", func() {
				r.notify()
			})
			r.Go("last", func() {
				r.sleep(done)
				// B is registered by now, unless the other one woke it or still is about
				// to register it.
				r.notify()
			})
			r.Final(func() error {
				if !b.woken.Load() && r.sink.state.Load()&protocol.Registered == 0 {
					return fmt.Errorf("B is neither woken nor registered")
				}
				return nil
			})
		})
	})
}

// TestModelSteps: how many steps of their own the calls take, whatever others do, and
// when run alone from any state that the others can leave behind. Wake's steps don't
// count.
func TestModelSteps(t *testing.T) {
	result := interleave.Run(t, interleave.Model{
		Name:  "steps",
		Graph: true,
		Setup: func(s *interleave.Sim) {
			r := newRig(s)
			ws := r.wakers(2)
			r.Go("consumer", func() {
				r.consume(2, 1, inTurn(ws))
				r.Call("Forget", r.sink.Forget)
			})
			r.Go("producer 1", r.produce)
			r.Go("producer 2", r.produce)
		},
	}, interleave.Options{})
	for call, want := range map[string]struct{ any, alone int }{
		"Register":   {any: 4, alone: 4},
		"Unregister": {any: 2, alone: 2},
		"Forget":     {any: 3, alone: 3},
		"Notify":     {any: -1, alone: 6}, // lock-free: others may hold it up by their own progress
	} {
		got, ok := result.Calls[call]
		t.Logf("%s: %+v", call, got)
		if !ok || got.Solo > want.alone || want.any >= 0 && got.Max > want.any {
			t.Errorf("%s takes %+v steps, want at most %+v", call, got, want)
		}
	}
}

// TestModelStepsAlone: how many steps each call takes in each case, with nobody else
// there. Only those of a Notify that calls Wake, and of another waker, have more than one
// read-modify-write.
func TestModelStepsAlone(t *testing.T) {
	want := map[string]int{
		"Notify, idle":                   1, // a load
		"Notify":                         4, // two loads; CAS, CAS
		"Register, same waker":           1, // Or
		"Register, another":              2, // load; Or
		"Register, another again":        4, // load, load; And, Or
		"Unregister, nothing registered": 1, // load
		"Unregister":                     2, // load; And
		"Forget, nothing registered":     2, // two loads
		"Forget":                         3, // two loads; And
		"Forget, a context is watched":   4, // two loads; Swap, and the context's
	}
	result := check(t, "steps alone", func(r *rig) {
		newWaitRig(r)
		a, b := &plainWaker{}, &plainWaker{}
		r.Name(a, "A")
		r.Name(b, "B")
		s := r.sink
		ctx, _ := context.WithCancel(context.Background())
		r.Name(ctx, "ctx")
		r.Go("all", func() {
			for _, c := range []struct {
				name string
				call func()
			}{
				{"Notify, idle", s.Source().Notify},
				{"Unregister, nothing registered", s.Unregister},
				{"Register, another", func() { s.Register(a) }},
				{"Register, same waker", func() { s.Register(a) }},
				{"Notify", s.Source().Notify},
				{"Register, same waker", func() { s.Register(a) }},
				{"Register, another", func() { s.Register(b) }},
				{"Register, another again", func() { s.Register(a) }},
				{"Notify", s.Source().Notify},
				{"Register, another", func() { s.Register(b) }},
				{"Unregister", s.Unregister},
				{"Notify, idle", s.Source().Notify},
				{"Register, same waker", func() { s.Register(b) }},
				{"Forget", s.Forget},
				{"Forget, nothing registered", s.Forget},
				{"Register, another", func() { s.Register(b) }},
				{"Unregister", s.Unregister},
			} {
				r.Call(c.name, c.call)
			}
			s.watch = &watch{done: ctx.Done()}
			s.watch.hookUp(ctx, newParker())
			r.Call("Forget, a context is watched", s.Forget)
		})
	})
	for call, most := range want {
		if got, ok := result.Calls[call]; !ok || got.Max != most {
			t.Errorf("%s takes %+v steps, want at most %d", call, got, most)
		}
	}
}

// TestModelStaleNotify: a registration never begins with NOTIFY set for an older one.
// After Register of another waker, NOTIFY may only be set by a Notify that was under way
// while it ran, in addition to the lock holder's.
func TestModelStaleNotify(t *testing.T) {
	for _, notifiers := range []int{2, 3} {
		name := fmt.Sprintf("stale NOTIFY, %d notifiers", notifiers)
		t.Run(name, func(t *testing.T) {
			onlyInFull(t, notifiers > 2)
			check(t, name, func(r *rig) {
				ws := r.wakers(2)
				var during struct {
					register         bool
					active, overlaps int // calls of Notify
				}
				r.Ghost(&during)
				r.Go("consumer", func() {
					r.register(ws[0])
					r.register(ws[0])
					r.Yield()
					during.register, during.overlaps = true, during.active
					r.register(ws[1])
					during.register = false
					r.Peek(func() {
						if r.sink.state.Load()&protocol.Notify != 0 && during.overlaps < 2 {
							r.Fail("NOTIFY is set for a registration that nobody notified")
						}
					})
					r.unregister()
				})
				r.Alike("notifier", notifiers, func() {
					r.Yield() // a thread's code up to its first operation runs at once
					during.active++
					if during.register {
						during.overlaps++
					}
					r.notify()
					during.active--
				})
			})
		})
	}
}
