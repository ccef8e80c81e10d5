package seam

import "github.com/diatomic-go/diatomic/internal/interleave/atomic"

// Pool keeps spare objects, of which it may drop any: it keeps the last one.
type Pool[T any] struct{ spare atomic.Pointer[T] }

// Get returns a spare object, or nil.
func (p *Pool[T]) Get() *T { return p.spare.Swap(nil) }

// Put makes x a spare object.
func (p *Pool[T]) Put(x *T) { p.spare.Store(x) }
