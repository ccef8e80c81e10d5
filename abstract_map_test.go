//go:build interleave

package diatomic

import (
	"errors"
	"fmt"

	"github.com/diatomic-go/diatomic/internal/interleave"
)

// mapping maps the states of a model to those of the abstraction. The model's
// consumer says what it calls; where it stands in there, and where the notifiers stand, follows from
// their next atomic operation, the last one, and the locals of the checkpoints in source.go.
type mapping struct {
	*rig
	*abstraction
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

// newMapping declares that every state maps to one of the abstraction, and that every step is one that
// the abstraction can make, in at most maxSteps; whichever waker is called A.
func newMapping(r *rig, wakers int, b *abstraction) *mapping {
	m := &mapping{rig: r, abstraction: b, wakers: r.wakers(wakers)}
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
		if len(m.states) > 0 && !m.reaches(s) { // or it follows from the steps alone
			return nil, fmt.Errorf("not reachable in the abstraction: %v", s)
		}
		to[i] = s.pack(m.symmetric)
		m.onto[to[i]] = true
	}
	return to, nil
}

func (m *mapping) holds(from, to any) error {
	for i, f := range from.([]uint64) {
		t := to.([]uint64)[i]
		if m.abstraction.distance(f, t) < 0 {
			return fmt.Errorf("the abstraction can't go in %d steps from\n\t%v to\n\t%v", maxSteps, unpackAbstract(f), unpackAbstract(t))
		}
	}
	return nil
}

func (m *mapping) state(a *modelWaker) (s abstractState, err error) {
	name := func(w Waker) abstractWaker {
		switch w {
		case nil:
			return noWaker
		case a:
			return wakerA
		}
		return another
	}
	s.word = m.sink.state.Load()
	for i := range s.slots {
		s.slots[i] = name(m.sink.slots[i].Get())
	}
	s.newest = m.sink.newest
	s.change = m.tokens.Load() > 0
	s.woken = a.woken.Load()
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
func (m *mapping) consumer(s *abstractState, v interleave.ThreadView, name func(Waker) abstractWaker) error {
	after := v.Last.Kind
	if !v.Last.On(&m.sink.state) {
		after = ""
	}
	type step struct {
		doing     doing
		next, was string
	}
	at, ok := map[step]place{
		{registers, "load", ""}:      sinkLoads,
		{registers, "and", "load"}:   sinkWithdraws,
		{registers, "load", "and"}:   sinkLoadsAgain,
		{registers, "or", "load"}:    sinkPublishes,
		{registers, "or", ""}:        sinkRepeats,
		{unregisters, "load", ""}:    unregLoads,
		{unregisters, "and", "load"}: unregAnds,
		{forgets, "load", ""}:        unregLoads,
		{forgets, "and", "load"}:     unregAnds,
		{forgets, "load", "load"}:    forgetLoads,
		{forgets, "load", "and"}:     forgetLoads,
		{looksAgain, "load", "or"}:   sinkLooks,
		{looksAgain, "add", ""}:      sinkAwake, // it takes what it saw
		{sleeps, "choose", ""}:       sinkAsleep,
		{sleeps, "await", ""}:        sinkAsleep,
		{sleeps, "store", ""}:        sinkAwake, // it was woken
		{nothing, "start", ""}:       sinkAwake,
		{nothing, "end", after}:      sinkAwake,
		{nothing, "load", after}:     sinkAwake,
		{nothing, "add", after}:      sinkAwake,
		{nothing, "choose", after}:   sinkAwake,
	}[step{m.doing, v.Pending.Kind, after}]
	if !ok {
		return fmt.Errorf("%w: doing %d", errNowhere, m.doing)
	}
	switch at {
	case sinkAwake, unregLoads, unregAnds, forgetLoads:
	default:
		s.waker = name(m.waker)
	}
	if s.waker == another && (at == sinkLooks || at == sinkAsleep) {
		at, s.waker = sinkAwake, noWaker
	}
	s.at, s.forgetting = at, m.doing == forgets
	return nil
}

// notifier counts a notifier where it stands.
func (m *mapping) notifier(s *abstractState, v interleave.ThreadView, name func(Waker) abstractWaker) error {
	count := func(step int) error {
		s.crowds[step] = s.crowds[step].more()
		return nil
	}
	next := v.Pending
	switch {
	case next.Kind == "start", next.Kind == "end", next.On(m.tokens):
		return nil // not there yet, or gone
	case next.Kind == "store":
		for _, w := range m.wakers {
			if next.On(&w.woken) {
				if name(w) == wakerA {
					return count(crowdWakes)
				}
				return nil // what another waker's Wake does doesn't matter
			}
		}
	case !next.On(&m.sink.state):
	case next.Kind == "load" && !v.InCode:
		return count(crowdEarly)
	case next.Kind == "load" && len(v.Locals) == 0:
		return count(crowdSlow)
	case next.Kind == "CAS" && v.InCode && len(v.Locals) == 0:
		if uint32(v.Last.Value) != s.word {
			return count(crowdSlow) // see setWord
		}
		return count(crowdSwaps)
	case len(v.Locals) == 2 && s.holder != holderNone:
		return errors.New("a second notifier holds the lock")
	case next.Kind == "CAS" && len(v.Locals) == 2:
		s.holder, s.now, s.copy = holderReleases, v.Locals[0].(uint32), name(v.Locals[1].(Waker))
		return nil
	case next.Kind == "load" && len(v.Locals) == 2:
		s.holder, s.copy = holderReloads, name(v.Locals[1].(Waker))
		return nil
	}
	return errNowhere
}

// consume takes n tokens with the real Poll. Between polls it may poll for no reason, register without
// looking, unregister, and forget, so many times in all.
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
