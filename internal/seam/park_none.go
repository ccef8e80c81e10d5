//go:build !(gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28)

package seam

import "unsafe"

// CanPark reports whether Park and Ready work.
const CanPark = false

// Park must not be called in this build.
func Park(func(g, arg unsafe.Pointer) bool, unsafe.Pointer) { panic("seam: Park can't be had here") }

// Ready must not be called in this build.
func Ready(G) { panic("seam: Ready can't be had here") }
