package diatomic

import (
	"reflect"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// WakeSink is the waiting side: it holds the waker of the one consumer. The zero value is
// ready to use, and a WakeSink needs no cleanup. It must not be copied after first use;
// go vet reports copies.
//
// All methods except [WakeSink.Source] belong to the consumer: only one may be under way
// at a time, though not always in the same goroutine. The waits, Poll and Forget panic if
// they notice another wait; Register and Unregister don't notice one, and may take away
// its wake-up. None of the methods waits for a notifier to finish.
//
// Don't print a WakeSink, or a pointer to a struct that has one in it: package fmt would
// read what notifiers write. (A Format method would be promoted to that struct.)
type WakeSink struct {
	// state holds the bits of package protocol. Sink and notifiers.
	state atomic.Uint32

	// newest is the slot that the sink wrote last, perhaps with the bits below. Sink
	// only.
	newest uint32

	// slots hold wakers. The lock holder reads the current one, which nobody writes
	// meanwhile. The sink writes the other one, while no notifier can flip. The sink may
	// read either at any time, since only the sink writes them.
	slots [2]seam.Cell[Waker]

	guard race.Guard // against two waits at once, in race builds; else empty

	// These serve the waits of a goroutine. They are made when first used, and dropped by
	// Forget. None of them points back to the sink. Sink only.
	parker *parker
	watch  *watch
	signal seam.Signal
}

// Bits of WakeSink.newest, above the index of a slot.
const (
	rest   uint32 = 1 << (iota + 1) // the other slot holds a waker that Forget couldn't drop
	asleep                          // a goroutine sleeps in a wait
	inWait                          // a wait is past its first look: its ready must not wait on the sink
)

// Source returns the notifying side of the sink. It may be called from any goroutine, at
// any time. A WakeSource is a pointer, so Source costs nothing.
func (s *WakeSink) Source() WakeSource { return WakeSource{s} }

// Register registers w: the next [WakeSource.Notify] wakes w, in place of any waker that
// was registered. It doesn't block. The caller must look at its condition again
// afterwards, since the condition may have changed before the registration;
// [WakeSink.Poll] does all of that.
//
// Registering the waker that was registered last stores nothing. That waker, and perhaps
// the one before it, stay cached after they have been woken or unregistered;
// [WakeSink.Forget] drops them. If w is nil or can't be compared, Register panics and
// leaves the sink as it was.
//
// In the terminology of the Go memory model, a Register is ordered with each Notify:
// either the Notify sees the registration, or what follows the Register sees what was
// done before the Notify through sync/atomic.
func (s *WakeSink) Register(w Waker) {
	if c := s.cached(); w == nil || !identical(c, w) {
		// Pointers that aren't identical aren't equal, and almost every waker is one.
		if w != nil && reflect.TypeOf(w).Kind() == reflect.Pointer || !equal(c, w) {
			s.registerNew(w)
			return
		}
	}
	// Pairs with the Load in Notify: see there.
	s.state.Or(protocol.OnRegister)
}

// cached returns the waker that was registered last. It returns nil after Forget, and
// while rest is set, so that Register goes through registerNew.
func (s *WakeSink) cached() Waker {
	if s.newest&rest != 0 {
		return nil
	}
	return s.slots[s.newest&protocol.Index].Get()
}

func (s *WakeSink) registerNew(w Waker) {
	old := s.state.Load()
	if protocol.MustWithdraw(old) {
		// After this step no notifier can flip until the Or below. Without this step a
		// notifier might be reading, or come to read, the slot that is written here.
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
	// lock, or goes round. If it were two steps, a notifier could see REGISTERED without
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
	// Only the sink sets REGISTERED. So if REGISTERED is clear it stays clear, and NOTIFY
	// with it.
	if old&protocol.Registered != 0 {
		// Clears NOTIFY together with the registration that it was set for. If NOTIFY
		// stayed set, an old notification would consume the next registration.
		s.state.And(protocol.OnWithdraw)
	}
}
