// Package runtime stands in for the functions of runtime by which code depends on
// scheduling and garbage collection.
package runtime

import (
	"runtime"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Gosched yields. In a model that is nothing: any thread may run at any time.
func Gosched() {
	if core.In() == nil {
		runtime.Gosched()
	}
}

// NumCPU is 2 in a model.
func NumCPU() int {
	if core.In() != nil {
		return 2
	}
	return runtime.NumCPU()
}

// GOMAXPROCS is 2 in a model.
func GOMAXPROCS(n int) int {
	if core.In() != nil {
		return 2
	}
	return runtime.GOMAXPROCS(n)
}

// NumGoroutine is the number of threads in a model. Armed timers don't count.
func NumGoroutine() int {
	if s := core.In(); s != nil {
		return s.Alive()
	}
	return runtime.NumGoroutine()
}

// GC does nothing in a model. A test of a suite is likely to look for its effects.
func GC() {
	switch s := core.In(); {
	case s == nil:
		runtime.GC()
	case s.InSuite():
		s.CannotModel("runtime.GC", "nothing is collected in a model")
	}
}

// KeepAlive does nothing.
func KeepAlive(x any) { runtime.KeepAlive(x) }

// Cleanup is runtime.Cleanup.
type Cleanup = runtime.Cleanup

// AddCleanup does nothing in a model, where nothing becomes garbage.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if core.In() != nil {
		return Cleanup{}
	}
	return runtime.AddCleanup(ptr, cleanup, arg)
}

// SetFinalizer does nothing in a model.
func SetFinalizer(obj, finalizer any) {
	if core.In() == nil {
		runtime.SetFinalizer(obj, finalizer)
	}
}
