// Package outside holds what package actor needs of goroutines and the runtime, and the
// model checker refuses or need not see: models start the workers themselves.
package outside

import (
	"context"
	"runtime"
	"runtime/pprof"
	"sync/atomic"
)

// Procs is the number of processors that run Go code.
func Procs() int { return runtime.GOMAXPROCS(0) }

// Go runs f in a goroutine.
func Go(f func()) { go f() }

// Wait waits until done is closed.
func Wait(done <-chan struct{}) { <-done }

// Label sets the pprof label "actor" of the calling goroutine.
func Label(name string) {
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("actor", name)))
}

// Count is a figure that others may see, and on which nothing depends.
type Count struct{ n atomic.Int64 }

// Add adds d.
func (c *Count) Add(d int64) { c.n.Add(d) }

// Set sets the figure.
func (c *Count) Set(n int64) { c.n.Store(n) }

// Get returns the figure.
func (c *Count) Get() int64 { return c.n.Load() }
