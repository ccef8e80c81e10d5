package seam

import (
	"sync/atomic"
	"unsafe"
)

// Uint32 is an atomic word that is plain memory while one goroutine owns it. Set is a
// bare store, which the owner may use as long as something else orders every other access
// before or after it. A store of sync/atomic costs a read-modify-write on amd64.
type Uint32 struct{ atomic.Uint32 }

func (x *Uint32) Set(v uint32) { *(*uint32)(unsafe.Pointer(x)) = v }

// Uint64 is Uint32 with 64 bits.
type Uint64 struct{ atomic.Uint64 }

func (x *Uint64) Set(v uint64) { *(*uint64)(unsafe.Pointer(x)) = v }
