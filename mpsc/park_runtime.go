//go:build gc && !race && !diatomic_portable && go1.25 && !go1.28

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
	k.g.Set(uintptr(g))
	// Publishes g to who clears the bit. It fails if a position was taken, for whose message the
	// receiver then looks: after an Or, a message handed over could overtake that one.
	return k.tail.CompareAndSwap(k.head, k.head|parked)
}

// park stops the sender until somebody clears asleep, or returns at once if there is a notice, or its stay
// is over.
func (b *bed) park() { seam.Park(commitSender, unsafe.Pointer(b)) }

//go:nosplit
func commitSender(g, arg unsafe.Pointer) bool {
	b := (*bed)(arg)
	b.g.Set(uintptr(g))
	s := b.state.Load()
	// Publishes g to who clears the bit: pairs with settle and rouse. If either comes first, this fails.
	return s&^claimed == b.stay.Get() && b.state.CompareAndSwap(s, s|asleep)
}

// ready lets a goroutine go on that one of the above has stopped.
func ready(g uintptr) { seam.Ready(*(*unsafe.Pointer)(unsafe.Pointer(&g))) }
