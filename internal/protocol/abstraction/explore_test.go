package abstraction

import (
	"strings"
	"testing"
)

// TestAnyNotifiers: the properties hold in every state that any number of notifiers and a
// sink that goes on forever can reach.
func TestAnyNotifiers(t *testing.T) {
	e := Explore()
	for property, story := range e.broke {
		t.Errorf("broken: %s\n%s", property, story)
	}
	if !e.symmetric {
		t.Error("a step depends on which slot is which")
	}
	// What is true of no state at all would be true of these as well.
	var nobody [notifierSteps]crowd
	for name, is := range map[string]func(s State) bool{
		"asleep, a change, many notifiers": func(s State) bool {
			return s.At == SinkAsleep && s.Change && s.crowds[NotifierEarly] == crowdMany
		},
		"asleep, a change, nobody, woken": func(s State) bool {
			return s.At == SinkAsleep && s.Change && s.Woken && s.crowds == nobody && s.Holder == HolderNone
		},
		"asleep, a change, NOTIFY set, the holder alone": func(s State) bool {
			return s.At == SinkAsleep && s.Change && !s.Woken && s.crowds == nobody &&
				s.Word&notify != 0 && s.Copy == Another
		},
		"a slot is written while the other one is read": func(s State) bool {
			return s.At == sinkWrites && s.Holder == HolderReads
		},
		"the rest is kept for a reader": func(s State) bool {
			return s.At == SinkAwake && s.Rest && s.Holder == HolderReads
		},
		"the rest is dropped before a write": func(s State) bool { return s.At == sinkDrops },
		"everybody swaps, and everybody wakes": func(s State) bool {
			return s.crowds == [notifierSteps]crowd{crowdMany, crowdMany, crowdMany, crowdMany}
		},
	} {
		n := 0
		for _, k := range e.states {
			if is(Unpack(k)) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("no state with: %s", name)
		}
	}
	t.Logf("%d states, %d steps", len(e.states), e.made)
}

// TestStory: a story is told from the first state to the one that breaks a property.
func TestStory(t *testing.T) {
	p := shipped()
	p.flow = noRecheck
	story := explore(p, lostWakeUp).broke[lostWakeUp]
	t.Log(story)
	if !strings.Contains(story, "asleep") {
		t.Error("the sink doesn't sleep in it")
	}
}
