package core

import (
	"context"
	"runtime/pprof"
	"unsafe"
)

// Rewritten code may run outside of models too: in other tests of the same binary, in
// goroutines that package initialisation has started. There, what it calls does the real
// thing. Goroutines that belong to a search carry a profiler label, which coroutines
// inherit from the goroutine that makes them.

//go:linkname profilerLabel runtime/pprof.runtime_getProfLabel
func profilerLabel() unsafe.Pointer

// inModel is the label, and withLabel a context that has it.
var inModel, withLabel = func() (unsafe.Pointer, context.Context) {
	ctx := pprof.WithLabels(context.Background(), pprof.Labels("interleave", "model"))
	at := make(chan unsafe.Pointer)
	go func() {
		pprof.SetGoroutineLabels(ctx)
		at <- profilerLabel()
	}()
	return <-at, ctx
}()

// label makes the running goroutine one that belongs to a search.
func label() { pprof.SetGoroutineLabels(withLabel) }

// In returns the search if the running goroutine belongs to one, else nil.
func In() *Sim {
	if s := current.Load(); s != nil && profilerLabel() == inModel {
		return s
	}
	return nil
}
