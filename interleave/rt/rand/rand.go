// Package rand stands in for the functions of math/rand that are not the same twice: in a
// model, what they return follows from what the thread has seen.
package rand

import (
	old "math/rand"
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

// Int is that of math/rand.
func Int() int {
	if r := in(); r != nil {
		return r.Int()
	}
	return old.Int()
}

// Intn is that of math/rand.
func Intn(n int) int {
	if r := in(); r != nil {
		return r.IntN(n)
	}
	return old.Intn(n)
}

// Int31 is that of math/rand.
func Int31() int32 {
	if r := in(); r != nil {
		return r.Int32()
	}
	return old.Int31()
}

// Int31n is that of math/rand.
func Int31n(n int32) int32 {
	if r := in(); r != nil {
		return r.Int32N(n)
	}
	return old.Int31n(n)
}

// Int63 is that of math/rand.
func Int63() int64 {
	if r := in(); r != nil {
		return r.Int64()
	}
	return old.Int63()
}

// Int63n is that of math/rand.
func Int63n(n int64) int64 {
	if r := in(); r != nil {
		return r.Int64N(n)
	}
	return old.Int63n(n)
}

// Uint32 is that of math/rand.
func Uint32() uint32 {
	if r := in(); r != nil {
		return r.Uint32()
	}
	return old.Uint32()
}

// Uint64 is that of math/rand.
func Uint64() uint64 {
	if r := in(); r != nil {
		return r.Uint64()
	}
	return old.Uint64()
}

// Float32 is that of math/rand.
func Float32() float32 {
	if r := in(); r != nil {
		return r.Float32()
	}
	return old.Float32()
}

// Float64 is that of math/rand.
func Float64() float64 {
	if r := in(); r != nil {
		return r.Float64()
	}
	return old.Float64()
}

// NormFloat64 is that of math/rand.
func NormFloat64() float64 {
	if r := in(); r != nil {
		return r.NormFloat64()
	}
	return old.NormFloat64()
}

// ExpFloat64 is that of math/rand.
func ExpFloat64() float64 {
	if r := in(); r != nil {
		return r.ExpFloat64()
	}
	return old.ExpFloat64()
}

// Perm is that of math/rand.
func Perm(n int) []int {
	if r := in(); r != nil {
		return r.Perm(n)
	}
	return old.Perm(n)
}

// Shuffle is that of math/rand.
func Shuffle(n int, swap func(i, j int)) {
	if r := in(); r != nil {
		r.Shuffle(n, swap)
		return
	}
	old.Shuffle(n, swap)
}
