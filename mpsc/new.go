package mpsc

import (
	"math/bits"
	"reflect"
)

// New returns the two sides of a channel that holds up to capacity messages. It panics if capacity is
// below 1 or above 1<<30.
//
// The room of received messages is given back at once if there are blocked senders, if the channel
// is found empty, at the end of a batch, by Ready, or if capacity is below 8; otherwise when a quarter of the capacity was received. So
// [Sender.TrySend] may return [ErrFull], and [Sender.Send] may block until the receiver receives again, when there are
// at least three quarters of capacity messages in the channel.
//
// The messages take the memory of a power of two of them, that is at least capacity. With the first blocked sender
// come about 200 bytes, and 128 to 150 for each processor (GOMAXPROCS).
func New[T any](capacity int) (*Receiver[T], *Sender[T]) {
	if capacity < 1 {
		panic("mpsc: New with a capacity below 1: give it room for one message at least")
	}
	if capacity > 1<<30 {
		panic("mpsc: New with a capacity above 1<<30: all the room is allocated at once")
	}
	s := new(Sender[T])
	c := &s.c
	c.ring = make([]slot[T], 1<<bits.Len(uint(capacity-1)))
	c.capacity = uint64(capacity)
	c.gate.limit.Store(c.capacity)
	r := &Receiver[T]{c: c, given: c.capacity, step: max(1, c.capacity/4)}
	r.due = r.step
	r.pins = pins(reflect.TypeFor[T]())
	r.ready = r.pending
	return r, s
}

// pins reports whether a value of type t may keep other memory alive.
func pins(t reflect.Type) bool {
	switch k := t.Kind(); {
	case k >= reflect.Bool && k <= reflect.Complex128: // the numbers
		return false
	case k == reflect.Array:
		return t.Len() > 0 && pins(t.Elem())
	case k == reflect.Struct:
		for i := range t.NumField() {
			if pins(t.Field(i).Type) {
				return true
			}
		}
		return false
	}
	return true
}
