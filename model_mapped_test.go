//go:build interleave

package diatomic

import (
	"errors"
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/protocol/abstraction"
)

// TestMappedStates: the abstraction has every state that the code reaches with up to
// three notifiers, and makes every step that the code makes there.
func TestMappedStates(t *testing.T) {
	to := newTarget(abstraction.Explore())
	for _, c := range []mappedModel{
		{producers: 1, wakers: 1, whims: 2},
		{producers: 2, wakers: 1},
		{producers: 2, wakers: 2},
		{producers: 2, wakers: 2, whims: 1},
		{producers: 1, spurious: 1, wakers: 2, whims: 2},
		{producers: 2, spurious: 1, wakers: 2},
		{producers: 2, wakers: 3, whims: 2, large: true},
		{producers: 3, wakers: 2, large: true},
		{producers: 2, spurious: 1, wakers: 2, whims: 1, large: true},
	} {
		t.Run(c.String(), func(t *testing.T) {
			if c.large && !interleave.Full() {
				t.Skip("only with -interleave.full")
			}
			interleave.Run(t, c.model(to), interleave.Options{NoReduce: true, NoShrink: true})
		})
	}
	t.Logf("they map onto %d of the abstraction's %d states; distances: %v", len(to.onto), to.Len(), to.Distances())
}

// TestMappedCuts: without any one of these steps the abstraction is too small, and the
// mapping shows it. So no step that the code makes can be missing unseen.
func TestMappedCuts(t *testing.T) {
	for _, c := range abstraction.Cuts() {
		t.Run(c.Name, func(t *testing.T) {
			m := mappedModel{producers: 1, spurious: 1, wakers: 2, whims: 2}.model(newTarget(c.Unexplored()))
			r := interleave.Check(m, interleave.Options{NoReduce: true, NoShrink: true})
			if r.Verdict != interleave.Failed || r.Failure.Kind != "relation" {
				t.Errorf("not noticed: %v", r)
				return
			}
			t.Log(r.Failure.Text)
		})
	}
}

// target is what the states of models are mapped to.
type target struct {
	*abstraction.Exploration
	onto map[uint64]bool // keys of states that were reached
}

func newTarget(e *abstraction.Exploration) *target { return &target{e, map[uint64]bool{}} }

// mappedModel is a consumer with two wakers or so, and producers.
type mappedModel struct {
	producers, spurious, wakers, whims int
	large                              bool
}

func (c mappedModel) String() string {
	return fmt.Sprintf("%d producers, %d spurious notifiers, %d wakers, %d whims",
		c.producers, c.spurious, c.wakers, c.whims)
}

func (c mappedModel) model(to *target) interleave.Model {
	return interleave.Model{Name: "mapped: " + c.String(), Setup: func(s *interleave.Sim) {
		r := newRig(s)
		r.stays = true
		m := newMapping(r, c.wakers, to)
		r.Go("consumer", func() { m.consume(c.producers, c.whims, inTurn(m.wakers)) })
		for range c.producers {
			r.Go("producer", r.produce)
		}
		for range c.spurious {
			r.Go("spurious", r.notify)
		}
	}}
}

// mapping maps the states of a model to those of the abstraction. The model's consumer
// says what it calls. Where it stands in there, and where the notifiers stand, follows
// from their next atomic operation, the last one, and the locals of the checkpoints in
// source.go.
type mapping struct {
	*rig
	*target
	wakers []*modelWaker
	doing  doing
	waker  *modelWaker // registered, or slept on
}

// doing is what the consumer calls.
type doing int

const (
	nothing    doing = iota // or it looks for the first time
	registers               // Register
	looksAgain              // at the condition
	sleeps
	unregisters // Unregister
	forgets     // Forget
)

// newMapping declares that every state maps to one of the abstraction, and that the
// abstraction can make every step, in at most MaxSteps of its own; whichever waker is
// called A.
func newMapping(r *rig, wakers int, to *target) *mapping {
	m := &mapping{rig: r, target: to, wakers: r.wakers(wakers)}
	r.Relation("the abstraction goes along", m.see, m.holds)
	return m
}

func (m *mapping) see() (any, error) {
	to := make([]uint64, len(m.wakers))
	for i, a := range m.wakers {
		s, err := m.state(a)
		if err != nil {
			return nil, err
		}
		to[i] = m.Key(s)
		if m.Len() > 0 && !m.Reaches(to[i]) { // else it follows from the steps alone
			return nil, fmt.Errorf("not reachable in the abstraction: %v", s)
		}
		m.onto[to[i]] = true
	}
	return to, nil
}

func (m *mapping) holds(from, to any) error {
	for i, f := range from.([]uint64) {
		t := to.([]uint64)[i]
		if m.Distance(f, t) < 0 {
			return fmt.Errorf("the abstraction can't go in %d steps from\n\t%v to\n\t%v",
				abstraction.MaxSteps, abstraction.Unpack(f), abstraction.Unpack(t))
		}
	}
	return nil
}

func (m *mapping) state(a *modelWaker) (s abstraction.State, err error) {
	name := func(w Waker) abstraction.Waker {
		switch w {
		case nil:
			return abstraction.NoWaker
		case a:
			return abstraction.WakerA
		}
		return abstraction.Another
	}
	s.Word = m.sink.state.Load()
	for i := range s.Slots {
		s.Slots[i] = name(m.sink.slots[i].Get())
	}
	s.Newest, s.Rest = m.sink.newest&protocol.Index, m.sink.newest&rest != 0
	s.Change = m.tokens.Load() > 0
	s.Woken = a.woken.Load()
	for _, v := range m.Views() {
		if v.Label == "consumer" {
			err = m.consumer(&s, v, name)
		} else {
			err = m.notifier(&s, v, name)
		}
		if err != nil {
			return s, fmt.Errorf("%s: %w: %+v", v.Label, err, v)
		}
	}
	return s, nil
}

var errNowhere = errors.New("stands at no step of the abstraction")

// consumer finds the place of the sink.
func (m *mapping) consumer(s *abstraction.State, v interleave.ThreadView, name func(Waker) abstraction.Waker) error {
	after := v.Last.Kind
	if !v.Last.On(&m.sink.state) {
		after = ""
	}
	type step struct {
		doing     doing
		next, was string
	}
	at, ok := map[step]abstraction.Place{
		{registers, "load", ""}:      abstraction.SinkLoads,
		{registers, "and", "load"}:   abstraction.SinkWithdraws,
		{registers, "load", "and"}:   abstraction.SinkLoadsAgain,
		{registers, "or", "load"}:    abstraction.SinkPublishes,
		{registers, "or", ""}:        abstraction.SinkRepeats,
		{unregisters, "load", ""}:    abstraction.UnregLoads,
		{unregisters, "and", "load"}: abstraction.UnregAnds,
		{forgets, "load", ""}:        abstraction.UnregLoads,
		{forgets, "and", "load"}:     abstraction.UnregAnds,
		{forgets, "load", "load"}:    abstraction.ForgetLoads,
		{forgets, "load", "and"}:     abstraction.ForgetLoads,
		{looksAgain, "load", "or"}:   abstraction.SinkLooks,
		{looksAgain, "add", ""}:      abstraction.SinkAwake, // it takes what it saw
		{sleeps, "choose", ""}:       abstraction.SinkAsleep,
		{sleeps, "await", ""}:        abstraction.SinkAsleep,
		{sleeps, "store", ""}:        abstraction.SinkAwake, // it was woken
		{nothing, "start", ""}:       abstraction.SinkAwake,
		{nothing, "end", after}:      abstraction.SinkAwake,
		{nothing, "load", after}:     abstraction.SinkAwake,
		{nothing, "add", after}:      abstraction.SinkAwake,
		{nothing, "choose", after}:   abstraction.SinkAwake,
	}[step{m.doing, v.Pending.Kind, after}]
	if !ok {
		return fmt.Errorf("%w: doing %d", errNowhere, m.doing)
	}
	switch at {
	case abstraction.SinkAwake, abstraction.UnregLoads, abstraction.UnregAnds, abstraction.ForgetLoads:
	default:
		s.Waker = name(m.waker)
	}
	if s.Waker == abstraction.Another && (at == abstraction.SinkLooks || at == abstraction.SinkAsleep) {
		at, s.Waker = abstraction.SinkAwake, abstraction.NoWaker
	}
	s.At, s.Forgetting = at, m.doing == forgets
	return nil
}

// notifier counts a notifier where it stands.
func (m *mapping) notifier(s *abstraction.State, v interleave.ThreadView, name func(Waker) abstraction.Waker) error {
	count := func(at abstraction.Step) error {
		s.Count(at)
		return nil
	}
	next := v.Pending
	switch {
	case next.Kind == "start", next.Kind == "end", next.On(m.tokens):
		return nil // not there yet, or gone
	case next.Kind == "store":
		for _, w := range m.wakers {
			if next.On(&w.woken) {
				if name(w) == abstraction.WakerA {
					return count(abstraction.NotifierWakes)
				}
				return nil // what another waker's Wake does doesn't matter
			}
		}
	case !next.On(&m.sink.state):
	case next.Kind == "load" && !v.InCode:
		return count(abstraction.NotifierEarly)
	case next.Kind == "load" && len(v.Locals) == 0:
		return count(abstraction.NotifierSlow)
	case next.Kind == "CAS" && v.InCode && len(v.Locals) == 0:
		if uint32(v.Last.Value) != s.Word {
			return count(abstraction.NotifierSlow) // see setWord
		}
		return count(abstraction.NotifierSwaps)
	case len(v.Locals) == 2 && s.Holder != abstraction.HolderNone:
		return errors.New("a second notifier holds the lock")
	case next.Kind == "CAS" && len(v.Locals) == 2:
		s.Holder, s.Now, s.Copy = abstraction.HolderReleases, v.Locals[0].(uint32), name(v.Locals[1].(Waker))
		return nil
	case next.Kind == "load" && len(v.Locals) == 2:
		s.Holder, s.Copy = abstraction.HolderReloads, name(v.Locals[1].(Waker))
		return nil
	}
	return errNowhere
}

// consume takes n tokens with the real Poll. Between polls it may poll for no reason,
// register without looking, unregister, and forget, so many times in all.
func (m *mapping) consume(n, whims int, turn func(int) *modelWaker) {
	for i := 0; n > 0; i++ {
		w := turn(i)
		m.Checkpoint(n, whims, w)
		m.doing = nothing
		if whims > 0 {
			if whim := m.Choose(4); whim > 0 {
				whims--
				m.Checkpoint(n, whims, w, whim)
				m.whim(whim, w)
				continue
			}
		}
		m.Checkpoint(n, whims, w)
		if m.poll(w) {
			n--
			continue
		}
		m.Checkpoint(n, whims, w)
		m.doing = sleeps
		if whims > 0 && m.Choose(2) == 1 {
			whims--
			continue
		}
		m.sleep(w)
	}
	m.doing = nothing
	m.Checkpoint()
}

func (m *mapping) whim(whim int, w *modelWaker) {
	m.count.Registers++ // an upper bound
	switch whim {
	case 1:
		m.doing, m.waker = registers, w
		m.sink.Register(w)
	case 2:
		m.doing = unregisters
		m.sink.Unregister()
	case 3:
		m.doing = forgets
		m.sink.Forget()
	}
	m.doing = nothing
}

func (m *mapping) poll(w *modelWaker) bool {
	m.count.Registers++
	looks := 0
	m.waker = w
	return m.sink.Poll(w, func() bool {
		if looks++; looks == 2 {
			m.doing = looksAgain
		}
		ok := m.try()
		if m.doing = unregisters; looks == 1 && !ok {
			m.doing = registers
		}
		return ok
	})
}
