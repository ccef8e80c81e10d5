package seam

import "sync"

// Pool keeps spare objects: a sync.Pool with a type.
type Pool[T any] struct{ pool sync.Pool }

// Get returns a spare object, or nil.
func (p *Pool[T]) Get() *T {
	x, _ := p.pool.Get().(*T)
	return x
}

// Put makes x a spare object.
func (p *Pool[T]) Put(x *T) { p.pool.Put(x) }
