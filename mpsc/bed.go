package mpsc

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// bed is where a sender sleeps that has no room. Its state is the number of a stay and three bits.
//
// The sender begins a stay by putting its place into the sight of the receiver. How it ends
// is decided once:
//
//	n           -> n, claimed   the receiver has the message
//	n, claimed  -> n+1          and a position for it, or a caller: it is sent
//	n, claimed  -> n, noticed   and can do nothing with it, since the channel was closed
//	n           -> n+1          the sender withdraws
//
// Numbers are not used again, so a step that the receiver makes from n belongs to the stay
// that it has looked at.
//
// The other two bits are about sleep:
//
//	asleep   set by the sender when it has stopped; whoever clears it makes the sender ready
//	noticed  set by rouse if the sender isn't asleep, so that it doesn't fall asleep; cleared by the sender
type bed struct {
	state atomic.Uint64

	// stay is the number of the sender's stay. The sender only.
	stay seam.Cell[uint64]

	// g is the sender that has stopped: written before asleep is set, read by who clears it.
	g seam.Cell[uintptr]

	// sink is where it sleeps under a context that can be cancelled, and where the runtime
	// can't be asked to stop it.
	sink diatomic.WakeSink
}

const (
	claimed uint64 = 1 << iota
	asleep
	noticed
	next // to be added for the next number

	number = ^(next - 1)
)

// sent reports whether the receiver has ended the stay. The sender only.
func (b *bed) sent() bool {
	// Pairs with the Swap in settle, which gives back the place.
	return b.state.Load()&number != b.stay.Get()
}

// settle ends what a claim began, with the given state. The receiver only.
func (b *bed) settle(state uint64) {
	// Gives the place back to the sender: pairs with the Load in sent. It also takes over
	// the duty to make the sender ready: as a plain Store it would lose sight of one that has just fallen asleep.
	if b.state.Swap(state)&asleep != 0 {
		ready(b.g.Get())
		return
	}
	b.sink.Source().Notify()
}

// rouse wakes the sender, for it to look at the gate.
func (b *bed) rouse() {
	for {
		s := b.state.Load()
		switch {
		case s&noticed != 0:
			return
		case s&asleep != 0:
			// Of all who try, one makes the sender ready. Pairs with the one in commitSender,
			// which published g.
			if b.state.CompareAndSwap(s, s&^asleep) {
				ready(b.g.Get())
				return
			}
		default:
			// Pairs with the one in commitSender, which fails. Without the notice this sender, who has
			// looked at the gate before it was opened, would sleep on.
			if b.state.CompareAndSwap(s, s|noticed) {
				b.sink.Source().Notify()
				return
			}
		}
	}
}

// heed spends the notice. The sender only, who then looks at the gate.
func (b *bed) heed() {
	if b.state.Load()&noticed != 0 {
		b.state.And(^noticed)
	}
}
