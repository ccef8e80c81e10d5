//go:build interleave

package diatomic

import (
	"fmt"
	"testing"
)

// TestModelTokens are the models of diatomic-waker's loom tests, without a bound on
// preemptions, and larger ones.
func TestModelTokens(t *testing.T) {
	for _, m := range []struct {
		tokens, spuriousNotifies, wakers, spuriousPolls int
		large                                           bool
	}{
		{tokens: 1, wakers: 1},
		{tokens: 2, wakers: 1},
		{tokens: 2, wakers: 1, spuriousNotifies: 1},
		{tokens: 2, wakers: 2},
		{tokens: 2, wakers: 2, spuriousNotifies: 1},
		{tokens: 3, wakers: 1},
		{tokens: 2, wakers: 1, spuriousPolls: 2},
		{tokens: 2, wakers: 2, spuriousPolls: 2},
		{tokens: 3, wakers: 2, large: true},
		{tokens: 3, wakers: 3, large: true},
		{tokens: 3, wakers: 2, spuriousNotifies: 1, large: true},
		{tokens: 4, wakers: 1, large: true},
	} {
		name := fmt.Sprintf("%d tokens, %d wakers", m.tokens, m.wakers)
		if m.spuriousNotifies > 0 {
			name += fmt.Sprintf(", %d spurious notify", m.spuriousNotifies)
		}
		if m.spuriousPolls > 0 {
			name += fmt.Sprintf(", %d spurious polls", m.spuriousPolls)
		}
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				ws := r.wakers(m.wakers)
				r.Go("consumer", func() { r.consume(m.tokens, m.spuriousPolls, inTurn(ws)) })
				for i := range m.tokens {
					r.Go(fmt.Sprint("producer", i), r.produce)
				}
				for range m.spuriousNotifies {
					r.Go("spurious", r.notify)
				}
			})
		})
	}
}
