// Package atomic stands in for sync/atomic in rewritten code. In a thread of a model each
// operation is a step; anywhere else it is what it is in sync/atomic.
package atomic

import (
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// align64 has no size, and the alignment that the compiler gives to 64-bit atomics.
type align64 struct{ _ [0]atomic.Int64 }

type word interface {
	int32 | int64 | uint32 | uint64 | uintptr | unsafe.Pointer
}

type number interface {
	int32 | int64 | uint32 | uint64 | uintptr
}

// in returns the search if a thread of a model operates on *p.
func in[T word](p *T) *core.Sim {
	s := core.In()
	if s != nil {
		_ = *p // a nil pointer panics, as it should
	}
	return s
}

func mem[T any]() *core.Mem { return core.MemOf(reflect.TypeFor[T]()) }

func enter[T word](s *core.Sim, p *T, k core.Kind) (core.Atomic, *core.Mem) {
	m := mem[T]()
	return s.At(unsafe.Pointer(p), m, k, nil), m
}

func load[T word](s *core.Sim, p *T) T {
	a, m := enter(s, p, core.OpLoad)
	a.Read(a.Value(unsafe.Pointer(p), m))
	return *p
}

func store[T word](s *core.Sim, p *T, v T) {
	a, m := enter(s, p, core.OpStore)
	old := a.Value(unsafe.Pointer(p), m)
	*p = v
	a.Write(old, a.Value(unsafe.Pointer(p), m))
}

func update[T word](s *core.Sim, p *T, k core.Kind, f func(T) T) T {
	a, m := enter(s, p, k)
	old, was := *p, a.Value(unsafe.Pointer(p), m)
	*p = f(old)
	a.Update(was, a.Value(unsafe.Pointer(p), m))
	return old
}

func swap[T word](s *core.Sim, p *T, v T) T {
	return update(s, p, core.OpSwap, func(T) T { return v })
}

func compareAndSwap[T word](s *core.Sim, p *T, old, v T) bool {
	a, m := enter(s, p, core.OpCAS)
	was := a.Value(unsafe.Pointer(p), m)
	if *p != old {
		a.Fail(was)
		return false
	}
	*p = v
	a.Update(was, a.Value(unsafe.Pointer(p), m))
	return true
}

func add[T number](s *core.Sim, p *T, delta T) T {
	return update(s, p, core.OpAdd, func(v T) T { return v + delta }) + delta
}

func and[T number](s *core.Sim, p *T, mask T) T {
	return update(s, p, core.OpAnd, func(v T) T { return v & mask })
}

func or[T number](s *core.Sim, p *T, mask T) T {
	return update(s, p, core.OpOr, func(v T) T { return v | mask })
}
