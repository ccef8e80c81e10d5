package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// The two highest bits of gate.tail. Since they are above any limit, a sender notices
// them by the comparison that it makes anyway.
const (
	// parked: the ring is empty and the receiver has stopped in Recv. Whoever clears
	// it hands its message over, or none, and makes the receiver ready.
	parked uint64 = 1 << 62
	// closed: senders take no position any more.
	closed uint64 = 1 << 63

	position = parked - 1
)

// pad keeps what different goroutines write in different cache lines.
type pad [64]byte

// gate is where positions are taken.
type gate struct {
	// tail is the next position, with parked or closed. Everybody adds to it; parked is set by the
	// receiver, where tail is head.
	tail atomic.Uint64

	// head is the position of the next message to be received. The receiver only.
	head uint64

	// g is the receiver that has stopped: written before parked is set, read by who clears it.
	g seam.Cell[uintptr]

	_ pad

	// limit is the first position that may not be taken yet: at most head + capacity. Set by the
	// receiver, and only ever raised.
	limit atomic.Uint64
}

// open reports whether a send need not wait: there is room, or a receiver to hand the
// message to, or an error to return.
func (k *gate) open() bool {
	// The loads pair with whatever opens the gate: the Store in giveAll, the CompareAndSwaps in
	// commitReceiver and close. Those who open it look who is in line after that, or have given all room before.
	t := k.tail.Load()
	return t >= parked || t < k.limit.Load()
}
