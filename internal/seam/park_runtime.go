//go:build gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28

package seam

import "unsafe"

// CanPark reports whether Park and Ready work. They do in builds whose runtime can be
// asked to stop a goroutine, if that was tested. A newer Go is untested, so CanPark is
// false there.
const CanPark = true

// The numbers of the runtime's waitReasonSyncCondWait and traceBlockCondWait. They hold
// for the Go versions in the build constraint: tests check the goroutine dump,
// testing/synctest and an execution trace on each of them.
const (
	waitReasonSyncCondWait = 21
	traceBlockCondWait     = 4
)

//go:linkname gopark runtime.gopark
//go:noescape
func gopark(commit func(g, arg unsafe.Pointer) bool, arg unsafe.Pointer, reason, traceReason uint8, traceskip int)

//go:linkname goready runtime.goready
func goready(g unsafe.Pointer, traceskip int)

// Park stops the calling goroutine g and then calls commit(g, arg) on the scheduler's
// stack. If that returns false, g goes on at once; if true, g stays stopped until
// Ready(G(g)). commit must be nosplit, and must not block, allocate or touch what g may
// change once it runs again.
func Park(commit func(g, arg unsafe.Pointer) bool, arg unsafe.Pointer) {
	gopark(commit, arg, waitReasonSyncCondWait, traceBlockCondWait, 1)
}

// Ready lets g go on. It must be called exactly once for each commit that returned true,
// and may be called before that commit has returned.
func Ready(g G) { goready(*(*unsafe.Pointer)(unsafe.Pointer(&g)), 1) }
