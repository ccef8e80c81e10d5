// Package atomic stands in for sync/atomic in checked code. Every operation is a
// scheduling point of the model checker. Operations are sequentially consistent, as those
// of sync/atomic are.
package atomic

import "github.com/diatomic-go/diatomic/interleave/internal/core"

// Int32 is an atomic int32. The zero value is zero.
type Int32 struct{ w word[int32] }

// Load returns the value.
func (x *Int32) Load() int32 { return x.w.load() }

// Store sets the value.
func (x *Int32) Store(v int32) { x.w.store(v) }

// Swap sets the value and returns the old one.
func (x *Int32) Swap(v int32) int32 {
	return x.w.update(core.OpSwap, func(int32) int32 { return v })
}

// CompareAndSwap sets the value if it is old.
func (x *Int32) CompareAndSwap(old, v int32) bool { return x.w.cas(old, v) }

// Add adds delta and returns the new value.
func (x *Int32) Add(delta int32) int32 {
	return x.w.update(core.OpAdd, func(v int32) int32 { return v + delta }) + delta
}

// And clears the bits not in mask and returns the old value.
func (x *Int32) And(mask int32) int32 {
	return x.w.update(core.OpAnd, func(v int32) int32 { return v & mask })
}

// Or sets the bits of mask and returns the old value.
func (x *Int32) Or(mask int32) int32 {
	return x.w.update(core.OpOr, func(v int32) int32 { return v | mask })
}

// Int64 is an atomic int64. The zero value is zero.
type Int64 struct{ w word[int64] }

// Load returns the value.
func (x *Int64) Load() int64 { return x.w.load() }

// Store sets the value.
func (x *Int64) Store(v int64) { x.w.store(v) }

// Swap sets the value and returns the old one.
func (x *Int64) Swap(v int64) int64 {
	return x.w.update(core.OpSwap, func(int64) int64 { return v })
}

// CompareAndSwap sets the value if it is old.
func (x *Int64) CompareAndSwap(old, v int64) bool { return x.w.cas(old, v) }

// Add adds delta and returns the new value.
func (x *Int64) Add(delta int64) int64 {
	return x.w.update(core.OpAdd, func(v int64) int64 { return v + delta }) + delta
}

// And clears the bits not in mask and returns the old value.
func (x *Int64) And(mask int64) int64 {
	return x.w.update(core.OpAnd, func(v int64) int64 { return v & mask })
}

// Or sets the bits of mask and returns the old value.
func (x *Int64) Or(mask int64) int64 {
	return x.w.update(core.OpOr, func(v int64) int64 { return v | mask })
}

// Uint32 is an atomic uint32. The zero value is zero.
type Uint32 struct{ w word[uint32] }

// Load returns the value.
func (x *Uint32) Load() uint32 { return x.w.load() }

// Store sets the value.
func (x *Uint32) Store(v uint32) { x.w.store(v) }

// Swap sets the value and returns the old one.
func (x *Uint32) Swap(v uint32) uint32 {
	return x.w.update(core.OpSwap, func(uint32) uint32 { return v })
}

// CompareAndSwap sets the value if it is old.
func (x *Uint32) CompareAndSwap(old, v uint32) bool { return x.w.cas(old, v) }

// Add adds delta and returns the new value.
func (x *Uint32) Add(delta uint32) uint32 {
	return x.w.update(core.OpAdd, func(v uint32) uint32 { return v + delta }) + delta
}

// And clears the bits not in mask and returns the old value.
func (x *Uint32) And(mask uint32) uint32 {
	return x.w.update(core.OpAnd, func(v uint32) uint32 { return v & mask })
}

// Or sets the bits of mask and returns the old value.
func (x *Uint32) Or(mask uint32) uint32 {
	return x.w.update(core.OpOr, func(v uint32) uint32 { return v | mask })
}

// Uint64 is an atomic uint64. The zero value is zero.
type Uint64 struct{ w word[uint64] }

// Load returns the value.
func (x *Uint64) Load() uint64 { return x.w.load() }

// Store sets the value.
func (x *Uint64) Store(v uint64) { x.w.store(v) }

// Swap sets the value and returns the old one.
func (x *Uint64) Swap(v uint64) uint64 {
	return x.w.update(core.OpSwap, func(uint64) uint64 { return v })
}

// CompareAndSwap sets the value if it is old.
func (x *Uint64) CompareAndSwap(old, v uint64) bool { return x.w.cas(old, v) }

// Add adds delta and returns the new value.
func (x *Uint64) Add(delta uint64) uint64 {
	return x.w.update(core.OpAdd, func(v uint64) uint64 { return v + delta }) + delta
}

// And clears the bits not in mask and returns the old value.
func (x *Uint64) And(mask uint64) uint64 {
	return x.w.update(core.OpAnd, func(v uint64) uint64 { return v & mask })
}

// Or sets the bits of mask and returns the old value.
func (x *Uint64) Or(mask uint64) uint64 {
	return x.w.update(core.OpOr, func(v uint64) uint64 { return v | mask })
}

// Uintptr is an atomic uintptr. The zero value is zero.
type Uintptr struct{ w word[uintptr] }

// Load returns the value.
func (x *Uintptr) Load() uintptr { return x.w.load() }

// Store sets the value.
func (x *Uintptr) Store(v uintptr) { x.w.store(v) }

// Swap sets the value and returns the old one.
func (x *Uintptr) Swap(v uintptr) uintptr {
	return x.w.update(core.OpSwap, func(uintptr) uintptr { return v })
}

// CompareAndSwap sets the value if it is old.
func (x *Uintptr) CompareAndSwap(old, v uintptr) bool { return x.w.cas(old, v) }

// Add adds delta and returns the new value.
func (x *Uintptr) Add(delta uintptr) uintptr {
	return x.w.update(core.OpAdd, func(v uintptr) uintptr { return v + delta }) + delta
}

// And clears the bits not in mask and returns the old value.
func (x *Uintptr) And(mask uintptr) uintptr {
	return x.w.update(core.OpAnd, func(v uintptr) uintptr { return v & mask })
}

// Or sets the bits of mask and returns the old value.
func (x *Uintptr) Or(mask uintptr) uintptr {
	return x.w.update(core.OpOr, func(v uintptr) uintptr { return v | mask })
}
