package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// Forget withdraws the registration, and drops every reference that the sink has cached:
// the last two wakers, the timer of [WakeSink.WaitTimeout], the context watch of
// [WakeSink.Wait] and the channel of [WakeSink.Ready]. It doesn't block. The sink can be
// used again at once.
//
// If a notifier is copying a waker at that very instant, the reference to that waker
// stays until the notifier goes on, however long it is descheduled. Then the next call
// that registers or unregisters drops it.
//
// Forget belongs to the consumer, and doesn't end a wait: to end one, cancel its context,
// or change the condition and notify. It panics if a goroutine sleeps on the sink.
func (s *WakeSink) Forget() {
	if s.guard.Busy() || s.newest&(asleep|inWait) != 0 {
		panic("diatomic: Forget while a goroutine waits on the WakeSink: to end the wait, cancel its context")
	}
	s.Unregister()
	// Nothing is registered, so no notifier can flip: the slot that isn't current is the
	// sink's.
	old := s.state.Load()
	other := ^old & protocol.Index
	s.slots[other].Set(nil)
	s.newest = other | rest
	s.dropRest(old)

	s.signal = nil
	s.parker = nil // and its timer, which each wait has stopped
	if w := s.watch; w != nil {
		s.watch = nil
		w.unhook()
	}
}

// dropRest drops the waker in the slot that isn't newest, unless a notifier may be
// reading it. old is the state, just loaded.
//
// If that slot is current and the lock is free, no notifier will read it any more: the
// sink only publishes the newest waker, so the notifier that takes the lock next flips
// first. If that slot isn't current, the newest one is, and no notifier flips back until
// the sink has published the other slot.
func (s *WakeSink) dropRest(old uint32) {
	// The Load of old pairs with the CompareAndSwap by which the last reader gave the
	// lock back, or flipped away. Without that Load, the read and the write below would
	// race.
	if stale := ^s.newest & protocol.Index; old&protocol.Locked == 0 || old&protocol.Index != stale {
		s.slots[stale].Set(nil)
		s.newest &^= rest
	}
}
