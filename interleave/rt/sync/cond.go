package sync

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Cond is a condition variable: L is locked when Wait is called.
type Cond struct {
	noCopy noCopy

	L Locker

	real atomic.Pointer[sync.Cond] // outside of models
	rest [unsafe.Sizeof(sync.Cond{}) - unsafe.Offsetof(sync.Cond{}.L) - unsafe.Sizeof(Locker(nil)) -
		unsafe.Sizeof(uintptr(0))]byte
}

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// NewCond returns a condition variable.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

func (c *Cond) cond() *sync.Cond {
	r := c.real.Load()
	if r == nil {
		c.real.CompareAndSwap(nil, sync.NewCond(c.L))
		r = c.real.Load()
	}
	return r
}

// Wait unlocks L, blocks until it is notified, and locks L again.
func (c *Cond) Wait() {
	s := core.In()
	if s == nil {
		c.cond().Wait()
		return
	}
	w := s.CondAdd(unsafe.Pointer(c))
	c.L.Unlock()
	s.CondWait(unsafe.Pointer(c), w)
	c.L.Lock()
}

// Signal notifies the one that has waited for longest, if any waits.
func (c *Cond) Signal() {
	if s := core.In(); s != nil {
		s.CondNotify(unsafe.Pointer(c), false)
		return
	}
	c.cond().Signal()
}

// Broadcast notifies all that wait.
func (c *Cond) Broadcast() {
	if s := core.In(); s != nil {
		s.CondNotify(unsafe.Pointer(c), true)
		return
	}
	c.cond().Broadcast()
}
