package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// abstractSteps are what the abstraction takes from the code; a mutant replaces some of it.
type abstractSteps struct {
	notify, release                func(uint32) (uint32, verdict)
	fast, mustWithdraw             func(uint32) bool
	withdraw, unregister           uint32 // And
	register, publish, publishRest uint32 // Or
	flow                           controlFlow
	cut                            func(from, to abstractState) bool // steps to leave out
}

// shippedSteps are the steps that the code makes. The masks in Notify's inlined path are held
// against Wanted by TestNotifyStates.
func shippedSteps() abstractSteps {
	return abstractSteps{
		notify: protocol.OnNotify, release: protocol.OnRelease,
		fast: protocol.Wanted, mustWithdraw: protocol.MustWithdraw,
		withdraw: protocol.OnWithdraw, unregister: protocol.OnWithdraw,
		register: protocol.OnRegister, publish: protocol.OnPublish,
	}
}

// controlFlow says what is wrong in the control flow of a mutant.
type controlFlow uint32

const (
	noRecheck         controlFlow = 1 << iota // the sink sleeps without a second look
	staleIndex                                // it takes the index from before the withdrawal
	writeCurrent                              // it writes the current slot
	publishFirst                              // it publishes, then writes
	publishByStore                            // it publishes by a load and a store
	changeLate                                // the change comes after the first load of Notify
	swapGivesUp                               // a notifier whose swap fails goes
	swapByStore                               // a notifier steps by a store, without comparing
	askByOr                                   // it asks so, whatever the word is by then
	readBeforeLock                            // it reads the slot, then takes the lock
	readAfterRelease                          // the holder releases, then reads
	releaseByStore                            // the holder releases by a store
	releaseByAnd                              // or by an And
	releaseGivesUp                            // a holder whose swap fails goes
	releaseNoReload                           // or tries the same again
	noSecondRead                              // the holder, being asked, wakes its old copy
	dropAlways                                // dropRest heeds no holder
	forgetRegistered                          // Forget doesn't unregister
	unregisterNothing                         // Unregister does nothing
)

// explorer makes the steps from one state.
type explorer struct {
	abstractSteps
	to     func(abstractState)         // a step is possible
	broken func(property, what string) // a step breaks a property
}

func (x *explorer) has(f controlFlow) bool { return x.flow&f != 0 }

// setWord gives the word a new value. A notifier about to swap from the old one will fail, and
// load again: it counts as being about to. Should the word return before it fails, so
// that its swap succeeds after all, then the same follows if it loads at that point and swaps.
func (x *explorer) setWord(s *abstractState, w uint32) {
	if w == s.word {
		return
	}
	s.word = w
	if !x.has(swapGivesUp) {
		s.crowds[crowdSlow] = s.crowds[crowdSlow].and(s.crowds[crowdSwaps])
	}
	s.crowds[crowdSwaps] = crowdNone
}

// step calls x.to with all states that a step from s leads to.
func (x *explorer) step(s abstractState) {
	x.sink(s)
	x.holderSteps(s)
	x.notifiers(s)
	if s.stray != noStray {
		x.strays(s)
	}
}

// sink makes the sink's next step. It's one atomic operation or one access to a slot.
func (x *explorer) sink(s abstractState) {
	switch s.at {
	case sinkAwake:
		x.calls(s)
	case sinkLoads:
		if x.mustWithdraw(s.word) {
			if x.has(staleIndex) {
				s.slot = ^s.word & index
			}
			s.at = sinkWithdraws
			x.to(s)
			return
		}
		x.chooses(s, s.word)
	case sinkWithdraws:
		old := s.word
		x.setWord(&s, s.word&x.withdraw)
		if x.has(staleIndex) {
			x.chooses(s, s.slot^index|old&^index)
			return
		}
		s.at = sinkLoadsAgain
		x.to(s)
	case sinkLoadsAgain:
		x.chooses(s, s.word)
	case sinkDrops:
		s.at = sinkWrites
		x.to(x.dropped(s))
	case sinkWrites:
		s.slots[s.slot] = s.waker
		s.newest = s.newest&rest | s.slot
		s.slot = 0
		s.at = sinkPublishes
		if x.has(publishFirst) {
			x.registered(s)
			return
		}
		if x.has(publishByStore) {
			s.strayOld = s.word
		}
		x.to(s)
	case sinkPublishes:
		switch {
		case x.has(publishByStore):
			x.setWord(&s, s.strayOld|x.publish)
			s.strayOld = 0
		default:
			x.setWord(&s, s.word|x.publish)
		}
		switch {
		case x.publishRest != 0:
			s.at = sinkPublishesRest
			x.to(s)
		case x.has(publishFirst):
			s.at = sinkWrites
			x.to(s)
		default:
			x.registered(s)
		}
	case sinkPublishesRest:
		x.setWord(&s, s.word|x.publishRest)
		x.registered(s)
	case sinkRepeats:
		x.setWord(&s, s.word|x.register)
		x.registered(s)
	case sinkLooks:
		if s.at = sinkAsleep; s.change {
			s.at, s.waker = sinkAwake, noWaker
		}
		x.to(s)
	case sinkAsleep:
		// It's woken, or wakes for another reason.
		s.at, s.waker = sinkAwake, noWaker
		x.to(s)
	default:
		x.unregisters(s)
	}
}

// calls begins any call, with any waker.
func (x *explorer) calls(s abstractState) {
	if s.change {
		// It has seen the change and takes it; or one of them only, see arrives.
		t := s
		t.change = false
		x.to(t)
	}
	cached := noWaker
	if s.newest&rest == 0 {
		cached = s.slots[s.newest&index]
	}
	for _, w := range []abstractWaker{wakerA, another} {
		t := s
		t.waker = w
		if cached == w {
			t.at = sinkRepeats
			x.to(t)
		}
		if cached != w || w == another {
			t.at = sinkLoads
			x.to(t)
		}
	}
	if !x.has(unregisterNothing) {
		s.at = unregLoads
		x.to(s)
	}
	s.forgetting = true
	if s.at = unregLoads; x.has(forgetRegistered) {
		s.at = forgetLoads
	}
	x.to(s)
}

// chooses the slot to write, by the word last loaded.
func (x *explorer) chooses(s abstractState, old uint32) {
	if old&notify != 0 {
		x.broken(staleRequest, "NOTIFY was set for another waker, and is kept")
	}
	s.slot = ^old & index
	if x.has(writeCurrent) {
		s.slot = old & index
	}
	switch s.at = sinkWrites; {
	case x.mayDrop(s, old):
		s.at = sinkDrops
	case x.has(publishFirst):
		s.at = sinkPublishes
	}
	x.to(s)
}

// mayDrop is the condition in dropRest, and that of its callers.
func (x *explorer) mayDrop(s abstractState, old uint32) bool {
	stale := ^s.newest & index
	return s.newest&rest != 0 && (old&locked == 0 || old&index != stale || x.has(dropAlways))
}

func (x *explorer) dropped(s abstractState) abstractState {
	s.slots[^s.newest&index] = noWaker
	s.newest &^= rest
	return s
}

// registered is what the sink does after Register: look and sleep, or go its way. Where it sleeps on
// another waker, any step is possible for it, as when it is awake.
func (x *explorer) registered(s abstractState) {
	w := s.waker
	s.at, s.waker = sinkAwake, noWaker
	x.to(s)
	if w != wakerA {
		return
	}
	s.at, s.waker = sinkLooks, wakerA
	if x.has(noRecheck) {
		s.at = sinkAsleep
	}
	x.to(s)
	s.woken = true // earlier, and nobody has cleared that
	x.to(s)
}

// unregisters makes the steps of Unregister and Forget.
func (x *explorer) unregisters(s abstractState) {
	end := sinkAwake
	if s.forgetting {
		end = forgetLoads
	}
	switch s.at {
	case unregLoads:
		r, d := s.word&registered != 0, x.mayDrop(s, s.word)
		switch {
		case r && d:
			s.at = unregDrops
		case r:
			s.at = unregAnds
		case d:
			s.at = unregDropsEnd
		default:
			s.at = end
		}
	case unregDrops:
		s = x.dropped(s)
		s.at = unregAnds
	case unregDropsEnd:
		s = x.dropped(s)
		s.at = end
	case unregAnds:
		x.setWord(&s, s.word&x.unregister)
		s.at = end
	case forgetLoads:
		s.slot = ^s.word & index
		s.at = forgetWrites
		// Whether it may drop what is then the rest follows from the same load.
		if t := s; x.mayDrop(abstractState{newest: s.slot | rest}, s.word) {
			t.at = forgetWritesAndDrops
			x.to(t)
			return
		}
	case forgetWrites, forgetWritesAndDrops:
		s.slots[s.slot] = noWaker
		s.newest = s.slot | rest
		s.slot = 0
		if s.at == forgetWrites {
			s.at = sinkAwake
		} else {
			s.at = forgetDrops
		}
	case forgetDrops:
		s = x.dropped(s)
		s.at = sinkAwake
	}
	if s.at == sinkAwake {
		s.forgetting = false
	}
	x.to(s)
}
