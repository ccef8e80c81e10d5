package diatomic

import (
	"strings"
	"testing"
)

// TestAbstractAnyNotifiers: the properties hold in every state that any number of notifiers and a sink
// that goes round for ever can reach.
func TestAbstractAnyNotifiers(t *testing.T) {
	e := explore(shippedSteps(), "")
	for property, story := range e.broke {
		t.Errorf("broken: %s\n%s", property, story)
	}
	if !e.symmetric {
		t.Error("a step depends on which slot is which")
	}
	// What is true of no state at all would be true of these as well.
	for name, is := range map[string]func(s abstractState) bool{
		"asleep, a change, many notifiers": func(s abstractState) bool {
			return s.at == sinkAsleep && s.change && s.crowds[crowdEarly] == crowdMany
		},
		"asleep, a change, nobody, woken": func(s abstractState) bool {
			return s.at == sinkAsleep && s.change && s.woken && s.crowds == [crowdSteps]crowd{} && s.holder == holderNone
		},
		"asleep, a change, the holder alone has been asked": func(s abstractState) bool {
			return s.at == sinkAsleep && s.change && !s.woken && s.crowds == [crowdSteps]crowd{} && s.word&notify != 0 && s.copy == another
		},
		"a slot is written while the other one is read": func(s abstractState) bool {
			return s.at == sinkWrites && s.holder == holderReads
		},
		"the rest is kept for a reader": func(s abstractState) bool {
			return s.at == sinkAwake && s.newest&rest != 0 && s.holder == holderReads
		},
		"the rest is dropped before a write": func(s abstractState) bool { return s.at == sinkDrops },
		"everybody swaps, and everybody wakes": func(s abstractState) bool {
			return s.crowds == [crowdSteps]crowd{crowdMany, crowdMany, crowdMany, crowdMany}
		},
	} {
		n := 0
		for _, k := range e.states {
			if is(unpackAbstract(k)) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("no state with: %s", name)
		}
	}
	t.Logf("%d states, %d steps", len(e.states), e.steps)
}

// TestAbstractStory: a story is told from the first state to the one that breaks a property.
func TestAbstractStory(t *testing.T) {
	p := shippedSteps()
	p.flow = noRecheck
	story := explore(p, lostWakeUp).broke[lostWakeUp]
	t.Log(story)
	if !strings.Contains(story, "asleep") {
		t.Error("the sink doesn't sleep in it")
	}
}
