// Package abstraction checks the protocol for any number of notifiers, any number of
// wakers, and a sink that goes on forever. An abstract state is finite, since it keeps
//
//   - of the notifiers, how many stand at each step: none, one or many;
//   - of the wakers, one, which is called A, whichever it may be; all others are one;
//   - of the condition, whether there is a change that the sink hasn't taken;
//   - of the sink everything: the word, the slots, which one is newest, its place in the
//     code and its locals.
//
// The word's steps are those of package protocol. Each atomic operation is a step, and so
// is each access to a slot. What a state doesn't keep is left open, so there are more
// runs here than there can be, and what holds in all of them holds in the code.
//
// It is enough to follow one waker. The code copies wakers and compares them with the
// newest; nothing else depends on which is which. So call A the waker whose wake-up is
// lost, if one is. Two of the others may be the same or not: the sink may go either way.
// A sink that sleeps on one of them counts as awake, and a notifier that is about to wake
// one of them counts as gone, which makes the property lostWakeUp the stronger.
//
// Two kinds of notifier count as standing at the same step: one that is about to swap
// from a word that has changed since, and one that is about to load again (see setWord).
// A state has no more than one lock holder: a second one is reported when it takes the
// lock.
//
// Whether the steps are those of the code is checked elsewhere, by running the code in
// the model checker and mapping its states to the ones here.
package abstraction

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/internal/protocol"
)

// The names of package protocol, short because each line here has some.
type verdict = protocol.Verdict

const (
	index      = protocol.Index
	update     = protocol.Update
	registered = protocol.Registered
	locked     = protocol.Locked
	notify     = protocol.Notify

	leave = protocol.Leave
	read  = protocol.Read
	wake  = protocol.Wake
)

// crowd counts notifiers. Many is two or more.
type crowd uint8

const (
	crowdNone crowd = iota
	crowdOne
	crowdMany
)

func (c crowd) more() crowd { return min(c+1, crowdMany) }

func (c crowd) and(d crowd) crowd { return min(c+d, crowdMany) }

// less calls f with each count that may be left when one goes.
func (c crowd) less(f func(crowd)) {
	f(c - 1)
	if c == crowdMany {
		f(crowdMany)
	}
}

// Waker is what a slot, or a notifier's hand, may hold.
type Waker uint8

const (
	NoWaker Waker = iota
	WakerA        // one certain waker
	Another       // any other one: two of them may be different
)

// Place is where the sink stands: what it does next.
type Place uint8

const (
	SinkAwake            Place = iota // between two calls: it looks, takes a change, or calls anything
	SinkLoads                         // registerNew: Load
	SinkWithdraws                     // And
	SinkLoadsAgain                    // Load
	sinkDrops                         // dropRest: writes the slot that isn't newest, then the next step
	sinkWrites                        // writes slot
	SinkPublishes                     // Or
	SinkRepeats                       // Register of the newest waker: Or
	SinkLooks                         // at the condition, A being registered
	SinkAsleep                        // until A is woken, or for as long as it likes
	UnregLoads                        // Unregister: Load
	unregDrops                        // dropRest, then And
	unregDropsEnd                     // dropRest, and no And
	UnregAnds                         // And
	ForgetLoads                       // Forget, unregistered: Load
	forgetWrites                      // writes slot
	forgetWritesAndDrops              // writes slot, then dropRest
	forgetDrops                       // dropRest
	sinkPublishesRest                 // mutants: the second half of a publication
)

var placeNames = [...]string{
	"awake", "load (new waker)", "withdraw", "load again", "drop rest", "write", "publish", "register same",
	"look again", "asleep",
	"unregister: load", "unregister: drop rest, and", "unregister: drop rest", "unregister: and",
	"forget: load", "forget: write", "forget: write and drop", "forget: drop rest", "publish, second half",
}

// Holding is where the lock holder stands.
type Holding uint8

const (
	HolderNone     Holding = iota
	HolderReads            // about to read slot Now&index
	HolderReleases         // about to compare and swap the word from Now, with Copy in hand
	HolderReloads          // that has failed: about to load
)

// Step is where a notifier without the lock stands.
type Step int

const (
	NotifierEarly Step = iota // about to load in Notify; the change is made
	NotifierSlow              // about to load in notify, or to fail to swap: see setWord
	NotifierSwaps             // about to compare and swap from the present word
	NotifierWakes             // about to call Wake of A
	notifierSteps             // number of these
)

// stray is a notifier with locals that only some mutants need.
type stray uint8

const (
	noStray      stray = iota
	strayStores        // with a stale old, about to step without comparing
	strayReads         // about to read the slot, not holding the lock
	straySwaps         // has read it
	strayLate          // about to read it after having released
	strayChanges       // has loaded in Notify, about to make the change
)

// State is one state of the abstraction. The zero State is the first.
type State struct {
	Word   uint32
	Slots  [2]Waker
	Newest uint32 // slot that the sink wrote last
	Rest   bool   // the other slot holds a waker that Forget couldn't drop
	Change bool   // there is a change that the sink hasn't taken
	Woken  bool   // A was woken since it registered; only while the sink looks or sleeps

	At         Place
	Waker      Waker  // being registered
	slot       uint32 // to be written
	Forgetting bool   // Unregister is part of Forget

	Holder Holding
	Now    uint32 // the word, as the holder knows it
	Copy   Waker  // read by the holder

	crowds [notifierSteps]crowd

	stray     stray
	strayOld  uint32
	strayCopy Waker
}

// Count adds a notifier that stands at a step.
func (s *State) Count(at Step) { s.crowds[at] = s.crowds[at].more() }

// flip swaps the two slots, in a state without what mutants need.
func (s *State) flip() {
	s.Word ^= index
	s.Newest ^= index
	s.Slots[0], s.Slots[1] = s.Slots[1], s.Slots[0]
	switch s.At {
	case sinkDrops, sinkWrites, forgetWrites, forgetWritesAndDrops:
		s.slot ^= index
	}
	if s.Holder == HolderReads || s.Holder == HolderReleases {
		s.Now ^= index
	}
}

// pack makes a number of a state. States that differ only in what isn't used any more get
// the same number. So do states that differ only in the numbers of the slots, if
// symmetric is set.
func (s State) pack(symmetric bool) uint64 {
	if s.At != SinkLooks && s.At != SinkAsleep {
		s.Woken = false
	}
	if symmetric && s.Newest != 0 {
		s.flip()
	}
	n, at := uint64(0), 0
	add := func(v uint64, bits int) {
		n |= v << at
		at += bits
	}
	add(uint64(s.Word), 5)
	add(uint64(s.Slots[0]), 2)
	add(uint64(s.Slots[1]), 2)
	add(uint64(s.Newest), 1)
	add(bitOf(s.Rest), 1)
	add(bitOf(s.Change), 1)
	add(bitOf(s.Woken), 1)
	add(uint64(s.At), 5)
	add(uint64(s.Waker), 2)
	add(uint64(s.slot), 1)
	add(bitOf(s.Forgetting), 1)
	add(uint64(s.Holder), 2)
	add(uint64(s.Now), 5)
	add(uint64(s.Copy), 2)
	for _, c := range s.crowds {
		add(uint64(c), 2)
	}
	add(uint64(s.stray), 3)
	add(uint64(s.strayOld), 5)
	add(uint64(s.strayCopy), 2)
	return n
}

func bitOf(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Unpack returns a state that has this key: see Exploration.Key.
func Unpack(key uint64) (s State) {
	take := func(bits int) uint64 {
		v := key & (1<<bits - 1)
		key >>= bits
		return v
	}
	s.Word = uint32(take(5))
	s.Slots[0] = Waker(take(2))
	s.Slots[1] = Waker(take(2))
	s.Newest = uint32(take(1))
	s.Rest = take(1) != 0
	s.Change = take(1) != 0
	s.Woken = take(1) != 0
	s.At = Place(take(5))
	s.Waker = Waker(take(2))
	s.slot = uint32(take(1))
	s.Forgetting = take(1) != 0
	s.Holder = Holding(take(2))
	s.Now = uint32(take(5))
	s.Copy = Waker(take(2))
	for i := range s.crowds {
		s.crowds[i] = crowd(take(2))
	}
	s.stray = stray(take(3))
	s.strayOld = uint32(take(5))
	s.strayCopy = Waker(take(2))
	return s
}

func (s State) String() string {
	wakers := [...]string{"nil", "A", "another"}
	counts := [...]string{"", "one", "many"}
	var b strings.Builder
	fmt.Fprintf(&b, "%s slots [%s %s] newest %d",
		protocol.Spell(s.Word), wakers[s.Slots[0]], wakers[s.Slots[1]], s.Newest)
	if s.Rest {
		b.WriteString(" and rest")
	}
	fmt.Fprintf(&b, "; change %t; sink: %s", s.Change, placeNames[s.At])
	if s.Waker != NoWaker {
		fmt.Fprintf(&b, " %s", wakers[s.Waker])
	}
	if s.At == SinkAsleep || s.At == SinkLooks {
		fmt.Fprintf(&b, ", woken %t", s.Woken)
	}
	switch s.Holder {
	case HolderReads:
		fmt.Fprintf(&b, "; holder: reads slot %d", s.Now&index)
	case HolderReleases:
		fmt.Fprintf(&b, "; holder: releases from %s, has %s", protocol.Spell(s.Now), wakers[s.Copy])
	case HolderReloads:
		fmt.Fprintf(&b, "; holder: reloads, has %s", wakers[s.Copy])
	}
	for i, what := range []string{"early", "loading", "swapping", "waking A"} {
		if s.crowds[i] != crowdNone {
			fmt.Fprintf(&b, "; %s %s", counts[s.crowds[i]], what)
		}
	}
	if s.stray != noStray {
		fmt.Fprintf(&b, "; stray %d from %s", s.stray, protocol.Spell(s.strayOld))
	}
	return b.String()
}
