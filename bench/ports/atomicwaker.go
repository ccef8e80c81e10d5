package ports

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// AtomicWaker is the protocol of the Rust crates futures and atomic-waker: one cell for
// the waker and two bits that say who is using it. The side that sets its bit while both
// are clear owns the cell. One that comes while the other owns it leaves the work to the
// owner: a notifier leaves its bit, and a consumer that finds the cell being emptied
// wakes its waker itself.
//
// The cell is emptied by each wake-up, so the next registration writes it again.
type AtomicWaker struct {
	state atomic.Uint32
	waker seam.Cell[Waker]
}

const (
	registering uint32 = 1 << iota // the consumer writes the cell
	waking                         // a notifier empties the cell, or left a wake-up to the consumer
)

// Register is for the one consumer.
func (a *AtomicWaker) Register(w Waker) {
	if !a.state.CompareAndSwap(0, registering) {
		// A notifier is at the cell, with an older waker in hand or none.
		w.Wake()
		return
	}
	a.waker.Set(w)
	if a.state.CompareAndSwap(registering, 0) {
		return
	}
	// A notifier came meanwhile, and left it to us.
	a.waker.Set(nil)
	a.state.Swap(0)
	w.Wake()
}

// Notify may be called by anyone.
func (a *AtomicWaker) Notify() {
	if w := a.take(); w != nil {
		w.Wake()
	}
}

// Unregister is for the one consumer.
func (a *AtomicWaker) Unregister() { a.take() }

func (a *AtomicWaker) take() Waker {
	if a.state.Or(waking) != 0 {
		return nil
	}
	w := a.waker.Get()
	a.waker.Set(nil)
	a.state.And(^waking)
	return w
}
