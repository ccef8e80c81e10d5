//go:build interleave

package diatomic

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/internal/protocol"
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
			onlyInFull(t, m.large)
			check(t, name, func(r *rig) {
				ws := r.wakers(m.wakers)
				r.Go("consumer", func() { r.consume(m.tokens, m.spuriousPolls, inTurn(ws)) })
				r.Alike("producer", m.tokens, r.produce)
				r.Alike("spurious", m.spuriousNotifies, r.notify)
			})
		})
	}
}

// TestModelPoll runs the real Poll, and PollUntil.
func TestModelPoll(t *testing.T) {
	for _, until := range []bool{false, true} {
		name := fmt.Sprintf("Poll, 2 producers, PollUntil: %t", until)
		t.Run(name, func(t *testing.T) {
			check(t, name, func(r *rig) {
				ws := r.wakers(2)
				r.Go("consumer", func() {
					for n, i := 2, 0; n > 0; i++ {
						w := ws[i%2]
						r.Checkpoint(n, w)
						r.count.Registers++ // or none: an upper bound
						var ok bool
						if until {
							_, ok = PollUntil(r.sink, w, func() (int, bool) { return 0, r.try() })
						} else {
							ok = r.sink.Poll(w, r.try)
						}
						if ok {
							n--
							r.Peek(func() {
								if s := r.sink.state.Load(); s&protocol.Registered != 0 {
									r.Fail("Poll returned true and left the sink in %s", protocol.Spell(s))
								}
							})
							continue
						}
						r.Checkpoint(n, w)
						r.sleep(w)
					}
				})
				r.Alike("producer", 2, r.produce)
			})
		})
	}
}
