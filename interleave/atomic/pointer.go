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

func (x *Pointer[T]) begin() {
	if core.New(&x.h, unsafe.Pointer(x)) {
		x.v = nil
	}
}

// Load returns the value.
func (x *Pointer[T]) Load() *T {
	x.begin()
	a := core.Enter(&x.h, core.OpLoad)
	a.Read(a.Pointer(unsafe.Pointer(x.v)))
	return x.v
}

// Store sets the value.
func (x *Pointer[T]) Store(v *T) {
	x.begin()
	a := core.Enter(&x.h, core.OpStore)
	old := x.v
	x.v = v
	a.Write(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
}

// Swap sets the value and returns the old one.
func (x *Pointer[T]) Swap(v *T) *T {
	x.begin()
	a := core.Enter(&x.h, core.OpSwap)
	old := x.v
	x.v = v
	a.Update(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
	return old
}

// CompareAndSwap sets the value if it is old.
func (x *Pointer[T]) CompareAndSwap(old, v *T) bool {
	x.begin()
	a := core.Enter(&x.h, core.OpCAS)
	if x.v != old {
		a.Fail(a.Pointer(unsafe.Pointer(x.v)))
		return false
	}
	x.v = v
	a.Update(a.Pointer(unsafe.Pointer(old)), a.Pointer(unsafe.Pointer(v)))
	return true
}
