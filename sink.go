package diatomic

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// WakeSink is the waiting side: it holds the waker of the one consumer. The zero value is
// ready, and needs no cleanup. It must not be copied after first use; go vet reports
// copies.
//
// All its methods but [WakeSink.Source] belong to the consumer: at most one call at a
// time, though not always from the same goroutine. If the waits, Poll or Forget notice
// another wait, they panic; Register and Unregister may take away its wake-up. None of
// the methods waits for a notifier.
type WakeSink struct {
	// state holds the bits of package protocol. Sink and notifiers.
	state atomic.Uint32

	// newest is the slot that the sink wrote last, perhaps with rest and asleep. Sink
	// only.
	newest uint32

	// slots hold wakers. The lock holder reads the current one, which is not written
	// meanwhile. The sink writes the other one, while no notifier can flip. The sink may
	// read either at any time, since only the sink writes them.
	slots [2]seam.Cell[Waker]

	guard race.Guard // against two waits at once, in race builds; else empty

	// What the waits of a goroutine need: made when first used, dropped by Forget. None
	// of them points back to the sink. Sink only.
	parker *parker
	watch  *watch
	signal seam.Signal
}

// Bits of WakeSink.newest, above the index of a slot.
const (
	rest   uint32 = 1 << (iota + 1) // the other slot holds a waker that Forget could not drop
	asleep                          // a goroutine sleeps in a wait
)

// Source returns a notifying side of the sink. It may be called from any goroutine, at
// any time. A WakeSource is a pointer: it costs nothing to make one.
func (s *WakeSink) Source() WakeSource { return WakeSource{s} }

// Register arranges for w to be woken by the next [WakeSource.Notify], in place of any
// waker that is registered. It doesn't block. The caller must look at its condition again
// afterwards, since it may have changed before the registration; [WakeSink.Poll] does all
// of that.
//
// Registering the waker that was registered last stores nothing. That waker, and perhaps
// the one before it, stay cached when they have been woken or unregistered;
// [WakeSink.Forget] drops them. Register panics, and leaves the sink as it was, if w is
// nil or can't be compared.
//
// In the terminology of the Go memory model, a Register is ordered with each Notify:
// either the Notify sees the registration, or what was done before the Notify, through
// sync/atomic, is seen by what follows the Register.
func (s *WakeSink) Register(w Waker) {
	if w == nil || s.cached() != w {
		mustComparable(w)
		s.registerNew(w)
		return
	}
	// Pairs with the Load in Notify: see there.
	s.state.Or(protocol.OnRegister)
}

// cached returns the waker that was registered last. It returns nil after Forget, and
// while Forget's rest is there, so that Register takes the way through registerNew.
func (s *WakeSink) cached() Waker {
	if s.newest&rest != 0 {
		return nil
	}
	return s.slots[s.newest&protocol.Index].Get()
}

func (s *WakeSink) registerNew(w Waker) {
	old := s.state.Load()
	if protocol.MustWithdraw(old) {
		// After this step no notifier can flip until the Or below. Without it a notifier
		// may be reading, or come to read, the slot that is written here.
		s.state.And(protocol.OnWithdraw)
		old = s.state.Load()
	}
	if s.newest&rest != 0 {
		s.dropRest(old)
	}
	// The slot that isn't current. Its last reader has given the lock back since, or
	// flipped away from it, by a CompareAndSwap that this Load observed.
	i := ^old & protocol.Index
	s.slots[i].Set(w)
	s.newest = s.newest&^protocol.Index | i
	// Publishes the slot: pairs with the CompareAndSwap by which a notifier takes the
	// lock, or goes round. Were it two steps, a notifier could see REGISTERED without
	// UPDATE, and wake the old waker instead of this one.
	s.state.Or(protocol.OnPublish)
}

// Unregister withdraws the registration, if there is one. It doesn't block. The waker
// stays cached, and may still be woken by a Notify that took the registration before.
func (s *WakeSink) Unregister() {
	old := s.state.Load()
	if s.newest&rest != 0 {
		s.dropRest(old)
	}
	// Only the sink sets REGISTERED. So if it is clear it stays so, and NOTIFY with it.
	if old&protocol.Registered != 0 {
		// Clears NOTIFY together with the registration that it was set for. Kept, it
		// would spend the next registration on an old notification.
		s.state.And(protocol.OnWithdraw)
	}
}
