package diatomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// parker is the waker of a goroutine that waits: one at a time.
//
// park returns once there has been a Wake since the last settle. It may also return for
// no reason, so each time its caller calls settle and looks at its condition. The caller
// then sees what was done before the Wake.
//
// Where the runtime can stop a goroutine (seam.CanPark), park has it do so. state is then
// idle, noticed, or the G that is parked:
//
//	park: idle -> G          by the scheduler, once G has stopped
//	Wake: G -> idle          and G runs again
//	Wake: idle -> noticed    the next park returns at once
//	settle: noticed -> idle
//
// Elsewhere park waits for a token in a channel.
type parker struct {
	state atomic.Uintptr
	token seam.Signal
	timer
}

const (
	idle    uintptr = iota
	noticed         // and anything above is a G
)

func newParker() *parker {
	p := new(parker)
	if !seam.CanPark {
		p.token = seam.NewSignal()
	}
	return p
}

// park is small enough to inline: a goroutine that is switched to mispredicts the return
// from each frame.
func (p *parker) park() {
	if !seam.CanPark {
		p.token.Wait()
	} else if p.state.Load() == idle {
		seam.Park(commit, unsafe.Pointer(p))
	}
}

// taken reports whether a goroutine is parked, as far as that can be seen.
func (p *parker) taken() bool { return seam.CanPark && p.state.Load() > noticed }

// settle consumes the notice of a Wake.
func (p *parker) settle() {
	if seam.CanPark && p.state.Load() == noticed {
		// Two steps will do: only the goroutine that parks leaves this state.
		p.state.Store(idle)
	}
}

// commit publishes the G that has just stopped. It fails if a Wake came first; the G then
// goes on. It pairs with the CompareAndSwap in Wake.
//
//go:nosplit
func commit(g, p unsafe.Pointer) bool {
	return (*parker)(p).state.CompareAndSwap(idle, uintptr(g))
}

// Wake lets the parked goroutine go on or, if none is parked, the next one that parks.
func (p *parker) Wake() {
	if !seam.CanPark {
		p.token.Set()
		return
	}
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
			// Only one Wake may ready the G, hence the swap.
			if p.state.CompareAndSwap(g, idle) {
				seam.Ready(seam.G(g))
				return
			}
		}
	}
}
