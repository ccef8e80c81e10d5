package diatomic

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/internal/protocol"
)

// Properties of every state, or of every step.
const (
	stateInvariant = "NOTIFY implies REGISTERED and LOCKED"
	oneHolder      = "one notifier holds the lock at most"
	lockedIsHeld   = "LOCKED is set exactly while a notifier holds the lock"
	slotExclusion  = "no slot is written while a notifier is about to read it"
	nilWaker       = "a notifier finds a waker in the slot that it reads"
	lostWakeUp     = "no lost wake-up"
	keptInMind     = "a sleeper that isn't woken is registered, or its waker in a notifier's hands"
	staleRequest   = "a request that stands when another waker is registered is withdrawn"
	wakesPaid      = "no more wake-ups than registrations"
	consumes       = "who takes a registration, or serves a request, clears it"
	theyEnd        = "notifiers alone come to an end"
	endsAlone      = "a notifier alone ends in 6 atomic operations"
)

// check calls broken with the properties that s breaks.
func (x *explorer) check(s *abstractState, broken func(property string)) {
	held := s.holder != holderNone
	if !protocol.Legal(s.word) {
		broken(stateInvariant)
	}
	if x.conflict(s) {
		broken(slotExclusion)
	}
	if (s.word&locked != 0) != held {
		broken(lockedIsHeld)
	}
	if s.at != sinkAsleep || s.woken {
		return
	}
	// A notifier that will call Wake of A. What another waker's Wake does doesn't count.
	if s.crowds[crowdWakes] != crowdNone || s.stray == strayLate {
		return
	}
	// Is anybody between a change, real or not, and the end of his Notify?
	anybody := held || s.stray != noStray
	for _, c := range s.crowds {
		anybody = anybody || c != crowdNone
	}
	if s.change && !anybody {
		broken(lostWakeUp)
	}
	inHand := s.copy == wakerA || s.stray != noStray || x.has(readAfterRelease)
	if s.holder == holderReads {
		inHand = s.slots[s.now&index] == wakerA
	}
	if s.word&registered == 0 && !inHand {
		broken(keptInMind)
	}
}

// conflict reports that the sink's next step is to write a slot and a notifier's is to read it.
func (x *explorer) conflict(s *abstractState) bool {
	var slot uint32
	switch s.at {
	case sinkWrites, forgetWrites, forgetWritesAndDrops:
		slot = s.slot
	case sinkDrops, unregDrops, unregDropsEnd, forgetDrops:
		slot = ^s.newest & index
	default:
		return false
	}
	switch s.stray {
	case strayReads:
		if next, _ := x.notify(s.strayOld); next&index == slot {
			return true
		}
	case strayLate:
		if s.strayOld&index == slot {
			return true
		}
	}
	return s.holder == holderReads && s.now&index == slot
}

// exploration is the set of all states that can be reached.
type exploration struct {
	explorer
	states    []uint64
	parent    []uint32
	table     []uint32 // numbers of states, plus one, by hash
	steps     int
	at        uint32 // whose steps are being made
	symmetric bool   // the slots are alike
	solo      map[uint32]bool

	only  string            // stop for no other property
	broke map[string]string // properties that don't hold, and how a state that breaks them is reached
}

// unexplored has no states yet, but makes steps.
func unexplored(p abstractSteps) *exploration {
	e := &exploration{table: make([]uint32, 1<<16), solo: map[uint32]bool{}, broke: map[string]string{}}
	e.abstractSteps = p
	e.symmetric = p.symmetric()
	e.broken = func(property, what string) { e.breaks(property, e.at, what) }
	return e
}

// explore visits all states, or stops at the first one that breaks a property: any, or the given one only.
func explore(p abstractSteps, only string) *exploration {
	e := unexplored(p)
	e.only = only
	e.add(abstractState{}, 0)
	for ; int(e.at) < len(e.states) && !e.done(); e.at++ {
		e.each(unpackAbstract(e.states[e.at]), func(s abstractState) {
			e.steps++
			e.add(s, e.at)
		})
	}
	return e
}

// each calls f with every state that a step leads to.
func (e *exploration) each(from abstractState, f func(abstractState)) {
	e.to = func(to abstractState) {
		if e.cut == nil || !e.cut(from, to) {
			f(to)
		}
	}
	e.step(from)
}

func (e *exploration) breaks(property string, at uint32, what string) {
	if _, known := e.broke[property]; !known && !e.done() && len(e.states) > 0 {
		e.broke[property] = e.tell(at) + "\t" + what
	}
}

func (e *exploration) done() bool {
	_, found := e.broke[e.only]
	return found || e.only == "" && len(e.broke) > 0
}

func (e *exploration) add(s abstractState, parent uint32) {
	key := s.pack(e.symmetric)
	slot := e.find(key)
	if e.table[slot] != 0 {
		return
	}
	e.states, e.parent = append(e.states, key), append(e.parent, parent)
	n := uint32(len(e.states))
	e.table[slot] = n
	e.check(&s, func(property string) { e.breaks(property, n-1, "") })
	if k := s.word | uint32(s.holder)<<5 | s.now<<7; !e.solo[k] {
		e.solo[k] = true
		if e.alone(s.word, s.holder, s.now, true) >= maxAlone || s.holder != holderNone && e.alone(s.word, s.holder, s.now, false) > maxAlone {
			e.breaks(endsAlone, n-1, "")
		}
	}
	if len(e.states)*2 > len(e.table) {
		e.table = make([]uint32, 2*len(e.table))
		for i, k := range e.states {
			e.table[e.find(k)] = uint32(i + 1)
		}
	}
}

// symmetric reports that no step depends on which slot is which.
func (p *abstractSteps) symmetric() bool {
	for s := range uint32(32) {
		n, v := p.notify(s)
		fn, fv := p.notify(s ^ index)
		r, w := p.release(s)
		fr, fw := p.release(s ^ index)
		if n^index != fn || v != fv || r^index != fr || w != fw || p.fast(s) != p.fast(s^index) || p.mustWithdraw(s) != p.mustWithdraw(s^index) {
			return false
		}
	}
	return (p.withdraw&p.unregister)&index != 0 && (p.register|p.publish|p.publishRest)&index == 0 && p.flow == 0
}

// find returns the place of a state in the table, or where it belongs.
func (e *exploration) find(key uint64) uint64 {
	mask := uint64(len(e.table) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> 20 & mask; ; i = (i + 1) & mask {
		if n := e.table[i]; n == 0 || e.states[n-1] == key {
			return i
		}
	}
}

// tell is how a state is reached, in the fewest steps.
func (e *exploration) tell(at uint32) string {
	var path []string
	for ; ; at = e.parent[at] {
		path = append(path, fmt.Sprintf("\t%v\n", unpackAbstract(e.states[at])))
		if at == 0 {
			break
		}
	}
	var b strings.Builder
	for i := len(path) - 1; i >= 0; i-- {
		b.WriteString(path[i])
	}
	return b.String()
}
