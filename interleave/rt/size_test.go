package rt_test

import (
	realsync "sync"
	realatomic "sync/atomic"
	"testing"
	realtime "time"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
	"github.com/diatomic-go/diatomic/interleave/rt/time"
)

// odd has a T at the first place that its alignment allows.
type odd[T any] struct {
	_ byte
	v T
}

// TestSizes holds each stand-in to the size and the alignment of what it stands in for:
// code pads by them.
func TestSizes(t *testing.T) {
	for name, is := range map[string][4]uintptr{
		"Mutex":     sizes[sync.Mutex, realsync.Mutex](),
		"RWMutex":   sizes[sync.RWMutex, realsync.RWMutex](),
		"Once":      sizes[sync.Once, realsync.Once](),
		"WaitGroup": sizes[sync.WaitGroup, realsync.WaitGroup](),
		"Cond":      sizes[sync.Cond, realsync.Cond](),
		"Pool":      sizes[sync.Pool, realsync.Pool](),
		"Map":       sizes[sync.Map, realsync.Map](),
		"Bool":      sizes[atomic.Bool, realatomic.Bool](),
		"Int32":     sizes[atomic.Int32, realatomic.Int32](),
		"Int64":     sizes[atomic.Int64, realatomic.Int64](),
		"Uint32":    sizes[atomic.Uint32, realatomic.Uint32](),
		"Uint64":    sizes[atomic.Uint64, realatomic.Uint64](),
		"Uintptr":   sizes[atomic.Uintptr, realatomic.Uintptr](),
		"Pointer":   sizes[atomic.Pointer[int], realatomic.Pointer[int]](),
		"Value":     sizes[atomic.Value, realatomic.Value](),
		"Timer":     sizes[time.Timer, realtime.Timer](),
		"Ticker":    sizes[time.Ticker, realtime.Ticker](),
		"Cond.L":    {unsafe.Offsetof(sync.Cond{}.L), 0, unsafe.Offsetof(realsync.Cond{}.L), 0},
		"Pool.New":  {unsafe.Offsetof(sync.Pool{}.New), 0, unsafe.Offsetof(realsync.Pool{}.New), 0},
		"Timer.C":   {unsafe.Offsetof(time.Timer{}.C), 0, unsafe.Offsetof(realtime.Timer{}.C), 0},
	} {
		if is[0] != is[2] || is[1] != is[3] {
			t.Errorf("%s: size and alignment %d, want %d", name, is[:2], is[2:])
		}
	}
}

// sizes are the size and alignment of A, and those of B.
func sizes[A, B any]() [4]uintptr {
	var a odd[A]
	var b odd[B]
	return [4]uintptr{unsafe.Sizeof(a.v), unsafe.Offsetof(a.v), unsafe.Sizeof(b.v), unsafe.Offsetof(b.v)}
}
