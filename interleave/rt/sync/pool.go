package sync

import (
	"sync"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Pool keeps spare objects. In a model, Get returns the one that was put there last;
// anywhere else it keeps none.
type Pool struct {
	noCopy noCopy
	rest   [(unsafe.Offsetof(sync.Pool{}.New)) / unsafe.Sizeof(uintptr(0))]uintptr

	// New makes an object where there is no spare one.
	New func() any
}

// Get returns a spare object, or a new one.
func (p *Pool) Get() any {
	if s := core.In(); s != nil {
		if x := s.PoolGet(unsafe.Pointer(p)); x != nil {
			return x
		}
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}

// Put makes x a spare object.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	if s := core.In(); s != nil {
		s.PoolPut(unsafe.Pointer(p), x)
	}
}

// Map is a map for concurrent use. Each operation is a step, and Range is one for each
// key.
type Map struct{ m sync.Map }

func (m *Map) key() unsafe.Pointer { return unsafe.Pointer(m) }

// Load returns the value of a key.
func (m *Map) Load(key any) (value any, ok bool) {
	s := core.In()
	if s == nil {
		return m.m.Load(key)
	}
	return s.MapOp(m.key(), core.OpLoad, key, func(old any, has bool) (any, bool, bool) { return old, has, false })
}

// Store sets the value of a key.
func (m *Map) Store(key, value any) {
	s := core.In()
	if s == nil {
		m.m.Store(key, value)
		return
	}
	s.MapOp(m.key(), core.OpStore, key, func(any, bool) (any, bool, bool) { return value, true, true })
}

// Clear deletes all keys.
func (m *Map) Clear() {
	s := core.In()
	if s == nil {
		m.m.Clear()
		return
	}
	s.MapClear(m.key())
}

// LoadOrStore returns the value of a key, which it sets if there is none.
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	s := core.In()
	if s == nil {
		return m.m.LoadOrStore(key, value)
	}
	old, has := s.MapOp(m.key(), core.OpLoadOrStore, key, func(old any, has bool) (any, bool, bool) {
		if has {
			return old, true, false
		}
		return value, true, true
	})
	if has {
		return old, true
	}
	return value, false
}

// LoadAndDelete deletes a key and returns its value.
func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	s := core.In()
	if s == nil {
		return m.m.LoadAndDelete(key)
	}
	return s.MapOp(m.key(), core.OpDelete, key, func(_ any, has bool) (any, bool, bool) { return nil, false, has })
}

// Delete deletes a key.
func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

// Swap sets the value of a key and returns the old one.
func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	s := core.In()
	if s == nil {
		return m.m.Swap(key, value)
	}
	return s.MapOp(m.key(), core.OpSwap, key, func(any, bool) (any, bool, bool) { return value, true, true })
}

// CompareAndSwap sets the value of a key if it is old.
func (m *Map) CompareAndSwap(key, old, value any) (swapped bool) {
	s := core.In()
	if s == nil {
		return m.m.CompareAndSwap(key, old, value)
	}
	s.MapOp(m.key(), core.OpCAS, key, func(was any, has bool) (any, bool, bool) {
		if swapped = has && was == old; swapped {
			return value, true, true
		}
		return was, has, false
	})
	return swapped
}

// CompareAndDelete deletes a key if its value is old.
func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	s := core.In()
	if s == nil {
		return m.m.CompareAndDelete(key, old)
	}
	s.MapOp(m.key(), core.OpDelete, key, func(was any, has bool) (any, bool, bool) {
		if deleted = has && was == old; deleted {
			return nil, false, true
		}
		return was, has, false
	})
	return deleted
}

// Range calls f for each key and value, until it returns false.
func (m *Map) Range(f func(key, value any) bool) {
	s := core.In()
	if s == nil {
		m.m.Range(f)
		return
	}
	core.Limit("Range of a sync.Map met no keys that came meanwhile")
	for _, k := range s.MapKeys(m.key()) {
		if v, ok := m.Load(k); ok && !f(k, v) {
			return
		}
	}
}
