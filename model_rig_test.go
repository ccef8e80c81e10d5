//go:build interleave

package diatomic

import (
	"errors"
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/internal/protocol"
)

// rig is what the models are made of: a sink, a number of tokens that producers put there
// and the consumer takes, and wakers that note that they were woken. Whatever of it
// threads share is the model's.
type rig struct {
	*interleave.Sim
	sink   *WakeSink
	tokens *atomic.Uint32
	count  *counts
	stays  bool // a waker may stay registered at the end
	tally  map[string]int
	woke   map[int]int // by thread: wake-ups in its present Notify
}

// counts are what the bounds on wake-ups are about: how many more registrations and
// notifications there were than wake-ups. Differences, for fewer states.
type counts struct {
	Registers, Notifies int
}

// newRig also declares what holds in every model.
func newRig(s *interleave.Sim) *rig {
	r := &rig{s, new(WakeSink), new(atomic.Uint32), new(counts), false, nil, map[int]int{}}
	s.Name(r.sink, "sink")
	s.Name(r.tokens, "tokens")
	s.Bits(&r.sink.state, "INDEX", "UPDATE", "REGISTERED", "LOCKED", "NOTIFY")
	s.Ghost(r.count)
	s.Ghost(&r.sink.newest) // the sink only; without it states would be one that Forget has told apart
	s.Invariant("NOTIFY implies REGISTERED and LOCKED", func() error {
		if v := r.sink.state.Load(); !protocol.Legal(v) {
			return errors.New(protocol.Spell(v))
		}
		return nil
	})
	// Each Notify calls Wake at most once, and for a registration of its own. So no more
	// wake-ups than there were notifications are spurious.
	s.Invariant("no more wake-ups than registrations, nor than notifications", func() error {
		if c := r.count; c.Registers < 0 || c.Notifies < 0 {
			return fmt.Errorf("%+v", *c)
		}
		return nil
	})
	s.Final(func() error {
		v := r.sink.state.Load()
		if r.stays {
			v &^= protocol.Registered
		}
		if v&(protocol.Registered|protocol.Locked|protocol.Notify) != 0 {
			return fmt.Errorf("the sink is left in %s", protocol.Spell(v))
		}
		return nil
	})
	return r
}

// modelWaker notes that it was woken. What it does beside that is not the protocol's.
type modelWaker struct {
	r     *rig
	woken atomic.Bool
	also  func()
}

func (w *modelWaker) Wake() {
	if w.r.woke[w.r.Thread()]++; w.r.woke[w.r.Thread()] > 1 {
		w.r.Fail("one Notify wakes twice")
	}
	w.r.count.Registers--
	w.r.count.Notifies--
	w.r.Exclude(func() {
		w.woken.Store(true)
		if w.also != nil {
			w.also()
		}
	})
}

func (r *rig) waker(name string) *modelWaker {
	w := &modelWaker{r: r}
	r.Name(w, name)
	return w
}

func (r *rig) wakers(n int) []*modelWaker {
	ws := make([]*modelWaker, n)
	for i := range ws {
		ws[i] = r.waker(string(rune('A' + i)))
	}
	return ws
}

func (r *rig) notify() {
	r.count.Notifies++
	r.Checkpoint()
	outer := r.woke[r.Thread()] // of the Notify whose Wake this one is called by
	r.woke[r.Thread()] = 0
	r.Call("Notify", func() { r.sink.Source().Notify() })
	r.woke[r.Thread()] = outer
	r.Checkpoint()
}

// produce puts a token there and says so.
func (r *rig) produce() {
	r.tokens.Add(1)
	r.notify()
}

// try takes a token: the weakest predicate, for it reads nothing but what the
// producers write.
func (r *rig) try() bool {
	if r.tokens.Load() == 0 {
		return false
	}
	r.tokens.Add(^uint32(0))
	return true
}

func (r *rig) register(w Waker) {
	r.count.Registers++
	r.Call("Register", func() { r.sink.Register(w) })
}

func (r *rig) unregister() {
	r.Call("Unregister", func() { r.sink.Unregister() })
}

// poll is WakeSink.Poll, with the registration counted. Of the two, TestModelPoll runs
// the real one.
func (r *rig) poll(w *modelWaker) bool {
	if r.try() {
		r.unregister()
		return true
	}
	r.register(w)
	if r.try() {
		r.unregister()
		return true
	}
	return false
}

// sleep waits until w, the newest waker, is woken: others don't count.
func (r *rig) sleep(w *modelWaker) {
	r.Await(func() bool { return w.woken.Load() })
	w.woken.Store(false)
}

// consume takes n tokens. turn yields the waker for each poll. With spurious polls, it
// also polls for no reason, any number of times up to that.
func (r *rig) consume(n, spurious int, turn func(i int) *modelWaker) {
	for i := 0; n > 0; i++ {
		w := turn(i)
		r.Checkpoint(n, spurious, w)
		if r.poll(w) {
			n--
			continue
		}
		r.Checkpoint(n, spurious, w)
		if spurious > 0 && r.Choose(2) == 1 {
			spurious--
			continue
		}
		r.sleep(w)
	}
}

// same and inTurn are turns.
func same(ws []*modelWaker) func(int) *modelWaker {
	return func(int) *modelWaker { return ws[0] }
}

func inTurn(ws []*modelWaker) func(int) *modelWaker {
	return func(i int) *modelWaker { return ws[i%len(ws)] }
}

// check explores a model.
func check(t *testing.T, name string, setup func(r *rig)) *interleave.Result {
	t.Helper()
	return interleave.Run(t, interleave.Model{
		Name:  name,
		Setup: func(s *interleave.Sim) { setup(newRig(s)) },
	}, interleave.Options{})
}

// onlyInFull skips a model that takes long, unless the full set is asked for.
func onlyInFull(t *testing.T, long bool) {
	if long && !interleave.Full() {
		t.Skip("only with -interleave.full")
	}
}
