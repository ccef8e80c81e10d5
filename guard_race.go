//go:build race

package diatomic

import "sync/atomic"

// guard reports two waits on one sink as soon as the second begins. Builds without the
// race detector notice when the second one parks.
type guard struct{ busy atomic.Bool }

func (g *guard) enter() {
	if !g.busy.CompareAndSwap(false, true) {
		panicTwoWaits()
	}
}

func (g *guard) leave() { g.busy.Store(false) }
