package abstraction

import "github.com/diatomic-go/diatomic/internal/protocol"

// notifiers makes each step of a notifier that doesn't hold the lock.
func (x *explorer) notifiers(s State) {
	// One more arrives, having made a change, or for no reason, or for a change that the
	// sink has taken already.
	t := s
	t.Count(NotifierEarly)
	x.to(t)
	if t.Change = true; !s.Change && !x.has(changeLate) {
		x.to(t)
	}
	for i, c := range s.crowds {
		if c == crowdNone {
			continue
		}
		c.less(func(left crowd) {
			t := s
			t.crowds[i] = left
			switch Step(i) {
			case NotifierEarly:
				x.early(t)
			case NotifierSlow:
				x.slow(t)
			case NotifierSwaps:
				x.swap(t, s.Word)
			case NotifierWakes:
				t.Woken = true
				x.to(t)
			}
		})
	}
}

// early is the load in Notify.
func (x *explorer) early(s State) {
	if x.has(changeLate) {
		if s.stray == noStray {
			s.stray, s.strayOld = strayChanges, s.Word
			x.to(s)
		}
		return
	}
	if x.fast(s.Word) {
		s.Count(NotifierSlow)
	}
	x.to(s)
}

// slow is the load in notify.
func (x *explorer) slow(s State) {
	next, v := x.notify(s.Word)
	with := noStray
	switch {
	case next == s.Word:
		x.to(s)
		return
	case x.has(swapByStore), x.has(notifyByOr) && v == leave:
		with = strayStores
	case x.has(readBeforeLock) && v == read:
		with = strayReads
	default:
		s.Count(NotifierSwaps)
		x.to(s)
		return
	}
	if s.stray == noStray { // one is enough to show what is wrong
		s.stray, s.strayOld = with, s.Word
		x.to(s)
	}
}

// swap is the compare-and-swap in notify, or what a mutant has in its place.
func (x *explorer) swap(s State, old uint32) {
	next, v := x.notify(old)
	x.accounts(old, next, v)
	if x.has(notifyByOr) && v == leave {
		next = s.Word | notify
	}
	x.setWord(&s, next)
	if v == leave {
		x.to(s)
		return
	}
	if s.Holder != HolderNone {
		x.broken(oneHolder, "the lock is taken while another notifier has it")
		return
	}
	s.Holder, s.Now = HolderReads, next
	switch {
	case x.has(readBeforeLock):
		s.Holder, s.Copy, s.strayCopy = HolderReleases, s.strayCopy, NoWaker
	case x.has(readAfterRelease):
		s.Holder = HolderReleases
	}
	x.to(s)
}

// accounts checks what a notifier's successful step does to the word.
func (x *explorer) accounts(old, next uint32, v verdict) {
	// Each notifier that has the lock, or has given it back with a waker in hand, is
	// to wake once, and has taken a registration for that.
	owed := func(s uint32) int { return int(s & registered / registered) }
	step := protocol.Spell(old) + " -> " + protocol.Spell(next)
	if before, after := owed(old), owed(next); v == read && old&locked == 0 && after+1 > before || after > before {
		x.broken(wakesPaid, "a wake-up is owed for no registration: "+step)
	}
	if next&registered != 0 && (v == read || v == wake && old&notify != 0) {
		x.broken(consumes, "REGISTERED is kept: "+step)
	}
	if rank(next) >= rank(old) {
		x.broken(theyEnd, "a notifier's step brings the end no nearer: "+step)
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
func (x *explorer) holderSteps(s State) {
	switch s.Holder {
	case HolderReads:
		s.Copy = s.Slots[s.Now&index]
		if s.Copy == NoWaker {
			x.broken(nilWaker, "the slot is empty")
		}
		s.Holder = HolderReleases
		x.to(s)
	case HolderReleases:
		x.swapBack(s)
	case HolderReloads:
		s.Holder, s.Now = HolderReleases, s.Word
		x.to(s)
	}
}

// swapBack is the compare-and-swap by which the holder releases.
func (x *explorer) swapBack(s State) {
	next, v := x.release(s.Now)
	switch {
	case s.Word == s.Now:
	case x.has(releaseByStore):
	case x.has(releaseByAnd):
		next, v = s.Word&^locked, wake
	case x.has(releaseGivesUp):
		s.Holder, s.Now, s.Copy = HolderNone, 0, NoWaker
		x.to(s)
		return
	case x.has(releaseNoReload):
		return
	default:
		s.Holder, s.Now = HolderReloads, 0
		x.to(s)
		return
	}
	x.accounts(s.Now, next, v)
	x.setWord(&s, next)
	old := s.Now
	if s.Now = next; v == read {
		if !x.has(noSecondRead) {
			s.Holder, s.Copy = HolderReads, NoWaker
		}
		x.to(s)
		return
	}
	if s.Copy == WakerA {
		s.Count(NotifierWakes)
	}
	s.Holder, s.Now, s.Copy = HolderNone, 0, NoWaker
	if x.has(readAfterRelease) {
		if s.stray != noStray {
			return
		}
		s.stray, s.strayOld = strayLate, old
	}
	x.to(s)
}

// strays makes the step of a notifier that only mutants have.
func (x *explorer) strays(s State) {
	old := s.strayOld
	t := s
	t.stray, t.strayOld = noStray, 0
	switch s.stray {
	case strayStores:
		x.swap(t, old)
	case strayReads:
		next, _ := x.notify(old)
		s.stray, s.strayCopy = straySwaps, s.Slots[next&index]
		x.to(s)
	case straySwaps:
		if s.Word == old {
			x.swap(t, old)
			return
		}
		t.strayCopy = NoWaker
		t.Count(NotifierSlow)
		x.to(t)
	case strayChanges:
		t.Change = true
		if x.fast(old) {
			t.Count(NotifierSlow)
		}
		x.to(t)
	case strayLate:
		if t.Slots[old&index] == WakerA {
			t.Count(NotifierWakes)
		}
		x.to(t)
	}
}

// alone is how many atomic operations a notifier makes from a word until it's done, if no
// other goroutine makes a step. It is the holder, which stands at h with the local now,
// or, if other is set, one that has yet to load in Notify. (If that one has failed to
// swap before, it makes one operation more.)
func (x *explorer) alone(word uint32, h Holding, now uint32, other bool) int {
	n := 0
	if other {
		if n = 1; !x.fast(word) {
			return n
		}
		next, v := x.notify(word)
		if n++; next == word {
			return n
		}
		if n++; v == leave {
			return n
		}
		word, now, h = next, next, HolderReads
	}
	for n <= maxAlone {
		if h == HolderReloads {
			n++
			now = word
		}
		n++
		if now != word {
			if h = HolderReloads; x.has(releaseNoReload) {
				h = HolderReleases
			}
			continue
		}
		next, v := x.release(now)
		word, now, h = next, next, HolderReads
		if v == wake {
			break
		}
	}
	return n
}

// maxAlone is what docs/design.md promises.
const maxAlone = 6
