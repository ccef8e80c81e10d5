//go:build !interleave

package mpsc

import (
	"math/bits"
	"unsafe"
)

// growth is the ratio of the sizes of two segments of an unbounded channel, one after the
// other, up to largest.
const growth = 8

// largest returns how many slots a segment has at most, which are two or more. If a
// segment is used again while it is in the cache of the processor that used it before,
// its cache lines go from one to the other. So it is either small, so that a sender gets
// them all at once in little time, or so large that they are in that cache no more. In
// between, messages are slower.
func largest[T any]() int {
	size := unsafe.Sizeof(slot[T]{})
	if size <= 24 { // messages of up to two words
		return 512
	}
	return 1 << (bits.Len(uint(min(max(512<<10/size, 2), 4096))) - 1)
}

// touched is how many bytes of slots a sender takes into its cache when they are used
// again. Larger segments don't stay in the caches anyway.
const touched = 16 << 10
