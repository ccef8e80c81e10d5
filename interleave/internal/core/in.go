package core

import (
	"context"
	"runtime/debug"
	"runtime/pprof"
	"sync/atomic"
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

// Code that is not rewritten may start a goroutine, which inherits the label and runs at
// the same time as a thread of the model. It must not be taken for one. So the goroutines
// of a search have a mark that no other inherits: what happens at a fault is each one's
// own choice.

// label makes the running goroutine one that belongs to a search.
func label() {
	pprof.SetGoroutineLabels(withLabel)
	brand()
}

// brand marks the running goroutine.
func brand() { debug.SetPanicOnFault(true) }

// In returns the search if the running goroutine belongs to one, else nil.
func In() *Sim {
	s := current.Load()
	if s == nil {
		if abandoned.Load() {
			stopAbandoned()
		}
		return nil
	}
	if debug.SetPanicOnFault(true) {
		return s
	}
	debug.SetPanicOnFault(false)
	if profilerLabel() == inModel {
		s.stray.CompareAndSwap(nil, &strayed{string(debug.Stack())})
	}
	return nil
}

// stopAbandoned holds the running goroutine for good if it is of a search that was given
// up.
func stopAbandoned() {
	if debug.SetPanicOnFault(true) {
		select {}
	}
	debug.SetPanicOnFault(false)
}

// strayed is what is known of a goroutine that code has started which isn't rewritten.
type strayed struct{ stack string }

// strays refuses a model in which such a goroutine has come to an operation.
func (s *Sim) strays() bool {
	x := s.stray.Load()
	if x == nil {
		return false
	}
	s.refuse("model %s: a goroutine that was started by code which isn't rewritten comes to an operation of the "+
		"model:\n%s", s.model.Name, trimStack([]byte(x.stack)))
	return true
}

type stray = atomic.Pointer[strayed]
