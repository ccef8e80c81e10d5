//go:build gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28

package mpsc

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// canPark says that a goroutine which waits under a context that can't be cancelled is
// stopped by the runtime itself, with the bit that says so in a word that is changed anyway.
// A WakeSink does it for any waker, with a word of its own.
const canPark = true

// park stops the receiver until somebody clears parked, or returns at once if tail isn't head.
func (k *gate) park() { seam.Park(commitReceiver, unsafe.Pointer(k)) }

//go:nosplit
func commitReceiver(g, arg unsafe.Pointer) bool {
	k := (*gate)(arg)
	if k.tail.Load() != k.head {
		return false // or, if it is parked, by misuse: g is another's
	}
	k.g.Set(uintptr(g))
	// Publishes g to who clears the bit. It fails if a position was taken, for whose message the
	// receiver then looks: after an Or, a message handed over could overtake that one.
	return k.tail.CompareAndSwap(k.head, k.head|parked)
}

// park stops the sender until its stay is over, or returns at once if the state has just changed.
func (p *place) park() { seam.Park(commitSender, unsafe.Pointer(p)) }

//go:nosplit
func commitSender(g, arg unsafe.Pointer) bool {
	p := (*place)(arg)
	s := p.state.Load()
	if s != waiting && s != claimed {
		return false
	}
	p.g.Set(uintptr(g))
	// Publishes g to who ends the state: pairs with claim, settle and release. If they come first, this fails.
	return p.state.CompareAndSwap(s, s|asleep)
}

// ready lets a goroutine go on that one of the above has stopped.
func ready(g uintptr) { seam.Ready(*(*unsafe.Pointer)(unsafe.Pointer(&g))) }
