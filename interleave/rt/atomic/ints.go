package atomic

import "sync/atomic"

// Int32 is an atomic int32. The zero value is zero.
type Int32 struct {
	_ noCopy
	v int32
}

// Load returns the value.
func (x *Int32) Load() int32 { return LoadInt32(&x.v) }

// Store sets the value.
func (x *Int32) Store(v int32) { StoreInt32(&x.v, v) }

// Swap sets the value and returns the old one.
func (x *Int32) Swap(v int32) int32 { return SwapInt32(&x.v, v) }

// CompareAndSwap sets the value if it is old.
func (x *Int32) CompareAndSwap(old, v int32) bool { return CompareAndSwapInt32(&x.v, old, v) }

// Add adds delta and returns the new value.
func (x *Int32) Add(delta int32) int32 { return AddInt32(&x.v, delta) }

// And clears the bits not in mask and returns the old value.
func (x *Int32) And(mask int32) int32 { return AndInt32(&x.v, mask) }

// Or sets the bits of mask and returns the old value.
func (x *Int32) Or(mask int32) int32 { return OrInt32(&x.v, mask) }

// LoadInt32 is that of sync/atomic.
func LoadInt32(p *int32) int32 {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadInt32(p)
}

// StoreInt32 is that of sync/atomic.
func StoreInt32(p *int32, v int32) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StoreInt32(p, v)
}

// SwapInt32 is that of sync/atomic.
func SwapInt32(p *int32, v int32) int32 {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapInt32(p, v)
}

// CompareAndSwapInt32 is that of sync/atomic.
func CompareAndSwapInt32(p *int32, old, v int32) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapInt32(p, old, v)
}

// AddInt32 is that of sync/atomic.
func AddInt32(p *int32, delta int32) int32 {
	if s := in(p); s != nil {
		return add(s, p, delta)
	}
	return atomic.AddInt32(p, delta)
}

// AndInt32 is that of sync/atomic.
func AndInt32(p *int32, mask int32) int32 {
	if s := in(p); s != nil {
		return and(s, p, mask)
	}
	return atomic.AndInt32(p, mask)
}

// OrInt32 is that of sync/atomic.
func OrInt32(p *int32, mask int32) int32 {
	if s := in(p); s != nil {
		return or(s, p, mask)
	}
	return atomic.OrInt32(p, mask)
}

// Int64 is an atomic int64. The zero value is zero.
type Int64 struct {
	_ noCopy
	_ align64
	v int64
}

// Load returns the value.
func (x *Int64) Load() int64 { return LoadInt64(&x.v) }

// Store sets the value.
func (x *Int64) Store(v int64) { StoreInt64(&x.v, v) }

// Swap sets the value and returns the old one.
func (x *Int64) Swap(v int64) int64 { return SwapInt64(&x.v, v) }

// CompareAndSwap sets the value if it is old.
func (x *Int64) CompareAndSwap(old, v int64) bool { return CompareAndSwapInt64(&x.v, old, v) }

// Add adds delta and returns the new value.
func (x *Int64) Add(delta int64) int64 { return AddInt64(&x.v, delta) }

// And clears the bits not in mask and returns the old value.
func (x *Int64) And(mask int64) int64 { return AndInt64(&x.v, mask) }

// Or sets the bits of mask and returns the old value.
func (x *Int64) Or(mask int64) int64 { return OrInt64(&x.v, mask) }

// LoadInt64 is that of sync/atomic.
func LoadInt64(p *int64) int64 {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadInt64(p)
}

// StoreInt64 is that of sync/atomic.
func StoreInt64(p *int64, v int64) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StoreInt64(p, v)
}

// SwapInt64 is that of sync/atomic.
func SwapInt64(p *int64, v int64) int64 {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapInt64(p, v)
}

// CompareAndSwapInt64 is that of sync/atomic.
func CompareAndSwapInt64(p *int64, old, v int64) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapInt64(p, old, v)
}

// AddInt64 is that of sync/atomic.
func AddInt64(p *int64, delta int64) int64 {
	if s := in(p); s != nil {
		return add(s, p, delta)
	}
	return atomic.AddInt64(p, delta)
}

// AndInt64 is that of sync/atomic.
func AndInt64(p *int64, mask int64) int64 {
	if s := in(p); s != nil {
		return and(s, p, mask)
	}
	return atomic.AndInt64(p, mask)
}

// OrInt64 is that of sync/atomic.
func OrInt64(p *int64, mask int64) int64 {
	if s := in(p); s != nil {
		return or(s, p, mask)
	}
	return atomic.OrInt64(p, mask)
}

// Uint32 is an atomic uint32. The zero value is zero.
type Uint32 struct {
	_ noCopy
	v uint32
}

// Load returns the value.
func (x *Uint32) Load() uint32 { return LoadUint32(&x.v) }

// Store sets the value.
func (x *Uint32) Store(v uint32) { StoreUint32(&x.v, v) }

// Swap sets the value and returns the old one.
func (x *Uint32) Swap(v uint32) uint32 { return SwapUint32(&x.v, v) }

// CompareAndSwap sets the value if it is old.
func (x *Uint32) CompareAndSwap(old, v uint32) bool { return CompareAndSwapUint32(&x.v, old, v) }

// Add adds delta and returns the new value.
func (x *Uint32) Add(delta uint32) uint32 { return AddUint32(&x.v, delta) }

// And clears the bits not in mask and returns the old value.
func (x *Uint32) And(mask uint32) uint32 { return AndUint32(&x.v, mask) }

// Or sets the bits of mask and returns the old value.
func (x *Uint32) Or(mask uint32) uint32 { return OrUint32(&x.v, mask) }

// LoadUint32 is that of sync/atomic.
func LoadUint32(p *uint32) uint32 {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadUint32(p)
}

// StoreUint32 is that of sync/atomic.
func StoreUint32(p *uint32, v uint32) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StoreUint32(p, v)
}

// SwapUint32 is that of sync/atomic.
func SwapUint32(p *uint32, v uint32) uint32 {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapUint32(p, v)
}

// CompareAndSwapUint32 is that of sync/atomic.
func CompareAndSwapUint32(p *uint32, old, v uint32) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapUint32(p, old, v)
}

// AddUint32 is that of sync/atomic.
func AddUint32(p *uint32, delta uint32) uint32 {
	if s := in(p); s != nil {
		return add(s, p, delta)
	}
	return atomic.AddUint32(p, delta)
}

// AndUint32 is that of sync/atomic.
func AndUint32(p *uint32, mask uint32) uint32 {
	if s := in(p); s != nil {
		return and(s, p, mask)
	}
	return atomic.AndUint32(p, mask)
}

// OrUint32 is that of sync/atomic.
func OrUint32(p *uint32, mask uint32) uint32 {
	if s := in(p); s != nil {
		return or(s, p, mask)
	}
	return atomic.OrUint32(p, mask)
}

// Uint64 is an atomic uint64. The zero value is zero.
type Uint64 struct {
	_ noCopy
	_ align64
	v uint64
}

// Load returns the value.
func (x *Uint64) Load() uint64 { return LoadUint64(&x.v) }

// Store sets the value.
func (x *Uint64) Store(v uint64) { StoreUint64(&x.v, v) }

// Swap sets the value and returns the old one.
func (x *Uint64) Swap(v uint64) uint64 { return SwapUint64(&x.v, v) }

// CompareAndSwap sets the value if it is old.
func (x *Uint64) CompareAndSwap(old, v uint64) bool { return CompareAndSwapUint64(&x.v, old, v) }

// Add adds delta and returns the new value.
func (x *Uint64) Add(delta uint64) uint64 { return AddUint64(&x.v, delta) }

// And clears the bits not in mask and returns the old value.
func (x *Uint64) And(mask uint64) uint64 { return AndUint64(&x.v, mask) }

// Or sets the bits of mask and returns the old value.
func (x *Uint64) Or(mask uint64) uint64 { return OrUint64(&x.v, mask) }

// LoadUint64 is that of sync/atomic.
func LoadUint64(p *uint64) uint64 {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadUint64(p)
}

// StoreUint64 is that of sync/atomic.
func StoreUint64(p *uint64, v uint64) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StoreUint64(p, v)
}

// SwapUint64 is that of sync/atomic.
func SwapUint64(p *uint64, v uint64) uint64 {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapUint64(p, v)
}

// CompareAndSwapUint64 is that of sync/atomic.
func CompareAndSwapUint64(p *uint64, old, v uint64) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapUint64(p, old, v)
}

// AddUint64 is that of sync/atomic.
func AddUint64(p *uint64, delta uint64) uint64 {
	if s := in(p); s != nil {
		return add(s, p, delta)
	}
	return atomic.AddUint64(p, delta)
}

// AndUint64 is that of sync/atomic.
func AndUint64(p *uint64, mask uint64) uint64 {
	if s := in(p); s != nil {
		return and(s, p, mask)
	}
	return atomic.AndUint64(p, mask)
}

// OrUint64 is that of sync/atomic.
func OrUint64(p *uint64, mask uint64) uint64 {
	if s := in(p); s != nil {
		return or(s, p, mask)
	}
	return atomic.OrUint64(p, mask)
}

// Uintptr is an atomic uintptr. The zero value is zero.
type Uintptr struct {
	_ noCopy
	v uintptr
}

// Load returns the value.
func (x *Uintptr) Load() uintptr { return LoadUintptr(&x.v) }

// Store sets the value.
func (x *Uintptr) Store(v uintptr) { StoreUintptr(&x.v, v) }

// Swap sets the value and returns the old one.
func (x *Uintptr) Swap(v uintptr) uintptr { return SwapUintptr(&x.v, v) }

// CompareAndSwap sets the value if it is old.
func (x *Uintptr) CompareAndSwap(old, v uintptr) bool { return CompareAndSwapUintptr(&x.v, old, v) }

// Add adds delta and returns the new value.
func (x *Uintptr) Add(delta uintptr) uintptr { return AddUintptr(&x.v, delta) }

// And clears the bits not in mask and returns the old value.
func (x *Uintptr) And(mask uintptr) uintptr { return AndUintptr(&x.v, mask) }

// Or sets the bits of mask and returns the old value.
func (x *Uintptr) Or(mask uintptr) uintptr { return OrUintptr(&x.v, mask) }

// LoadUintptr is that of sync/atomic.
func LoadUintptr(p *uintptr) uintptr {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadUintptr(p)
}

// StoreUintptr is that of sync/atomic.
func StoreUintptr(p *uintptr, v uintptr) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StoreUintptr(p, v)
}

// SwapUintptr is that of sync/atomic.
func SwapUintptr(p *uintptr, v uintptr) uintptr {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapUintptr(p, v)
}

// CompareAndSwapUintptr is that of sync/atomic.
func CompareAndSwapUintptr(p *uintptr, old, v uintptr) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapUintptr(p, old, v)
}

// AddUintptr is that of sync/atomic.
func AddUintptr(p *uintptr, delta uintptr) uintptr {
	if s := in(p); s != nil {
		return add(s, p, delta)
	}
	return atomic.AddUintptr(p, delta)
}

// AndUintptr is that of sync/atomic.
func AndUintptr(p *uintptr, mask uintptr) uintptr {
	if s := in(p); s != nil {
		return and(s, p, mask)
	}
	return atomic.AndUintptr(p, mask)
}

// OrUintptr is that of sync/atomic.
func OrUintptr(p *uintptr, mask uintptr) uintptr {
	if s := in(p); s != nil {
		return or(s, p, mask)
	}
	return atomic.OrUintptr(p, mask)
}
