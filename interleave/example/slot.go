// Package example is a small lock-free structure that is checked with package
// interleave: a mailbox for one value, with one sender and one receiver.
package example

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Slot holds one value. The zero value is empty.
type Slot struct {
	full atomic.Bool    // the value belongs to the receiver if set, else to the sender
	val  seam.Cell[int] // plain memory
}

// Put puts a value in, if the slot is empty. Only the sender may call it.
func (s *Slot) Put(v int) bool {
	if s.full.Load() { // pairs with the store in Take: the old value has been read
		return false
	}
	s.val.Set(v)
	s.full.Store(true) // pairs with the load in Take: the value is written
	return true
}

// Take takes the value out, if there is one. Only the receiver may call it.
func (s *Slot) Take() (int, bool) {
	if !s.full.Load() {
		return 0, false
	}
	v := s.val.Get()
	s.full.Store(false)
	return v, true
}
