// Package seam stands in for diatomic's internal/seam in checked code: plain shared
// memory, parking, and one-slot channels.
package seam

import (
	"reflect"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Cell is a plain shared variable. Its accesses are no scheduling points; two of them
// that race are reported.
type Cell[T any] struct {
	h core.Handle
	v T
}

func (c *Cell[T]) touch() {
	if core.CellNew(&c.h, unsafe.Pointer(c), reflect.TypeFor[T]()) {
		var zero T
		c.v = zero
	}
}

// Get reads the variable.
func (c *Cell[T]) Get() T {
	c.touch()
	core.CellRead(&c.h, unsafe.Pointer(&c.v))
	return c.v
}

// Set writes the variable.
func (c *Cell[T]) Set(v T) {
	c.touch()
	c.v = v
	core.CellWritten(&c.h, unsafe.Pointer(&c.v))
}

// CopyTo reads the variable into *v.
func (c *Cell[T]) CopyTo(v *T) { *v = c.Get() }

// CopyFrom writes *v.
func (c *Cell[T]) CopyFrom(v *T) { c.Set(*v) }

// Park blocks the thread, once commit has returned true for its token g, until
// Ready is called with g. If commit returns false it does not block.
func Park(commit func(g, arg unsafe.Pointer) bool, arg unsafe.Pointer) { core.Park(commit, arg) }

// Ready lets the thread with token g go on.
func Ready(g G) { core.Ready(*(*unsafe.Pointer)(unsafe.Pointer(&g))) }

// G is the token of a parked thread.
type G = seam.G

// CanPark is that of the build which the model checks.
const CanPark = seam.CanPark

// Signal is a channel of tokens with one slot. (It is a channel type so that it compares,
// and can be nil, like the real one. The model's state of it is kept inside, where it is
// always to be had.)
type Signal chan *core.Signal

// NewSignal returns an empty signal.
func NewSignal() Signal {
	s := make(Signal, 1)
	s <- core.NewSignal()
	return s
}

func (s Signal) state() *core.Signal {
	if s == nil {
		panic("interleave: operation on a nil Signal")
	}
	p := <-s
	s <- p
	return p
}

// Set puts a token in, unless there is one.
func (s Signal) Set() { s.state().Set() }

// Clear takes the token out, if there is one.
func (s Signal) Clear() { s.state().Clear() }

// Wait takes the token out, and blocks until there is one.
func (s Signal) Wait() { s.state().Wait() }

// Has reports whether there is a token. It is a look at the state, not an operation.
func (s Signal) Has() bool { return s.state().Has() }

// C returns the channel for a select statement, which is one of the model: see package
// overlay.
func (s Signal) C() <-chan struct{} { return s.state().C() }
