package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// WakeSource is the notifying side of a [WakeSink]: a small value, copied freely and
// safe for concurrent use. It comes from [WakeSink.Source] and keeps its sink alive.
type WakeSource struct{ sink *WakeSink }

// Notify wakes the waker that is registered, if one is, or the newer one that
// replaced it meanwhile; and consumes the registration. Call it after the change
// that the consumer waits for. It may be called from any goroutine, never blocks and
// never spins; it calls Wake at most once, in the calling goroutine and with no lock
// held. With nobody registered it is one atomic load.
//
// It may leave the wake-up to another Notify that is under way, and then it is that one which can delay it,
// if it is descheduled. A registration that the consumer withdraws or replaces meanwhile isn't
// woken for: it looks at its condition after that.
//
// In the terminology of the Go memory model, a Notify that calls Wake, or asks
// another to, is synchronized before the return of the Poll or wait that it brings about. One that
// finds nobody registered creates no happens-before edge of its own: the condition must be changed and
// read through sync/atomic, a channel or a lock, as any program without data races does.
func (s WakeSource) Notify() {
	// Pairs with the Or in Register. Both are sequentially consistent: if this load
	// comes before that Or, the change made before it is seen by the predicate that is
	// called after; if it comes later, it sees the registration. Were it relaxed, both
	// could miss each other, and the consumer would sleep for ever.
	if s.sink == nil || s.sink.state.Load()&(protocol.Registered|protocol.Notify) == protocol.Registered {
		s.sink.notify()
	}
}

// notify is Notify once somebody seems to be registered.
func (s *WakeSink) notify() {
	if s == nil {
		panic("diatomic: Notify on a zero WakeSource: get one from WakeSink.Source")
	}
	var now uint32
	for { //interleave:checkpoint
		old := s.state.Load()
		next, v := protocol.OnNotify(old)
		if v == protocol.Leave {
			return
		}
		// To take the lock acquires the slot that the sink published: pairs with the Or in
		// Register. To ask pairs with the release below, which fails for it: the holder
		// can't leave without seeing the request. A plain store would lose either.
		if s.state.CompareAndSwap(old, next) {
			if v == protocol.Asked {
				return
			}
			now = next
			break
		}
		// Somebody else's step was made, so the system as a whole went on.
	}
	for {
		w := s.slots[now&protocol.Index].Get()
		for { //interleave:checkpoint now, w
			next, v := protocol.OnRelease(now)
			// Releases the slot to the sink: pairs with the Load in registerNew and in Forget.
			// It fails if the sink registered meanwhile or somebody asked for the newer waker.
			// An unconditional And would lose that request.
			if s.state.CompareAndSwap(now, next) {
				now = next
				if v == protocol.Read {
					break // still holding the lock, with a newer waker current
				}
				// The lock is free, so whatever Wake does (block, panic, notify, exit the
				// goroutine) is its caller's affair alone.
				w.Wake()
				return
			}
			now = s.state.Load()
		}
	}
}
