package abstraction

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/protocol"
)

// mutant is a wrong protocol, and the property that it breaks.
type mutant struct {
	name     string
	mutate   func(p *steps)
	property string // of those that it breaks, the one that tells most
}

func flawed(f flaws) func(*steps) {
	return func(p *steps) { p.flow = f }
}

// change is what a mutant makes of a step of the word.
type change = func(old, next uint32) uint32

// onVerdict changes the word that f makes with verdict v.
func onVerdict(f transition, v verdict, c change) transition {
	return func(s uint32) (uint32, verdict) {
		next, got := f(s)
		if got == v {
			next = c(s, next)
		}
		return next, got
	}
}

func notifyOn(v verdict, c change) func(*steps) {
	return func(p *steps) { p.notify = onVerdict(protocol.OnNotify, v, c) }
}

func releaseOn(v verdict, c change) func(*steps) {
	return func(p *steps) { p.release = onVerdict(protocol.OnRelease, v, c) }
}

var mutants = []mutant{
	{"lock taken, NOTIFY not set", notifyOn(leave, func(s, _ uint32) uint32 { return s }), lostWakeUp},
	{"lock taken twice", func(p *steps) {
		p.notify = func(s uint32) (uint32, verdict) {
			return protocol.OnNotify(s &^ locked)
		}
	}, oneHolder},
	{"no flip in lock", notifyOn(read, func(s, next uint32) uint32 { return next&^index | s&index }), lostWakeUp},
	{"no flip in release", releaseOn(read, func(s, next uint32) uint32 { return next&^index | s&index }), lostWakeUp},
	{"lock keeps REGISTERED", notifyOn(read, func(_, next uint32) uint32 { return next | registered }), wakesPaid},
	{"release keeps REGISTERED, same waker",
		releaseOn(wake, func(s, next uint32) uint32 { return next | s&registered }), consumes},
	{"release keeps REGISTERED, newer waker",
		releaseOn(read, func(s, next uint32) uint32 { return next | registered }), consumes},
	{"lock keeps UPDATE", notifyOn(read, func(s, next uint32) uint32 { return next | s&update }), lostWakeUp},
	{"release keeps UPDATE", releaseOn(read, func(s, next uint32) uint32 { return next | s&update }), lostWakeUp},
	{"release keeps NOTIFY, newer waker",
		releaseOn(read, func(s, next uint32) uint32 { return next | notify }), stateInvariant},
	{"release ignores NOTIFY", func(p *steps) {
		p.release = func(s uint32) (uint32, verdict) { return s &^ locked, wake }
	}, lostWakeUp},
	{"release clears NOTIFY without serving it", func(p *steps) {
		p.release = func(s uint32) (uint32, verdict) { return s &^ (locked | notify), wake }
	}, lostWakeUp},
	{"release ignores UPDATE", func(p *steps) {
		p.release = func(s uint32) (uint32, verdict) {
			if s&notify != 0 {
				return s &^ (registered | locked | notify), wake
			}
			return s &^ locked, wake
		}
	}, lostWakeUp},
	{"the fast path looks at LOCKED, not at NOTIFY", func(p *steps) {
		p.fast = func(s uint32) bool { return s&(registered|locked) == registered }
	}, lostWakeUp},
	{"the fast path looks at UPDATE", func(p *steps) {
		p.fast = func(s uint32) bool { return s&(update|notify) == update }
	}, lostWakeUp},
	{"no withdrawal", func(p *steps) { p.mustWithdraw = func(uint32) bool { return false } }, slotExclusion},
	{"no withdrawal for UPDATE", func(p *steps) {
		p.mustWithdraw = func(s uint32) bool { return s&notify != 0 }
	}, slotExclusion},
	{"no withdrawal for NOTIFY", func(p *steps) {
		p.mustWithdraw = func(s uint32) bool { return s&(update|registered) == update|registered }
	}, staleNotify},
	{"withdrawal keeps NOTIFY", func(p *steps) { p.withdraw = ^registered }, stateInvariant},
	{"withdrawal keeps REGISTERED", func(p *steps) { p.withdraw = ^notify }, slotExclusion},
	{"unregister keeps NOTIFY", func(p *steps) { p.unregister = ^registered }, stateInvariant},
	{"unregister clears LOCKED", func(p *steps) { p.unregister = protocol.OnWithdraw &^ locked }, lockedIsHeld},
	{"register the same waker with UPDATE", func(p *steps) { p.register = protocol.OnPublish }, lostWakeUp},
	{"publish without UPDATE", func(p *steps) { p.publish = registered }, lostWakeUp},
	{"publish REGISTERED, then UPDATE", func(p *steps) { p.publish, p.publishRest = registered, update }, lostWakeUp},
	{"publish by a store", flawed(publishByStore), oneHolder},
	{"publish, then write", flawed(publishFirst), slotExclusion},
	{"write the current slot", flawed(writeCurrent), slotExclusion},
	{"stale index after the withdrawal", flawed(staleIndex), slotExclusion},
	{"no second look", flawed(noRecheck), lostWakeUp},
	{"the change after the first load", flawed(changeLate), lostWakeUp},
	{"a failed swap gives up", flawed(swapGivesUp), lostWakeUp},
	{"lock, or set NOTIFY, by a store", flawed(swapByStore), lockedIsHeld},
	{"set NOTIFY by an Or", flawed(notifyByOr), stateInvariant},
	{"read before the lock", flawed(readBeforeLock), slotExclusion},
	{"read after the release", flawed(readAfterRelease), slotExclusion},
	{"release by a store", flawed(releaseByStore), lostWakeUp},
	{"release by an And", flawed(releaseByAnd), lostWakeUp},
	{"a failed release gives up", flawed(releaseGivesUp), lockedIsHeld},
	{"a failed release isn't tried from the new word", flawed(releaseNoReload), endsAlone},
	{"NOTIFY set, wake the old copy", flawed(noSecondRead), lostWakeUp},
	{"drop the rest while it is read", flawed(dropAlways), slotExclusion},
	{"forget, but stay registered", flawed(forgetRegistered), slotExclusion},
}

// equivalents break none of the properties, for the reason given.
var equivalents = []struct {
	name, why string
	mutate    func(p *steps)
}{
	{"the fast path ignores NOTIFY", "notify looks again, and leaves", func(p *steps) {
		p.fast = func(s uint32) bool { return s&registered != 0 }
	}},
	{"no fast path", "the same", func(p *steps) { p.fast = func(uint32) bool { return true } }},
	{"publish UPDATE, then REGISTERED", "REGISTERED alone lets a notifier flip", func(p *steps) {
		p.publish, p.publishRest = update, registered
	}},
	{"withdraw always", "one step more", func(p *steps) {
		p.mustWithdraw = func(uint32) bool { return true }
	}},
	{"Unregister does nothing", "a wake-up for no reason, which a sleeper must expect", flawed(unregisterNothing)},
	{"release serves a registration without NOTIFY", "a wake-up for no reason; and a sink that " +
		"registers keeps a holder going, alone", func(p *steps) {
		p.release = func(s uint32) (uint32, verdict) {
			if s&registered != 0 {
				return protocol.OnNotify(s &^ (locked | notify))
			}
			return s &^ locked, wake
		}
	}},
}

// TestMutants: what makes the protocol wrong, the abstraction shows.
func TestMutants(t *testing.T) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			p := shipped()
			m.mutate(&p)
			e := explore(p, m.property)
			story, ok := e.broke[m.property]
			if !ok {
				t.Fatalf("doesn't break %q in %d states, but: %v", m.property, len(e.states), e.broke)
			}
			t.Logf("breaks %q after %d steps", m.property, strings.Count(story, "\n")-1)
		})
	}
	for _, m := range equivalents {
		t.Run(m.name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("explores all states")
			}
			p := shipped()
			m.mutate(&p)
			e := explore(p, "")
			for property, story := range e.broke {
				t.Errorf("breaks %q\n%s", property, story)
			}
			t.Logf("%d states: %s", len(e.states), m.why)
		})
	}
}
