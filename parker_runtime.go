//go:build gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28

package diatomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// parker is the waker of a goroutine, parked by the runtime itself. Its state is idle, or
// noticed, or the g that is parked:
//
//	park: idle -> g          by the scheduler, once g has stopped
//	Wake: g -> idle          and g runs again
//	Wake: idle -> noticed    the next park returns at once
//	park: noticed -> idle
//
// A park may return for no reason, so its caller looks at its condition each time.
type parker struct {
	state atomic.Uintptr
	timer
}

const (
	idle    uintptr = iota
	noticed         // and anything above is a g, which the runtime never frees
)

func newParker() *parker { return new(parker) }

// park returns after a Wake that came since the last settle. It is small enough to inline:
// the goroutine that is switched to mispredicts the return from each frame.
func (p *parker) park() {
	if p.state.Load() == idle {
		seam.Park(commit, unsafe.Pointer(p))
	}
}

// settle spends the notice. Whatever it told of is seen by the caller, who looks at its
// condition after this.
func (p *parker) settle() {
	if p.state.Load() == noticed {
		// A plain store will do: only the goroutine that parks leaves this state.
		p.state.Store(idle)
	}
}

// commit publishes the g that has just stopped. It fails if a Wake came first, and its
// g then goes on. Pairs with the CompareAndSwap in Wake.
//
//go:nosplit
func commit(g, p unsafe.Pointer) bool {
	return (*parker)(p).state.CompareAndSwap(idle, uintptr(g))
}

// Wake lets the parked goroutine go on, or the one that parks next.
func (p *parker) Wake() {
	for { //interleave:checkpoint
		switch g := p.state.Load(); g {
		case noticed:
			return
		case idle:
			// Pairs with the one in commit: one of the two fails and sees the other.
			if p.state.CompareAndSwap(idle, noticed) {
				return
			}
		default:
			// Only one Wake may ready the g, hence the swap.
			if p.state.CompareAndSwap(g, idle) {
				seam.Ready(*(*unsafe.Pointer)(unsafe.Pointer(&g)))
				return
			}
		}
	}
}
