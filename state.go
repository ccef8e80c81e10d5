package diatomic

// The protocol is one word of five bits and two slots for wakers.
//
// The word names one slot as current. Notifiers share that slot: one of them at a
// time may read it, the one that set locked. The other slot is the sink's
// alone, to write the next waker into. What was written there becomes current by
// a flip of index, which the lock holder does and nobody else, and only if the
// sink has set update together with registered. That is why neither side waits:
// the sink never needs the slot that is being read, and a notifier that finds the
// lock taken leaves a request for the holder and goes.
//
// Who moves which bit:
//
//	index       the lock holder flips it, in the step that clears update
//	update      the sink sets it; the lock holder clears it
//	registered  the sink sets and clears it; whoever takes the lock, or takes over a request, clears it
//	locked      a notifier sets it; that same notifier clears it
//	notify      a notifier that finds locked sets it; the lock holder serves and
//	            clears it, or the sink does when it withdraws the registration
//
// Invariant: notify implies registered and locked. A request is about a
// registration that the lock holder has not taken; it goes with that
// registration, whether the holder takes it or the sink withdraws it.
const (
	index      uint32 = 1 << iota // which slot is current
	update                        // the other slot holds a newer waker
	registered                    // a waker is registered, and nobody has taken it yet
	locked                        // a notifier reads the current slot
	notify                        // the lock holder must take the newer registration too
)

// In the tables below a letter stands for either value and the same letter for the
// same value; ~i is the other slot; what no row names can't occur. A test holds
// the tables against the functions for every state.

// verdict says what the caller of a transition function does when the step is made.
type verdict uint8

const (
	leave verdict = iota // nothing to do, and no step to make
	asked                // done: the lock holder will serve it
	read                 // the caller holds the lock: read the current slot, then release
	wake                 // the lock is given back: wake what was read last
)

// wanted reports whether a notifier that sees s has anything to do: a waker is
// registered, and nobody asked the lock holder to take it.
func wanted(s uint32) bool { return s&(registered|notify) == registered }

// onNotify is the first step of a notifier.
//
//	table onNotify
//	index update registered locked notify | index update registered locked notify | verdict
//	i     u      0          l      0      | i     u      0          l      0      | leave
//	i     u      1          1      1      | i     u      1          1      1      | leave
//	i     u      1          1      0      | i     u      1          1      1      | asked
//	i     0      1          0      0      | i     0      0          1      0      | read
//	i     1      1          0      0      | ~i    0      0          1      0      | read
func onNotify(s uint32) (uint32, verdict) {
	switch {
	case !wanted(s):
		return s, leave
	case s&locked != 0:
		return s | notify, asked
	}
	return take(s) | locked, read
}

// onRelease is the step by which the lock holder, having read the current slot,
// gives the lock back. A request is served in the same step: if the sink registered
// the waker that was just read once more (update is clear), the copy in hand
// is the newest, and to wake it answers both; otherwise the newer one is read.
//
//	table onRelease
//	index update registered locked notify | index update registered locked notify | verdict
//	i     u      r          1      0      | i     u      r          0      0      | wake
//	i     0      1          1      1      | i     0      0          0      0      | wake
//	i     1      1          1      1      | ~i    0      0          1      0      | read
func onRelease(s uint32) (uint32, verdict) {
	switch {
	case s&notify == 0:
		return s &^ locked, wake
	case s&update == 0:
		return s &^ (registered | locked | notify), wake
	}
	return take(s) &^ notify, read
}

// take removes the registration from s and makes its waker the current one.
func take(s uint32) uint32 {
	if s&update != 0 {
		s ^= index | update
	}
	return s &^ registered
}

// mustWithdraw reports whether the sink has to withdraw what is registered before it
// writes the slot that is not current. With update and registered both set a
// notifier may flip to that slot at any moment; and notify asks for a wake-up that
// was due to the older registration, and would reach the new one for nothing. Without
// either, nobody can flip until the sink registers again: a flip needs update, and
// registered or notify, which only the sink can bring about. (A request that comes for the older
// waker after this look is kept, and may wake the new one for nothing.)
func mustWithdraw(s uint32) bool {
	return s&(update|registered) == update|registered || s&notify != 0
}

// The three steps of the sink are single And and Or operations with these masks.
//
//	table onWithdraw
//	index update registered locked notify | index update registered locked notify
//	i     u      r          l      0      | i     u      0          l      0
//	i     u      1          1      1      | i     u      0          1      0
//
//	table onRegister (the waker that was registered last)
//	index update registered locked notify | index update registered locked notify
//	i     u      r          l      0      | i     u      1          l      0
//	i     u      1          1      1      | i     u      1          1      1
//
//	table onPublish (a new waker, in the slot that is not current)
//	index update registered locked notify | index update registered locked notify
//	i     0      0          l      0      | i     1      1          l      0
//	i     1      0          l      0      | i     1      1          l      0
//	i     0      1          l      0      | i     1      1          l      0
//	i     0      1          1      1      | i     1      1          1      1
const (
	onWithdraw = ^(registered | notify) // And
	onRegister = registered             // Or
	onPublish  = registered | update    // Or
)
