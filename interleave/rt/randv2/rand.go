// Package rand stands in for the functions of math/rand/v2 that are not the same twice:
// in a model, what they return follows from what the thread has seen.
package rand

import (
	"math/rand/v2"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// in returns a source of random numbers for the running thread of a model, or nil.
func in() *rand.Rand {
	if s := core.In(); s != nil {
		return rand.New(rand.NewPCG(s.Random(), 1))
	}
	return nil
}

// Int is that of math/rand/v2.
func Int() int {
	if r := in(); r != nil {
		return r.Int()
	}
	return rand.Int()
}

// IntN is that of math/rand/v2.
func IntN(n int) int {
	if r := in(); r != nil {
		return r.IntN(n)
	}
	return rand.IntN(n)
}

// Int32 is that of math/rand/v2.
func Int32() int32 {
	if r := in(); r != nil {
		return r.Int32()
	}
	return rand.Int32()
}

// Int32N is that of math/rand/v2.
func Int32N(n int32) int32 {
	if r := in(); r != nil {
		return r.Int32N(n)
	}
	return rand.Int32N(n)
}

// Int64 is that of math/rand/v2.
func Int64() int64 {
	if r := in(); r != nil {
		return r.Int64()
	}
	return rand.Int64()
}

// Int64N is that of math/rand/v2.
func Int64N(n int64) int64 {
	if r := in(); r != nil {
		return r.Int64N(n)
	}
	return rand.Int64N(n)
}

// Uint is that of math/rand/v2.
func Uint() uint {
	if r := in(); r != nil {
		return r.Uint()
	}
	return rand.Uint()
}

// UintN is that of math/rand/v2.
func UintN(n uint) uint {
	if r := in(); r != nil {
		return r.UintN(n)
	}
	return rand.UintN(n)
}

// Uint32 is that of math/rand/v2.
func Uint32() uint32 {
	if r := in(); r != nil {
		return r.Uint32()
	}
	return rand.Uint32()
}

// Uint32N is that of math/rand/v2.
func Uint32N(n uint32) uint32 {
	if r := in(); r != nil {
		return r.Uint32N(n)
	}
	return rand.Uint32N(n)
}

// Uint64 is that of math/rand/v2.
func Uint64() uint64 {
	if r := in(); r != nil {
		return r.Uint64()
	}
	return rand.Uint64()
}

// Uint64N is that of math/rand/v2.
func Uint64N(n uint64) uint64 {
	if r := in(); r != nil {
		return r.Uint64N(n)
	}
	return rand.Uint64N(n)
}

// Float32 is that of math/rand/v2.
func Float32() float32 {
	if r := in(); r != nil {
		return r.Float32()
	}
	return rand.Float32()
}

// Float64 is that of math/rand/v2.
func Float64() float64 {
	if r := in(); r != nil {
		return r.Float64()
	}
	return rand.Float64()
}

// NormFloat64 is that of math/rand/v2.
func NormFloat64() float64 {
	if r := in(); r != nil {
		return r.NormFloat64()
	}
	return rand.NormFloat64()
}

// ExpFloat64 is that of math/rand/v2.
func ExpFloat64() float64 {
	if r := in(); r != nil {
		return r.ExpFloat64()
	}
	return rand.ExpFloat64()
}

// Perm is that of math/rand/v2.
func Perm(n int) []int {
	if r := in(); r != nil {
		return r.Perm(n)
	}
	return rand.Perm(n)
}

// Shuffle is that of math/rand/v2.
func Shuffle(n int, swap func(i, j int)) {
	if r := in(); r != nil {
		r.Shuffle(n, swap)
		return
	}
	rand.Shuffle(n, swap)
}

// N is that of math/rand/v2.
func N[I interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}](n I) I {
	if r := in(); r != nil {
		if n <= 0 {
			panic("invalid argument to N")
		}
		return I(r.Uint64N(uint64(n)))
	}
	return rand.N(n)
}
