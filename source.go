package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// WakeSource is the notifying side of a [WakeSink]: a small value, copied freely and
// safe for concurrent use. It comes from [WakeSink.Source] and keeps its sink alive.
type WakeSource struct{ sink *WakeSink }

// Notify wakes the registered waker, or a newer one that has replaced it meanwhile, and
// consumes the registration. Call it after the change that the consumer waits for. It may
// be called from any goroutine, never blocks and never spins. It calls Wake at most once,
// in the calling goroutine and with no lock held. If no waker is registered, Notify is
// one atomic load.
//
// Notify may leave the wake-up to another Notify that is under way. If that one is
// descheduled, the wake-up is late. If the consumer meanwhile withdraws or replaces its
// registration, there may be no wake-up, and none is needed: the consumer looks at its
// condition afterwards.
//
// In the terminology of the Go memory model, a Notify that calls Wake, or is the first to
// leave that to another Notify, is synchronized before the return of the Poll or wait
// that it brings about. A Notify that finds nothing to do (no waker is registered, or the
// wake-up was left to another Notify before) creates no happens-before edge of its own:
// the condition must be changed and read through sync/atomic, a channel or a lock, as in
// any program without data races.
func (s WakeSource) Notify() {
	// Pairs with the Or in Register. Both are sequentially consistent. If this load comes
	// first, the predicate that is called after the Or sees the change that was made
	// before the load; if the Or comes first, this load sees the registration. If they
	// were relaxed, each could miss the other, and the consumer would sleep forever.
	if s.sink == nil || s.sink.state.Load()&(protocol.Registered|protocol.Notify) == protocol.Registered {
		s.sink.notify()
	}
}

// notify is Notify once a waker seems to be registered.
func (s *WakeSink) notify() {
	if s == nil {
		panic("diatomic: Notify on a zero WakeSource: get one from WakeSink.Source")
	}
	var now uint32
	for { //interleave:checkpoint
		old := s.state.Load()
		next, v := protocol.OnNotify(old)
		if next == old {
			return
		}
		// Taking the lock acquires the slot that the sink published: pairs with the Or in
		// registerNew. Setting NOTIFY pairs with the release below, which then fails: the
		// holder can't give the lock back without serving it. A plain store would lose
		// either.
		if s.state.CompareAndSwap(old, next) {
			if v == protocol.Leave {
				return
			}
			now = next
			break
		}
		// Another goroutine's step succeeded, so the system as a whole went on.
	}
	for {
		w := s.slots[now&protocol.Index].Get()
		for { //interleave:checkpoint now, w
			next, v := protocol.OnRelease(now)
			// Releases the slot to the sink: pairs with the Load in registerNew and in
			// Forget. It fails if the sink registered meanwhile, or another notifier set
			// NOTIFY. An unconditional And would lose that notification.
			if s.state.CompareAndSwap(now, next) {
				now = next
				if v == protocol.Read {
					break // still holding the lock, with a newer waker current
				}
				// The lock is free, so whatever Wake does (block, panic, notify, exit
				// the goroutine) concerns its caller alone.
				w.Wake()
				return
			}
			now = s.state.Load()
		}
	}
}
