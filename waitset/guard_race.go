//go:build race

package waitset

import "sync/atomic"

// guard notices two calls of a consumer's methods at once.
type guard struct{ busy atomic.Bool }

func (g *guard) enter() {
	if !g.busy.CompareAndSwap(false, true) {
		panic(twoConsumers)
	}
}

func (g *guard) leave() { g.busy.Store(false) }
