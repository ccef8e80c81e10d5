package mpsc

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// If seam.CanPark is true, the runtime itself parks a goroutine that waits under a
// context that can't be cancelled. The bit that says so is in a word that is changed
// anyway. A WakeSink does the same for any waker, with a word of its own.

// park stops the receiver until another goroutine clears parked. It returns at once if
// tail isn't parkAt.
func (k *gate) park() { seam.Park(commitReceiver, unsafe.Pointer(k)) }

//go:nosplit
func commitReceiver(g, arg unsafe.Pointer) bool {
	k := (*gate)(arg)
	if k.tail.Load() != k.parkAt {
		return false // or, if it is parked, by misuse: g is another's
	}
	k.g.Set(seam.G(g))
	// Publishes g to the goroutine that clears the bit. It fails if a position was taken;
	// the receiver then looks for the message of that position. With an Or instead, a
	// message that is handed over could overtake that message.
	return k.tail.CompareAndSwap(k.parkAt, k.parkAt|parked)
}

// park stops the sender until its stay is over. It returns at once if the state has just
// changed.
func (p *place) park() { seam.Park(commitSender, unsafe.Pointer(p)) }

//go:nosplit
func commitSender(g, arg unsafe.Pointer) bool {
	p := (*place)(arg)
	s := p.state.Load()
	if s != waiting && s != claimed {
		return false
	}
	p.g.Set(seam.G(g))
	// Publishes g to the goroutine that ends the state: pairs with claim, finish and
	// letGo. If one of them comes first, this fails.
	return p.state.CompareAndSwap(s, s|asleep)
}
