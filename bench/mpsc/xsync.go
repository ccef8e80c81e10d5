package main

import (
	"runtime"

	"github.com/puzpuzpuz/xsync/v4"
)

// xsync's queues don't block: a goroutine that can't go on yields.
func xsyncRig[T any](capacity int) rig {
	q := xsync.NewMPMCQueue[T](capacity)
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				for !q.TryEnqueue(v) {
					runtime.Gosched()
				}
			}
		},
		func(n int) {
			var v T
			for range n {
				var ok bool
				for v, ok = q.TryDequeue(); !ok; v, ok = q.TryDequeue() {
					runtime.Gosched()
				}
			}
			*kept = v
		},
		q,
	}
}

// spscRig is the same on another type: through an interface or a type parameter, calls to
// the queue would be indirect.
func spscRig[T any](capacity int) rig {
	q := xsync.NewSPSCQueue[T](capacity)
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				for !q.TryEnqueue(v) {
					runtime.Gosched()
				}
			}
		},
		func(n int) {
			var v T
			for range n {
				var ok bool
				for v, ok = q.TryDequeue(); !ok; v, ok = q.TryDequeue() {
					runtime.Gosched()
				}
			}
			*kept = v
		},
		q,
	}
}
