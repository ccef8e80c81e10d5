package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// notifiers makes a step of one that doesn't hold the lock.
func (x *explorer) notifiers(s abstractState) {
	// One more arrives, having made a change; or a Notify for no reason, or
	// for a change that the sink took already.
	t := s
	t.crowds[crowdEarly] = t.crowds[crowdEarly].more()
	x.to(t)
	if t.change = true; !s.change && !x.has(changeLate) {
		x.to(t)
	}
	for i, c := range s.crowds {
		if c == crowdNone {
			continue
		}
		c.less(func(left crowd) {
			t := s
			t.crowds[i] = left
			switch i {
			case crowdEarly:
				x.early(t)
			case crowdSlow:
				x.slow(t)
			case crowdSwaps:
				x.swap(t, s.word)
			case crowdWakes:
				t.woken = true
				x.to(t)
			}
		})
	}
}

// early is the load in Notify.
func (x *explorer) early(s abstractState) {
	if x.has(changeLate) {
		if s.stray == noStray {
			s.stray, s.strayOld = strayChanges, s.word
			x.to(s)
		}
		return
	}
	if x.fast(s.word) {
		s.crowds[crowdSlow] = s.crowds[crowdSlow].more()
	}
	x.to(s)
}

// slow is the load in notify.
func (x *explorer) slow(s abstractState) {
	_, v := x.notify(s.word)
	with := noStray
	switch {
	case v == leave:
		x.to(s)
		return
	case x.has(swapByStore), x.has(askByOr) && v == asked:
		with = strayStores
	case x.has(readBeforeLock) && v == read:
		with = strayReads
	default:
		s.crowds[crowdSwaps] = s.crowds[crowdSwaps].more()
		x.to(s)
		return
	}
	if s.stray == noStray { // one is enough to show what is wrong
		s.stray, s.strayOld = with, s.word
		x.to(s)
	}
}

// swap is the compare-and-swap in notify, or what a mutant has in its place.
func (x *explorer) swap(s abstractState, old uint32) {
	next, v := x.notify(old)
	x.accounts(old, next, v)
	if x.has(askByOr) && v == asked {
		next = s.word | notify
	}
	x.setWord(&s, next)
	if v == asked {
		x.to(s)
		return
	}
	if s.holder != holderNone {
		x.broken(oneHolder, "the lock is taken while another notifier has it")
		return
	}
	s.holder, s.now = holderReads, next
	switch {
	case x.has(readBeforeLock):
		s.holder, s.copy, s.strayCopy = holderReleases, s.strayCopy, noWaker
	case x.has(readAfterRelease):
		s.holder = holderReleases
	}
	x.to(s)
}

// accounts checks what a notifier's successful step does to the word.
func (x *explorer) accounts(old, next uint32, v verdict) {
	// Each notifier that has the lock, or has given it back with a waker in hand, is
	// to wake once, and has taken a registration for that.
	owed := func(s uint32) int { return int(s & registered / registered) }
	if before, after := owed(old), owed(next); v == read && old&locked == 0 && after+1 > before || after > before {
		x.broken(wakesPaid, "a wake-up is owed for no registration: "+protocol.Spell(old)+" -> "+protocol.Spell(next))
	}
	if next&registered != 0 && (v == read || v == wake && old&notify != 0) {
		x.broken(consumes, "REGISTERED is kept: "+protocol.Spell(old)+" -> "+protocol.Spell(next))
	}
	if rank(next) >= rank(old) {
		x.broken(theyEnd, "a notifier's step brings the end no nearer: "+protocol.Spell(old)+" -> "+protocol.Spell(next))
	}
}

// rank gets smaller with every successful step of a notifier.
func rank(s uint32) int {
	n := 0
	if s&registered != 0 {
		n += 4
		if s&notify == 0 {
			n += 2
		}
	}
	if s&locked != 0 {
		n++
	}
	return n
}

// holderSteps makes the lock holder's next step.
func (x *explorer) holderSteps(s abstractState) {
	switch s.holder {
	case holderReads:
		s.copy = s.slots[s.now&index]
		if s.copy == noWaker {
			x.broken(nilWaker, "the slot is empty")
		}
		s.holder = holderReleases
		x.to(s)
	case holderReleases:
		x.swapBack(s)
	case holderReloads:
		s.holder, s.now = holderReleases, s.word
		x.to(s)
	}
}

// swapBack is the compare-and-swap by which the holder releases.
func (x *explorer) swapBack(s abstractState) {
	next, v := x.release(s.now)
	switch {
	case s.word == s.now:
	case x.has(releaseByStore):
	case x.has(releaseByAnd):
		next, v = s.word&^locked, wake
	case x.has(releaseGivesUp):
		s.holder, s.now, s.copy = holderNone, 0, noWaker
		x.to(s)
		return
	case x.has(releaseNoReload):
		return
	default:
		s.holder, s.now = holderReloads, 0
		x.to(s)
		return
	}
	x.accounts(s.now, next, v)
	x.setWord(&s, next)
	old := s.now
	if s.now = next; v == read {
		if !x.has(noSecondRead) {
			s.holder, s.copy = holderReads, noWaker
		}
		x.to(s)
		return
	}
	if s.copy == wakerA {
		s.crowds[crowdWakes] = s.crowds[crowdWakes].more()
	}
	s.holder, s.now, s.copy = holderNone, 0, noWaker
	if x.has(readAfterRelease) {
		if s.stray != noStray {
			return
		}
		s.stray, s.strayOld = strayLate, old
	}
	x.to(s)
}

// strays makes the step of a notifier that only mutants have.
func (x *explorer) strays(s abstractState) {
	old := s.strayOld
	t := s
	t.stray, t.strayOld = noStray, 0
	switch s.stray {
	case strayStores:
		x.swap(t, old)
	case strayReads:
		next, _ := x.notify(old)
		s.stray, s.strayCopy = straySwaps, s.slots[next&index]
		x.to(s)
	case straySwaps:
		if s.word == old {
			x.swap(t, old)
			return
		}
		t.strayCopy = noWaker
		t.crowds[crowdSlow] = t.crowds[crowdSlow].more()
		x.to(t)
	case strayChanges:
		t.change = true
		if x.fast(old) {
			t.crowds[crowdSlow] = t.crowds[crowdSlow].more()
		}
		x.to(t)
	case strayLate:
		if t.slots[old&index] == wakerA {
			t.crowds[crowdWakes] = t.crowds[crowdWakes].more()
		}
		x.to(t)
	}
}

// alone is how many atomic operations a notifier makes from a word until it's done, if nobody else
// makes a step: the holder, which stands at h with the local now, or one who has yet to load in Notify
// (and has failed to swap before, which is one operation more).
func (x *explorer) alone(word uint32, h holding, now uint32, other bool) int {
	n := 0
	if other {
		if n = 1; !x.fast(word) {
			return n
		}
		next, v := x.notify(word)
		if n++; v == leave {
			return n
		}
		if n++; v == asked {
			return n
		}
		word, now, h = next, next, holderReads
	}
	for n <= maxAlone {
		if h == holderReloads {
			n++
			now = word
		}
		n++
		if now != word {
			if h = holderReloads; x.has(releaseNoReload) {
				h = holderReleases
			}
			continue
		}
		next, v := x.release(now)
		word, now, h = next, next, holderReads
		if v == wake {
			break
		}
	}
	return n
}

// maxAlone is what docs/design.md promises.
const maxAlone = 6
