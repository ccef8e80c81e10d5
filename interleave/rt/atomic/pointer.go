package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Bool is an atomic bool. The zero value is false.
type Bool struct {
	_ noCopy
	v uint32
}

func bit(v bool) uint32 {
	if v {
		return 1
	}
	return 0
}

// Load returns the value.
func (x *Bool) Load() bool { return LoadUint32(&x.v) != 0 }

// Store sets the value.
func (x *Bool) Store(v bool) { StoreUint32(&x.v, bit(v)) }

// Swap sets the value and returns the old one.
func (x *Bool) Swap(v bool) bool { return SwapUint32(&x.v, bit(v)) != 0 }

// CompareAndSwap sets the value if it is old.
func (x *Bool) CompareAndSwap(old, v bool) bool { return CompareAndSwapUint32(&x.v, bit(old), bit(v)) }

// Pointer is an atomic pointer. The zero value is nil.
type Pointer[T any] struct {
	_ [0]*T
	_ noCopy
	v unsafe.Pointer
}

// Load returns the value.
func (x *Pointer[T]) Load() *T { return (*T)(LoadPointer(&x.v)) }

// Store sets the value.
func (x *Pointer[T]) Store(v *T) { StorePointer(&x.v, unsafe.Pointer(v)) }

// Swap sets the value and returns the old one.
func (x *Pointer[T]) Swap(v *T) *T { return (*T)(SwapPointer(&x.v, unsafe.Pointer(v))) }

// CompareAndSwap sets the value if it is old.
func (x *Pointer[T]) CompareAndSwap(old, v *T) bool {
	return CompareAndSwapPointer(&x.v, unsafe.Pointer(old), unsafe.Pointer(v))
}

// LoadPointer is that of sync/atomic.
func LoadPointer(p *unsafe.Pointer) unsafe.Pointer {
	if s := in(p); s != nil {
		return load(s, p)
	}
	return atomic.LoadPointer(p)
}

// StorePointer is that of sync/atomic.
func StorePointer(p *unsafe.Pointer, v unsafe.Pointer) {
	if s := in(p); s != nil {
		store(s, p, v)
		return
	}
	atomic.StorePointer(p, v)
}

// SwapPointer is that of sync/atomic.
func SwapPointer(p *unsafe.Pointer, v unsafe.Pointer) unsafe.Pointer {
	if s := in(p); s != nil {
		return swap(s, p, v)
	}
	return atomic.SwapPointer(p, v)
}

// CompareAndSwapPointer is that of sync/atomic.
func CompareAndSwapPointer(p *unsafe.Pointer, old, v unsafe.Pointer) bool {
	if s := in(p); s != nil {
		return compareAndSwap(s, p, old, v)
	}
	return atomic.CompareAndSwapPointer(p, old, v)
}

// Value is an atomic value of any type, which stays the same.
type Value struct{ v any }

func (x *Value) enter(k core.Kind) (core.Atomic, *core.Mem, bool) {
	s := core.In()
	if s == nil {
		return core.Atomic{}, nil, false
	}
	m := mem[any]()
	return s.At(unsafe.Pointer(&x.v), m, k, nil), m, true
}

func (x *Value) real() *atomic.Value { return (*atomic.Value)(unsafe.Pointer(x)) }

// check panics as sync/atomic does.
func (x *Value) check(op string, v any) {
	if v == nil {
		panic("sync/atomic: " + op + " of nil value into Value")
	}
	if x.v != nil && !sameType(x.v, v) {
		panic("sync/atomic: " + op + " of inconsistently typed value into Value")
	}
}

func sameType(a, b any) bool {
	return *(*unsafe.Pointer)(unsafe.Pointer(&a)) == *(*unsafe.Pointer)(unsafe.Pointer(&b))
}

// Load returns the value, nil if none was stored.
func (x *Value) Load() any {
	a, m, ok := x.enter(core.OpLoad)
	if !ok {
		return x.real().Load()
	}
	a.Read(a.Value(unsafe.Pointer(&x.v), m))
	return x.v
}

// Store sets the value.
func (x *Value) Store(v any) {
	a, m, ok := x.enter(core.OpStore)
	if !ok {
		x.real().Store(v)
		return
	}
	x.check("store", v)
	old := a.Value(unsafe.Pointer(&x.v), m)
	x.v = v
	a.Write(old, a.Value(unsafe.Pointer(&x.v), m))
}

// Swap sets the value and returns the old one.
func (x *Value) Swap(v any) any {
	a, m, ok := x.enter(core.OpSwap)
	if !ok {
		return x.real().Swap(v)
	}
	x.check("swap", v)
	old, was := x.v, a.Value(unsafe.Pointer(&x.v), m)
	x.v = v
	a.Update(was, a.Value(unsafe.Pointer(&x.v), m))
	return old
}

// CompareAndSwap sets the value if it is old.
func (x *Value) CompareAndSwap(old, v any) bool {
	a, m, ok := x.enter(core.OpCAS)
	if !ok {
		return x.real().CompareAndSwap(old, v)
	}
	x.check("compare and swap", v)
	if old != nil && !sameType(old, v) {
		panic("sync/atomic: compare and swap of inconsistently typed values")
	}
	was := a.Value(unsafe.Pointer(&x.v), m)
	if x.v != old {
		a.Fail(was)
		return false
	}
	x.v = v
	a.Update(was, a.Value(unsafe.Pointer(&x.v), m))
	return true
}
