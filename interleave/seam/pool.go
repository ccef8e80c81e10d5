package seam

import (
	"math/bits"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Pool keeps spare objects, of which it may drop any: it keeps those that it was given in
// Setup, up to 64. To get one, or to put one back, is a single step. Get returns the
// first that is there, so that objects are used again as soon as they can be.
type Pool[T any] struct {
	h     core.Handle
	free  uint64 // a bit for each of items that is there
	items []*T   // in the order in which they were put there
}

func (p *Pool[T]) enter(k core.Kind) core.Atomic {
	if core.New(&p.h, unsafe.Pointer(p)) {
		p.free, p.items = 0, nil
	}
	return core.Enter(&p.h, k)
}

// Get returns a spare object, or nil.
func (p *Pool[T]) Get() *T {
	a := p.enter(core.OpAnd)
	old := p.free
	p.free &= old - 1
	a.Update(old, p.free)
	if old == 0 {
		return nil
	}
	return p.items[bits.TrailingZeros64(old)]
}

// Put makes x a spare object.
func (p *Pool[T]) Put(x *T) {
	a := p.enter(core.OpOr)
	i := p.find(x)
	if i == len(p.items) && i < 64 && core.SettingUp() {
		p.items = append(p.items, x)
	}
	old := p.free
	if i < len(p.items) {
		p.free |= 1 << i
	}
	a.Update(old, p.free)
}

// Has reports whether x is there. It is for invariants, and no step.
func (p *Pool[T]) Has(x *T) bool {
	i := p.find(x)
	return i < len(p.items) && p.free>>i&1 != 0
}

// find returns where x is among the items, or their number.
func (p *Pool[T]) find(x *T) int {
	for i, y := range p.items {
		if x == y {
			return i
		}
	}
	return len(p.items)
}
