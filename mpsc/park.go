package mpsc

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Where seam.CanPark, a goroutine that waits under a context that can't be cancelled is
// parked by the runtime itself, with the bit that says so in a word that is changed
// anyway. A WakeSink does it for any waker, with a word of its own.

// park stops the receiver until somebody clears parked. It returns at once if tail isn't
// parkAt.
func (k *gate) park() { seam.Park(commitReceiver, unsafe.Pointer(k)) }

//go:nosplit
func commitReceiver(g, arg unsafe.Pointer) bool {
	k := (*gate)(arg)
	if k.tail.Load() != k.parkAt {
		return false // or, if it is parked, by misuse: g is another's
	}
	k.g.Set(seam.G(g))
	// Publishes g to who clears the bit. It fails if a position was taken, for whose
	// message the receiver then looks: after an Or, a message handed over could overtake
	// that one.
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
	// Publishes g to who ends the state: pairs with claim, finish and letGo. If one of
	// them comes first, this fails.
	return p.state.CompareAndSwap(s, s|asleep)
}
