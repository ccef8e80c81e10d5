package diatomic

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/internal/protocol"
)

// The abstraction: the protocol with any number of notifiers, a sink that goes round for
// ever, and any number of wakers. It is finite, for it keeps
//
//   - of the notifiers, how many stand at each step, by their locals: none, one or many;
//   - of the wakers, one that is called A, whichever it may be; all the others are one;
//   - of the condition, whether a change is there that the sink hasn't taken;
//   - of the sink everything: the word, the slots, newest, its position and its locals.
//
// The steps of the word are those of package protocol. An atomic operation is a step, and so is each access
// to a slot. Whatever isn't known is left open, so there are more runs here than there can be, and what
// holds in all of them holds.
//
// One waker is enough. The code copies wakers, and compares them with the newest; nothing else depends on
// which is which. So name A the one that is lost, if one is. Two of the others may be the same or not: the
// sink may take either way with them. Where the sink sleeps on one of them it counts as awake, and who is
// about to wake one counts as gone; that makes lostWakeUp the stronger.
//
// What counts as one step, beside that: a notifier that is about to swap from a word that is no
// more, and one that is about to load again (setWord). There can be but one lock holder in a state,
// since a second one is reported as he takes the lock.

// crowd counts notifiers. Many is two or more.
type crowd uint8

const (
	crowdNone crowd = iota
	crowdOne
	crowdMany
)

func (c crowd) more() crowd { return min(c+1, crowdMany) }

func (c crowd) and(d crowd) crowd { return min(c+d, crowdMany) }

// less calls f with what may be left when one goes.
func (c crowd) less(f func(crowd)) {
	f(c - 1)
	if c == crowdMany {
		f(crowdMany)
	}
}

// abstractWaker is what a slot, or a notifier's hand, may hold.
type abstractWaker uint8

const (
	noWaker abstractWaker = iota
	wakerA                // one certain waker
	another               // any other one: two of them may be different
)

// place is where the sink stands: what it does next.
type place uint8

const (
	sinkAwake            place = iota // between two calls: it looks, takes a change, or calls anything
	sinkLoads                         // registerNew: Load
	sinkWithdraws                     // And
	sinkLoadsAgain                    // Load
	sinkDrops                         // dropRest: writes the slot that isn't newest, then the next step
	sinkWrites                        // writes slot
	sinkPublishes                     // Or
	sinkRepeats                       // Register of the newest waker: Or
	sinkLooks                         // at the condition, A being registered
	sinkAsleep                        // until A is woken, or for as long as it likes
	unregLoads                        // Unregister: Load
	unregDrops                        // dropRest, then And
	unregDropsEnd                     // dropRest, and no And
	unregAnds                         // And
	forgetLoads                       // Forget, unregistered: Load
	forgetWrites                      // writes slot
	forgetWritesAndDrops              // writes slot, then dropRest
	forgetDrops                       // dropRest
	sinkPublishesRest                 // mutants: the second half of a publication
)

var placeNames = [...]string{
	"awake", "load (new waker)", "withdraw", "load again", "drop rest", "write", "publish", "register same", "look again",
	"asleep", "unregister: load", "unregister: drop rest, and", "unregister: drop rest", "unregister: and",
	"forget: load", "forget: write", "forget: write and drop", "forget: drop rest", "publish, second half",
}

// holding is where the lock holder stands.
type holding uint8

const (
	holderNone     holding = iota
	holderReads            // about to read slot now&index
	holderReleases         // about to compare and swap the word from now, with copy in hand
	holderReloads          // that has failed: about to load
)

// Steps at which notifiers without the lock stand.
const (
	crowdEarly = iota // about to load in Notify; the change is made
	crowdSlow         // about to load in notify; or to fail from a word that is no more: see setWord
	crowdSwaps        // about to compare and swap from the present word
	crowdWakes        // about to call Wake of A
	crowdSteps        // number of these
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

// abstractState is one state of the abstraction.
type abstractState struct {
	word   uint32
	slots  [2]abstractWaker
	newest uint32 // as in WakeSink
	change bool   // there is a change that the sink hasn't taken
	woken  bool   // A was woken since it registered; only while it looks or sleeps

	at         place
	waker      abstractWaker // being registered
	slot       uint32        // to be written
	forgetting bool          // Unregister is part of Forget

	holder holding
	now    uint32
	copy   abstractWaker

	crowds [crowdSteps]crowd

	stray     stray
	strayOld  uint32
	strayCopy abstractWaker
}

// flip swaps the two slots, in a state without what mutants need.
func (s *abstractState) flip() {
	s.word ^= index
	s.newest ^= index
	s.slots[0], s.slots[1] = s.slots[1], s.slots[0]
	switch s.at {
	case sinkDrops, sinkWrites, forgetWrites, forgetWritesAndDrops:
		s.slot ^= index
	}
	if s.holder == holderReads || s.holder == holderReleases {
		s.now ^= index
	}
}

// pack makes a number of a state. States that differ in what isn't used any more get the same one, and, if
// symmetric is set, those that differ in the numbers of the slots only.
func (s abstractState) pack(symmetric bool) uint64 {
	if s.at != sinkLooks && s.at != sinkAsleep {
		s.woken = false
	}
	if symmetric && s.newest&index != 0 {
		s.flip()
	}
	n, at := uint64(0), 0
	add := func(v uint64, bits int) {
		n |= v << at
		at += bits
	}
	add(uint64(s.word), 5)
	add(uint64(s.slots[0]), 2)
	add(uint64(s.slots[1]), 2)
	add(uint64(s.newest), 2)
	add(bitOf(s.change), 1)
	add(bitOf(s.woken), 1)
	add(uint64(s.at), 5)
	add(uint64(s.waker), 2)
	add(uint64(s.slot), 1)
	add(bitOf(s.forgetting), 1)
	add(uint64(s.holder), 2)
	add(uint64(s.now), 5)
	add(uint64(s.copy), 2)
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

func unpackAbstract(n uint64) (s abstractState) {
	take := func(bits int) uint64 {
		v := n & (1<<bits - 1)
		n >>= bits
		return v
	}
	s.word = uint32(take(5))
	s.slots[0] = abstractWaker(take(2))
	s.slots[1] = abstractWaker(take(2))
	s.newest = uint32(take(2))
	s.change = take(1) != 0
	s.woken = take(1) != 0
	s.at = place(take(5))
	s.waker = abstractWaker(take(2))
	s.slot = uint32(take(1))
	s.forgetting = take(1) != 0
	s.holder = holding(take(2))
	s.now = uint32(take(5))
	s.copy = abstractWaker(take(2))
	for i := range s.crowds {
		s.crowds[i] = crowd(take(2))
	}
	s.stray = stray(take(3))
	s.strayOld = uint32(take(5))
	s.strayCopy = abstractWaker(take(2))
	return s
}

func (s abstractState) String() string {
	wakers := [...]string{"nil", "A", "another"}
	counts := [...]string{"", "one", "many"}
	var b strings.Builder
	fmt.Fprintf(&b, "%s slots [%s %s] newest %d", protocol.Spell(s.word), wakers[s.slots[0]], wakers[s.slots[1]], s.newest&index)
	if s.newest&rest != 0 {
		b.WriteString(" and rest")
	}
	fmt.Fprintf(&b, "; change %t; sink: %s", s.change, placeNames[s.at])
	if s.waker != noWaker {
		fmt.Fprintf(&b, " %s", wakers[s.waker])
	}
	if s.at == sinkAsleep || s.at == sinkLooks {
		fmt.Fprintf(&b, ", woken %t", s.woken)
	}
	switch s.holder {
	case holderReads:
		fmt.Fprintf(&b, "; holder: reads slot %d", s.now&index)
	case holderReleases:
		fmt.Fprintf(&b, "; holder: releases from %s, has %s", protocol.Spell(s.now), wakers[s.copy])
	case holderReloads:
		fmt.Fprintf(&b, "; holder: reloads, has %s", wakers[s.copy])
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
