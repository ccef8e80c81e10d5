package abstraction

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
	keptInMind     = "a sleeper that isn't woken is registered, or a notifier has its waker in hand"
	staleNotify    = "NOTIFY is cleared before another waker is registered"
	wakesPaid      = "no more wake-ups than registrations"
	consumes       = "a notifier that takes a registration, or serves NOTIFY, clears it"
	theyEnd        = "notifiers alone come to an end"
	endsAlone      = "a notifier alone ends in 6 atomic operations"
)

// check calls broken with the properties that s breaks.
func (x *explorer) check(s *State, broken func(property string)) {
	held := s.Holder != HolderNone
	if !protocol.Legal(s.Word) {
		broken(stateInvariant)
	}
	if x.conflict(s) {
		broken(slotExclusion)
	}
	if (s.Word&locked != 0) != held {
		broken(lockedIsHeld)
	}
	if s.At != SinkAsleep || s.Woken {
		return
	}
	// A notifier that will call Wake of A. What another waker's Wake does doesn't count.
	if s.crowds[NotifierWakes] != crowdNone || s.stray == strayLate {
		return
	}
	// Is any notifier between a change, real or not, and the end of its Notify?
	anybody := held || s.stray != noStray
	for _, c := range s.crowds {
		anybody = anybody || c != crowdNone
	}
	if s.Change && !anybody {
		broken(lostWakeUp)
	}
	inHand := s.Copy == WakerA || s.stray != noStray || x.has(readAfterRelease)
	if s.Holder == HolderReads {
		inHand = s.Slots[s.Now&index] == WakerA
	}
	if s.Word&registered == 0 && !inHand {
		broken(keptInMind)
	}
}

// conflict reports that the sink's next step is to write a slot and a notifier's is to
// read it.
func (x *explorer) conflict(s *State) bool {
	var slot uint32
	switch s.At {
	case sinkWrites, forgetWrites, forgetWritesAndDrops:
		slot = s.slot
	case sinkDrops, unregDrops, unregDropsEnd, forgetDrops:
		slot = s.Newest ^ index
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
	return s.Holder == HolderReads && s.Now&index == slot
}

// Exploration is the set of the states that can be reached.
type Exploration struct {
	explorer
	states    []uint64
	parent    []uint32
	table     []uint32 // numbers of states, plus one, by hash
	made      int      // steps
	at        uint32   // whose steps are being made
	symmetric bool     // the slots are alike
	solo      map[uint32]bool

	only  string            // the property to stop for; "": any
	broke map[string]string // properties that don't hold, and how a state that breaks them is reached

	distances map[[2]uint64]int // what Distance has found
}

// unexplored returns an exploration that has no states yet.
func unexplored(p steps) *Exploration {
	e := &Exploration{
		table: make([]uint32, 1<<16), solo: map[uint32]bool{},
		broke: map[string]string{}, distances: map[[2]uint64]int{},
	}
	e.steps = p
	e.symmetric = p.symmetric()
	e.broken = func(property, what string) { e.breaks(property, e.at, what) }
	return e
}

// Explore visits all states of the shipped protocol, or stops at the first one that
// breaks a property.
func Explore() *Exploration { return explore(shipped(), "") }

// explore is Explore for any steps. If only isn't empty, it stops for no other property.
func explore(p steps, only string) *Exploration {
	e := unexplored(p)
	e.only = only
	e.add(State{}, 0)
	for ; int(e.at) < len(e.states) && !e.done(); e.at++ {
		e.each(Unpack(e.states[e.at]), func(s State) {
			e.made++
			e.add(s, e.at)
		})
	}
	return e
}

// each calls f with every state that a step leads to.
func (e *Exploration) each(from State, f func(State)) {
	e.to = func(to State) {
		if e.cut == nil || !e.cut(from, to) {
			f(to)
		}
	}
	e.step(from)
}

func (e *Exploration) breaks(property string, at uint32, what string) {
	if _, known := e.broke[property]; !known && !e.done() && len(e.states) > 0 {
		e.broke[property] = e.tell(at) + "\t" + what
	}
}

func (e *Exploration) done() bool {
	_, found := e.broke[e.only]
	return found || e.only == "" && len(e.broke) > 0
}

func (e *Exploration) add(s State, parent uint32) {
	key := s.pack(e.symmetric)
	slot := e.find(key)
	if e.table[slot] != 0 {
		return
	}
	e.states, e.parent = append(e.states, key), append(e.parent, parent)
	n := uint32(len(e.states))
	e.table[slot] = n
	e.check(&s, func(property string) { e.breaks(property, n-1, "") })
	if k := s.Word | uint32(s.Holder)<<5 | s.Now<<7; !e.solo[k] {
		e.solo[k] = true
		other := e.alone(s.Word, s.Holder, s.Now, true)
		if other >= maxAlone || s.Holder != HolderNone && e.alone(s.Word, s.Holder, s.Now, false) > maxAlone {
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
func (p *steps) symmetric() bool {
	for s := range uint32(32) {
		n, v := p.notify(s)
		fn, fv := p.notify(s ^ index)
		r, w := p.release(s)
		fr, fw := p.release(s ^ index)
		if n^index != fn || v != fv || r^index != fr || w != fw ||
			p.fast(s) != p.fast(s^index) || p.mustWithdraw(s) != p.mustWithdraw(s^index) {
			return false
		}
	}
	return (p.withdraw&p.unregister)&index != 0 && (p.register|p.publish|p.publishRest)&index == 0 && p.flow == 0
}

// find returns the place of a state in the table, or where it belongs.
func (e *Exploration) find(key uint64) uint64 {
	mask := uint64(len(e.table) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> 20 & mask; ; i = (i + 1) & mask {
		if n := e.table[i]; n == 0 || e.states[n-1] == key {
			return i
		}
	}
}

// tell is how a state is reached, in the fewest steps.
func (e *Exploration) tell(at uint32) string {
	var path []string
	for ; ; at = e.parent[at] {
		path = append(path, fmt.Sprintf("\t%v\n", Unpack(e.states[at])))
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
