// Package sync stands in for sync in rewritten code. In a thread of a model, what can
// block or wake is a step of the model; anywhere else it is what it is in sync.
package sync

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Locker is sync.Locker.
type Locker = sync.Locker

// words are the variables of a lock in a model: they lie where the real lock would be.
type word = uint32

func mem[T any]() *core.Mem { return core.MemOf(reflect.TypeFor[T]()) }

func at[T any](p *T, i int) *word {
	return (*word)(unsafe.Add(unsafe.Pointer(p), 4*i))
}

func enter(s *core.Sim, w *word, k core.Kind, cond func() bool) core.Atomic {
	return s.At(unsafe.Pointer(w), mem[word](), k, cond)
}

// Mutex is a mutex. The zero value is unlocked.
type Mutex struct{ m sync.Mutex }

func (m *Mutex) locked() *word { return at(&m.m, 0) }

// Lock locks m, and blocks until it is free.
func (m *Mutex) Lock() {
	s := core.In()
	if s == nil {
		m.m.Lock()
		return
	}
	w := m.locked()
	a := enter(s, w, core.OpLock, func() bool { return *w == 0 })
	*w = 1
	a.Sync(0, 1, true, false)
}

// TryLock locks m if it is free, and reports whether it was.
func (m *Mutex) TryLock() bool {
	s := core.In()
	if s == nil {
		return m.m.TryLock()
	}
	w := m.locked()
	a := enter(s, w, core.OpTryLock, nil)
	if *w != 0 {
		a.Sync(1, 1, false, false)
		return false
	}
	*w = 1
	a.Sync(0, 1, true, false)
	return true
}

// Unlock unlocks m.
func (m *Mutex) Unlock() {
	s := core.In()
	if s == nil {
		m.m.Unlock()
		return
	}
	w := m.locked()
	a := enter(s, w, core.OpUnlock, nil)
	if *w == 0 {
		s.Fatal("sync: unlock of unlocked mutex")
	}
	*w = 0
	a.Sync(0, 0, false, true)
}

// RWMutex is a lock for any number of readers or one writer. The zero value is unlocked.
//
// A writer that has to wait for readers announces itself first, as sync's does: new
// readers wait then. That is how a reader that locks twice may wait forever.
type RWMutex struct{ m sync.RWMutex }

// The first word has the number of readers, and these.
const (
	announced = 1 << 30 // a writer waits for the readers to go
	written   = 1 << 31 // a writer has the lock
)

func (m *RWMutex) state() *word { return at(&m.m, 0) }

// readers is where what readers have done is on record, which happens before what the
// next writer does.
func (m *RWMutex) readers() unsafe.Pointer { return unsafe.Pointer(at(&m.m, 1)) }

// Lock locks m for writing.
func (m *RWMutex) Lock() {
	s := core.In()
	if s == nil {
		m.m.Lock()
		return
	}
	w := m.state()
	a := enter(s, w, core.OpLock, func() bool { return *w&(announced|written) == 0 })
	if *w != 0 {
		*w |= announced
		a.Sync(1, uint64(*w), true, false)
		a = enter(s, w, core.OpLock, func() bool { return *w == announced })
	}
	*w = written
	a.Sync(0, uint64(*w), true, false)
	a.Also(m.readers(), true, false)
}

// TryLock locks m for writing if it is free, and reports whether it was.
func (m *RWMutex) TryLock() bool {
	s := core.In()
	if s == nil {
		return m.m.TryLock()
	}
	w := m.state()
	a := enter(s, w, core.OpTryLock, nil)
	if *w != 0 {
		a.Sync(1, uint64(*w), false, false)
		return false
	}
	*w = written
	a.Sync(0, uint64(*w), true, false)
	a.Also(m.readers(), true, false)
	return true
}

// Unlock unlocks m for writing.
func (m *RWMutex) Unlock() {
	s := core.In()
	if s == nil {
		m.m.Unlock()
		return
	}
	w := m.state()
	a := enter(s, w, core.OpUnlock, nil)
	if *w&written == 0 {
		s.Fatal("sync: Unlock of unlocked RWMutex")
	}
	*w &^= written
	a.Sync(0, uint64(*w), false, true)
}

// RLock locks m for reading.
func (m *RWMutex) RLock() {
	s := core.In()
	if s == nil {
		m.m.RLock()
		return
	}
	w := m.state()
	a := enter(s, w, core.OpRLock, func() bool { return *w&(announced|written) == 0 })
	*w++
	a.Sync(0, uint64(*w), true, false)
}

// TryRLock locks m for reading if no writer has it or waits for it, and reports whether
// it did.
func (m *RWMutex) TryRLock() bool {
	s := core.In()
	if s == nil {
		return m.m.TryRLock()
	}
	w := m.state()
	a := enter(s, w, core.OpTryRLock, nil)
	if *w&(announced|written) != 0 {
		a.Sync(1, uint64(*w), false, false)
		return false
	}
	*w++
	a.Sync(0, uint64(*w), true, false)
	return true
}

// RUnlock undoes one RLock.
func (m *RWMutex) RUnlock() {
	s := core.In()
	if s == nil {
		m.m.RUnlock()
		return
	}
	w := m.state()
	a := enter(s, w, core.OpRUnlock, nil)
	if *w&^announced == 0 || *w&written != 0 {
		s.Fatal("sync: RUnlock of unlocked RWMutex")
	} else {
		*w--
	}
	a.Sync(0, uint64(*w), false, false)
	a.Also(m.readers(), false, true)
}

// RLocker is a Locker whose methods are RLock and RUnlock.
func (m *RWMutex) RLocker() Locker { return (*rlocker)(m) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }
