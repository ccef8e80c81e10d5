//go:build race

package race

import "sync/atomic"

// Enabled reports whether the race detector is on.
const Enabled = true

// Guard is busy between Enter and Leave.
type Guard struct{ busy atomic.Bool }

// Enter reports whether the guard was free. If so, the guard is busy from now on.
func (g *Guard) Enter() bool { return g.busy.CompareAndSwap(false, true) }

// Leave makes the guard free.
func (g *Guard) Leave() { g.busy.Store(false) }

// Busy reports whether a goroutine has entered and not left.
func (g *Guard) Busy() bool { return g.busy.Load() }
