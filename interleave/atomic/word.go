package atomic

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// word is the common part of the integer types.
type word[T int32 | int64 | uint32 | uint64 | uintptr] struct {
	_ noCopy
	h core.Handle
	v T
}

// begin is called before each core.Enter. (Were that called here, too, threads would wait
// on a deeper stack, which takes longer to unwind.)
func (w *word[T]) begin() {
	if core.New(&w.h, unsafe.Pointer(w)) {
		w.v = 0
	}
}

// id is the value as the state key has it.
func id[T int32 | int64 | uint32 | uint64 | uintptr](a *core.Atomic, v T) uint64 {
	if p, ok := any(v).(uintptr); ok {
		return a.Word(p)
	}
	return uint64(v)
}

func (w *word[T]) load() T {
	w.begin()
	a := core.Enter(&w.h, core.OpLoad)
	a.Read(id(&a, w.v))
	return w.v
}

func (w *word[T]) store(v T) {
	w.begin()
	a := core.Enter(&w.h, core.OpStore)
	old := w.v
	w.v = v
	a.Write(id(&a, old), id(&a, v))
}

func (w *word[T]) update(k core.Kind, f func(T) T) (old T) {
	w.begin()
	a := core.Enter(&w.h, k)
	old = w.v
	w.v = f(old)
	a.Update(id(&a, old), id(&a, w.v))
	return old
}

func (w *word[T]) cas(old, v T) bool {
	w.begin()
	a := core.Enter(&w.h, core.OpCAS)
	if w.v != old {
		// A failed CompareAndSwap says only that the value is not old.
		a.Fail(id(&a, w.v))
		return false
	}
	w.v = v
	a.Update(id(&a, old), id(&a, v))
	return true
}

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
