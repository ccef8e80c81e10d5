// Package protocol defines the state word of a sink: its bits, and every step that
// changes them, as a pure function or a mask. The slots, the atomic operations and their
// order are in package diatomic.
//
// The protocol is one word of five bits and two slots for wakers.
//
// The word names one slot as current. Notifiers share that slot: only the lock holder,
// which is the notifier that set Locked, may read it. The other slot belongs to the sink
// alone, which writes the next waker there. A flip of Index makes that slot current. Only
// the lock holder flips, and only if the sink has set Update together with Registered. So
// neither side waits: the sink never needs the slot that is being read, and a notifier
// that finds the lock taken sets Notify and leaves.
//
// Invariant: Notify implies Registered and Locked. Notify says that the registration
// which the lock holder hasn't taken yet was notified. Notify is cleared together with
// that registration, whether the holder takes the registration or the sink withdraws it.
package protocol

import "strings"

// The bits of the state word, and which side moves each:
//
//	Index       the lock holder flips it, in the step that clears Update
//	Update      the sink sets it; the lock holder clears it
//	Registered  the sink sets and clears it; a notifier clears it when it takes the
//	            lock, and the lock holder when it serves Notify
//	Locked      a notifier sets it; that same notifier clears it
//	Notify      a notifier that finds Locked sets it; the lock holder clears it when it
//	            serves it, and the sink when it withdraws the registration
const (
	Index      uint32 = 1 << iota // which slot is current
	Update                        // the other slot holds a newer waker
	Registered                    // a waker is registered, and no notifier has taken it yet
	Locked                        // a notifier reads the current slot
	Notify                        // the lock holder must serve the newer registration too
)

// In the tables below a letter stands for either value, and the same letter for the same
// value; ~i is the other slot. A state that matches no row can't occur. A test compares
// the tables with the functions for every state.

// Verdict says what a notifier does once its step is made.
type Verdict uint8

const (
	Leave Verdict = iota // it leaves; there is no step to make if s stays the same
	Read                 // it holds the lock: it reads the current slot, then releases
	Wake                 // it has given the lock back: it wakes the waker that it read last
)

// Wanted reports whether a notifier that sees s has anything to do: a waker is
// registered, and Notify is not set for it.
func Wanted(s uint32) bool { return s&(Registered|Notify) == Registered }

// OnNotify is the first step of a notifier.
//
//	table OnNotify
//	index update registered locked notify | index update registered locked notify | verdict
//	i     u      0          l      0      | i     u      0          l      0      | leave
//	i     u      1          1      1      | i     u      1          1      1      | leave
//	i     u      1          1      0      | i     u      1          1      1      | leave
//	i     0      1          0      0      | i     0      0          1      0      | read
//	i     1      1          0      0      | ~i    0      0          1      0      | read
func OnNotify(s uint32) (uint32, Verdict) {
	switch {
	case !Wanted(s):
		return s, Leave
	case s&Locked != 0:
		return s | Notify, Leave
	}
	return take(s) | Locked, Read
}

// OnRelease is the step by which the lock holder, having read the current slot, gives the
// lock back. It serves Notify in the same step. If Update is clear, the sink has once
// more registered the waker that the holder just read: the copy in hand is the newest,
// and waking it answers both registrations. Otherwise the lock holder reads the newer
// waker.
//
//	table OnRelease
//	index update registered locked notify | index update registered locked notify | verdict
//	i     u      r          1      0      | i     u      r          0      0      | wake
//	i     0      1          1      1      | i     0      0          0      0      | wake
//	i     1      1          1      1      | ~i    0      0          1      0      | read
func OnRelease(s uint32) (uint32, Verdict) {
	switch {
	case s&Notify == 0:
		return s &^ Locked, Wake
	case s&Update == 0:
		return s &^ (Registered | Locked | Notify), Wake
	}
	return take(s) &^ Notify, Read
}

// take removes the registration from s and makes its waker the current one.
func take(s uint32) uint32 {
	if s&Update != 0 {
		s ^= Index | Update
	}
	return s &^ Registered
}

// MustWithdraw reports whether the sink must withdraw its registration before it writes
// the slot that isn't current. There are two reasons:
//
//   - If Update and Registered are both set, a notifier may flip to that slot at any
//     moment.
//   - If Notify is set, it is for the older registration, and the new waker would be
//     woken for nothing.
//
// If neither is so, no notifier can flip until the sink registers again: a flip needs
// Update, and Registered or Notify, which only the sink can bring about. (If a notifier
// sets Notify for the older waker after this look, Notify stays set, and may wake the new
// waker for nothing.)
func MustWithdraw(s uint32) bool {
	return s&(Update|Registered) == Update|Registered || s&Notify != 0
}

// The three steps of the sink are single And and Or operations with these masks.
//
//	table OnWithdraw
//	index update registered locked notify | index update registered locked notify
//	i     u      r          l      0      | i     u      0          l      0
//	i     u      1          1      1      | i     u      0          1      0
//
//	table OnRegister (the waker that was registered last)
//	index update registered locked notify | index update registered locked notify
//	i     u      r          l      0      | i     u      1          l      0
//	i     u      1          1      1      | i     u      1          1      1
//
//	table OnPublish (a new waker, in the slot that is not current)
//	index update registered locked notify | index update registered locked notify
//	i     0      0          l      0      | i     1      1          l      0
//	i     1      0          l      0      | i     1      1          l      0
//	i     0      1          l      0      | i     1      1          l      0
//	i     0      1          1      1      | i     1      1          1      1
const (
	OnWithdraw = ^(Registered | Notify) // And
	OnRegister = Registered             // Or
	OnPublish  = Registered | Update    // Or
)

// Legal reports whether s keeps the invariant.
func Legal(s uint32) bool {
	return s&Notify == 0 || s&(Registered|Locked) == Registered|Locked
}

// Spell names the bits that are set in s, for messages.
func Spell(s uint32) string {
	var on []string
	for i, name := range bitNames {
		if s>>i&1 != 0 {
			on = append(on, name)
		}
	}
	return "{" + strings.Join(on, " ") + "}"
}

var bitNames = [...]string{"index", "update", "registered", "locked", "notify"}
