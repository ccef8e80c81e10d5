//go:build interleave

package diatomic

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave"
)

// mappedModel is a consumer with two wakers or so, and producers.
type mappedModel struct {
	producers, spurious, wakers, whims int
	large                              bool
}

func (c mappedModel) String() string {
	return fmt.Sprintf("%d producers, %d spurious notifiers, %d wakers, %d whims", c.producers, c.spurious, c.wakers, c.whims)
}

func (c mappedModel) model(b *abstraction) interleave.Model {
	return interleave.Model{Name: "mapped: " + c.String(), Setup: func(s *interleave.Sim) {
		r := newRig(s)
		r.stays = true
		m := newMapping(r, c.wakers, b)
		r.Go("consumer", func() { m.consume(c.producers, c.whims, inTurn(m.wakers)) })
		for range c.producers {
			r.Go("producer", r.produce)
		}
		for range c.spurious {
			r.Go("spurious", r.notify)
		}
	}}
}

// abstraction is what states are mapped to.
type abstraction struct {
	*exploration
	onto  map[uint64]bool    // states that were come upon
	steps map[[2]uint64]int8 // the steps of the abstraction that were needed from one to another
}

// maxSteps is how many steps of the abstraction a step of the code may be. It goes on from an atomic
// operation up to the next, so it has accesses to slots and calls in it.
const maxSteps = 3

func newAbstraction(e *exploration) *abstraction {
	return &abstraction{e, map[uint64]bool{}, map[[2]uint64]int8{}}
}

// reaches reports whether s is one of the abstraction's states.
func (b *abstraction) reaches(s abstractState) bool {
	return b.table[b.find(s.pack(b.symmetric))] != 0
}

// distance is the number of steps from one state to another, or -1 if it's more than maxSteps.
func (b *abstraction) distance(from, to uint64) int8 {
	if from == to {
		return 0
	}
	if n, ok := b.steps[[2]uint64{from, to}]; ok {
		return n
	}
	found := int8(-1)
	seen, layer := map[uint64]bool{from: true}, []uint64{from}
	for n := int8(1); n <= maxSteps && found < 0; n++ {
		var next []uint64
		for _, k := range layer {
			b.each(unpackAbstract(k), func(s abstractState) {
				if k := s.pack(b.symmetric); !seen[k] {
					seen[k] = true
					next = append(next, k)
				}
			})
		}
		if layer = next; seen[to] {
			found = n
		}
	}
	b.steps[[2]uint64{from, to}] = found
	return found
}

// TestMappedStates: the abstraction has every state that the code reaches with up to three notifiers, and
// makes every step that the code makes there.
func TestMappedStates(t *testing.T) {
	b := newAbstraction(explore(shippedSteps(), ""))
	for _, c := range []mappedModel{
		{producers: 1, wakers: 1, whims: 2},
		{producers: 2, wakers: 1},
		{producers: 2, wakers: 2},
		{producers: 2, wakers: 2, whims: 1},
		{producers: 1, spurious: 1, wakers: 2, whims: 2},
		{producers: 2, spurious: 1, wakers: 2},
		{producers: 2, wakers: 3, whims: 2, large: true},
		{producers: 3, wakers: 2, large: true},
		{producers: 2, spurious: 1, wakers: 2, whims: 1, large: true},
	} {
		t.Run(c.String(), func(t *testing.T) {
			if c.large && !interleave.Full() {
				t.Skip("only with -interleave.full")
			}
			interleave.Run(t, c.model(b), interleave.Options{NoReduce: true, NoShrink: true})
		})
	}
	var steps [maxSteps + 1]int
	for _, n := range b.steps {
		steps[max(n, 0)]++
	}
	t.Logf("they map onto %d of the abstraction's %d states; distances: %v", len(b.onto), len(b.states), steps)
}

// TestMappedCuts: without any one of these steps the abstraction is too small, and the mapping shows it.
// So no step that the code makes can be missing unseen.
func TestMappedCuts(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  func(from, to abstractState) bool
	}{
		{"ask", func(from, to abstractState) bool { return to.word&notify > from.word&notify }},
		{"a failed release reloads", func(_, to abstractState) bool { return to.holder == holderReloads }},
		{"asked, the holder reads again", func(from, to abstractState) bool {
			return from.holder == holderReleases && to.holder == holderReads
		}},
		{"release", func(from, to abstractState) bool { return from.holder == holderReleases && to.holder == holderNone }},
		{"withdraw", func(_, to abstractState) bool { return to.at == sinkWithdraws }},
		{"load again", func(_, to abstractState) bool { return to.at == sinkLoadsAgain }},
		{"register the same waker", func(_, to abstractState) bool { return to.at == sinkRepeats }},
		{"look again", func(_, to abstractState) bool { return to.at == sinkLooks }},
		{"look again, and find", func(from, to abstractState) bool { return from.at == sinkLooks && to.at == sinkAwake }},
		{"spurious polls", func(from, to abstractState) bool {
			return from.at == sinkAsleep && to.at == sinkAwake && !from.woken
		}},
		{"unregister", func(_, to abstractState) bool { return to.at == unregAnds }},
		{"forget", func(_, to abstractState) bool { return to.at == forgetLoads }},
		{"forget drops the rest", func(_, to abstractState) bool { return to.at == forgetDrops }},
		{"drop the rest later", func(_, to abstractState) bool { return to.at == sinkDrops }},
		{"wake", func(from, to abstractState) bool { return to.woken && !from.woken && from.at == to.at }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := shippedSteps()
			p.cut = c.cut
			m := mappedModel{producers: 1, spurious: 1, wakers: 2, whims: 2}.model(newAbstraction(unexplored(p)))
			r := interleave.Check(m, interleave.Options{NoReduce: true, NoShrink: true})
			if r.Verdict != interleave.Failed || r.Failure.Kind != "relation" {
				t.Errorf("not noticed: %v", r)
				return
			}
			t.Log(r.Failure.Text)
		})
	}
}
