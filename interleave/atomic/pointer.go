package atomic

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Pointer is an atomic pointer. The zero value is nil.
type Pointer[T any] struct {
	_ [0]*T
	_ noCopy
	h core.Handle
	v *T
}

func (x *Pointer[T]) enter(k core.Kind) core.Atomic {
	if core.New(&x.h, unsafe.Pointer(x)) {
		x.v = nil
	}
	return core.Enter(&x.h, k)
}

// Load returns the value.
func (x *Pointer[T]) Load() *T {
	a := x.enter(core.OpLoad)
	a.Read(a.Pointer(unsafe.Pointer(x.v)))
	return x.v
}

// Store sets the value.
func (x *Pointer[T]) Store(v *T) {
	a := x.enter(core.OpStore)
	old := x.v
	x.v = v
	a.Write(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
}

// Swap sets the value and returns the old one.
func (x *Pointer[T]) Swap(v *T) *T {
	a := x.enter(core.OpSwap)
	old := x.v
	x.v = v
	a.Update(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
	return old
}

// CompareAndSwap sets the value if it is old.
func (x *Pointer[T]) CompareAndSwap(old, v *T) bool {
	a := x.enter(core.OpCAS)
	if x.v != old {
		a.Fail(a.Pointer(unsafe.Pointer(x.v)))
		return false
	}
	x.v = v
	a.Update(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
	return true
}
