package abstraction

import "github.com/diatomic-go/diatomic/internal/protocol"

// transition is a transition function of the word.
type transition = func(uint32) (uint32, verdict)

// steps is what the abstraction takes from the code. A mutant replaces some of it.
type steps struct {
	notify, release                transition
	fast, mustWithdraw             func(uint32) bool
	withdraw, unregister           uint32 // And
	register, publish, publishRest uint32 // Or
	flow                           flaws
	cut                            func(from, to State) bool // steps to leave out
}

// shipped are the steps of the code. Notify spells out Wanted; a test of the code
// (TestNotifyStates) holds it to that.
func shipped() steps {
	return steps{
		notify: protocol.OnNotify, release: protocol.OnRelease,
		fast: protocol.Wanted, mustWithdraw: protocol.MustWithdraw,
		withdraw: protocol.OnWithdraw, unregister: protocol.OnWithdraw,
		register: protocol.OnRegister, publish: protocol.OnPublish,
	}
}

// flaws says what is wrong in the control flow of a mutant.
type flaws uint32

const (
	noRecheck         flaws = 1 << iota // the sink sleeps without a second look
	staleIndex                          // it takes the index from before the withdrawal
	writeCurrent                        // it writes the current slot
	publishFirst                        // it publishes, then writes
	publishByStore                      // it publishes by a load and a store
	changeLate                          // the change comes after the first load of Notify
	swapGivesUp                         // a notifier whose swap fails leaves
	swapByStore                         // a notifier steps by a store, without comparing
	notifyByOr                          // it sets NOTIFY by an Or, whatever the word is by then
	readBeforeLock                      // it reads the slot, then takes the lock
	readAfterRelease                    // the holder releases, then reads
	releaseByStore                      // the holder releases by a store
	releaseByAnd                        // or by an And
	releaseGivesUp                      // a holder whose swap fails leaves
	releaseNoReload                     // or tries the same again
	noSecondRead                        // the holder serves NOTIFY by waking its old copy
	dropAlways                          // dropRest doesn't look for a lock holder
	forgetRegistered                    // Forget doesn't unregister
	unregisterNothing                   // Unregister does nothing
)

// explorer makes the steps from one state.
type explorer struct {
	steps
	to     func(State)                 // a step is possible
	broken func(property, what string) // a step breaks a property
}

func (x *explorer) has(f flaws) bool { return x.flow&f != 0 }

// setWord gives the word a new value. A notifier that is about to swap from the old value
// will fail and load again, so it counts as one that is about to load. If the word
// returns to the old value first, the swap succeeds after all; the same follows if the
// notifier loads at that point and then swaps.
func (x *explorer) setWord(s *State, w uint32) {
	if w == s.Word {
		return
	}
	s.Word = w
	if !x.has(swapGivesUp) {
		s.crowds[NotifierSlow] = s.crowds[NotifierSlow].and(s.crowds[NotifierSwaps])
	}
	s.crowds[NotifierSwaps] = crowdNone
}

// step calls x.to with all states that a step from s leads to.
func (x *explorer) step(s State) {
	x.sink(s)
	x.holderSteps(s)
	x.notifiers(s)
	if s.stray != noStray {
		x.strays(s)
	}
}

// sink makes the sink's next step. It's one atomic operation or one access to a slot.
func (x *explorer) sink(s State) {
	switch s.At {
	case SinkAwake:
		x.calls(s)
	case SinkLoads:
		if x.mustWithdraw(s.Word) {
			if x.has(staleIndex) {
				s.slot = ^s.Word & index
			}
			s.At = SinkWithdraws
			x.to(s)
			return
		}
		x.chooses(s, s.Word)
	case SinkWithdraws:
		old := s.Word
		x.setWord(&s, s.Word&x.withdraw)
		if x.has(staleIndex) {
			x.chooses(s, s.slot^index|old&^index)
			return
		}
		s.At = SinkLoadsAgain
		x.to(s)
	case SinkLoadsAgain:
		x.chooses(s, s.Word)
	case sinkDrops:
		s.At = sinkWrites
		x.to(x.dropped(s))
	case sinkWrites:
		s.Slots[s.slot] = s.Waker
		s.Newest = s.slot
		s.slot = 0
		s.At = SinkPublishes
		if x.has(publishFirst) {
			x.registered(s)
			return
		}
		if x.has(publishByStore) {
			s.strayOld = s.Word
		}
		x.to(s)
	case SinkPublishes:
		switch {
		case x.has(publishByStore):
			x.setWord(&s, s.strayOld|x.publish)
			s.strayOld = 0
		default:
			x.setWord(&s, s.Word|x.publish)
		}
		switch {
		case x.publishRest != 0:
			s.At = sinkPublishesRest
			x.to(s)
		case x.has(publishFirst):
			s.At = sinkWrites
			x.to(s)
		default:
			x.registered(s)
		}
	case sinkPublishesRest:
		x.setWord(&s, s.Word|x.publishRest)
		x.registered(s)
	case SinkRepeats:
		x.setWord(&s, s.Word|x.register)
		x.registered(s)
	case SinkLooks:
		if s.At = SinkAsleep; s.Change {
			s.At, s.Waker = SinkAwake, NoWaker
		}
		x.to(s)
	case SinkAsleep:
		// It's woken, or wakes for another reason.
		s.At, s.Waker = SinkAwake, NoWaker
		x.to(s)
	default:
		x.unregisters(s)
	}
}

// calls begins any call, with any waker.
func (x *explorer) calls(s State) {
	if s.Change {
		// It has seen the change and takes it. If it takes one of several, another one is
		// made by a notifier that arrives: see notifiers.
		t := s
		t.Change = false
		x.to(t)
	}
	cached := NoWaker
	if !s.Rest {
		cached = s.Slots[s.Newest]
	}
	for _, w := range []Waker{WakerA, Another} {
		t := s
		t.Waker = w
		if cached == w {
			t.At = SinkRepeats
			x.to(t)
		}
		if cached != w || w == Another {
			t.At = SinkLoads
			x.to(t)
		}
	}
	if !x.has(unregisterNothing) {
		s.At = UnregLoads
		x.to(s)
	}
	s.Forgetting = true
	if s.At = UnregLoads; x.has(forgetRegistered) {
		s.At = ForgetLoads
	}
	x.to(s)
}

// chooses the slot to write, by the word last loaded.
func (x *explorer) chooses(s State, old uint32) {
	if old&notify != 0 {
		x.broken(staleNotify, "NOTIFY was set for another waker, and is kept")
	}
	s.slot = ^old & index
	if x.has(writeCurrent) {
		s.slot = old & index
	}
	switch s.At = sinkWrites; {
	case x.mayDrop(s, old):
		s.At = sinkDrops
	case x.has(publishFirst):
		s.At = SinkPublishes
	}
	x.to(s)
}

// mayDrop is the condition in dropRest, together with that of its callers.
func (x *explorer) mayDrop(s State, old uint32) bool {
	stale := s.Newest ^ index
	return s.Rest && (old&locked == 0 || old&index != stale || x.has(dropAlways))
}

func (x *explorer) dropped(s State) State {
	s.Slots[s.Newest^index] = NoWaker
	s.Rest = false
	return s
}

// registered is what the sink does after Register: it looks and sleeps, or does anything
// else. A sink that sleeps on another waker may make any step, as when it is awake.
func (x *explorer) registered(s State) {
	w := s.Waker
	s.At, s.Waker = SinkAwake, NoWaker
	x.to(s)
	if w != WakerA {
		return
	}
	s.At, s.Waker = SinkLooks, WakerA
	if x.has(noRecheck) {
		s.At = SinkAsleep
	}
	x.to(s)
	s.Woken = true // by a Wake that came earlier, and was not looked at since
	x.to(s)
}

// unregisters makes the steps of Unregister and Forget.
func (x *explorer) unregisters(s State) {
	end := SinkAwake
	if s.Forgetting {
		end = ForgetLoads
	}
	switch s.At {
	case UnregLoads:
		r, d := s.Word&registered != 0, x.mayDrop(s, s.Word)
		switch {
		case r && d:
			s.At = unregDrops
		case r:
			s.At = UnregAnds
		case d:
			s.At = unregDropsEnd
		default:
			s.At = end
		}
	case unregDrops:
		s = x.dropped(s)
		s.At = UnregAnds
	case unregDropsEnd:
		s = x.dropped(s)
		s.At = end
	case UnregAnds:
		x.setWord(&s, s.Word&x.unregister)
		s.At = end
	case ForgetLoads:
		s.slot = ^s.Word & index
		s.At = forgetWrites
		// Whether it may drop what is then the rest follows from the same load.
		if t := s; x.mayDrop(State{Newest: s.slot, Rest: true}, s.Word) {
			t.At = forgetWritesAndDrops
			x.to(t)
			return
		}
	case forgetWrites, forgetWritesAndDrops:
		s.Slots[s.slot] = NoWaker
		s.Newest, s.Rest = s.slot, true
		s.slot = 0
		if s.At == forgetWrites {
			s.At = SinkAwake
		} else {
			s.At = forgetDrops
		}
	case forgetDrops:
		s = x.dropped(s)
		s.At = SinkAwake
	}
	if s.At == SinkAwake {
		s.Forgetting = false
	}
	x.to(s)
}
