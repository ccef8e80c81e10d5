package seam

import "github.com/diatomic-go/diatomic/interleave/atomic"

// Uint32 is an atomic word with a plain store. Set is a scheduling point as the atomic
// operations are, but a race with any of them that nothing else orders. owned is what
// tells: each of them reads it.
type Uint32 struct {
	word  atomic.Uint32
	owned Cell[struct{}]
}

// Load returns the value.
func (x *Uint32) Load() uint32 { x.owned.Get(); return x.word.Load() }

// Store sets the value.
func (x *Uint32) Store(v uint32) { x.owned.Get(); x.word.Store(v) }

// Swap sets the value and returns the old one.
func (x *Uint32) Swap(v uint32) uint32 { x.owned.Get(); return x.word.Swap(v) }

// CompareAndSwap sets the value if it is old.
func (x *Uint32) CompareAndSwap(old, v uint32) bool {
	x.owned.Get()
	return x.word.CompareAndSwap(old, v)
}

// Set sets the value by a plain store.
func (x *Uint32) Set(v uint32) { x.owned.Set(struct{}{}); x.word.Store(v) }

// Uint64 is Uint32 with 64 bits.
type Uint64 struct {
	word  atomic.Uint64
	owned Cell[struct{}]
}

// Load returns the value.
func (x *Uint64) Load() uint64 { x.owned.Get(); return x.word.Load() }

// Store sets the value.
func (x *Uint64) Store(v uint64) { x.owned.Get(); x.word.Store(v) }

// Set sets the value by a plain store.
func (x *Uint64) Set(v uint64) { x.owned.Set(struct{}{}); x.word.Store(v) }
