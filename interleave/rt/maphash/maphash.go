// Package maphash stands in for what is not the same twice in hash/maphash.
package maphash

import (
	"hash/maphash"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Seed is maphash.Seed.
type Seed = maphash.Seed

var fixed = maphash.MakeSeed()

// MakeSeed returns the same seed each time in a model.
func MakeSeed() Seed {
	if core.In() != nil {
		return fixed
	}
	return maphash.MakeSeed()
}

// Comparable hashes a value. In a model, pointers count by name.
func Comparable[T comparable](seed Seed, v T) uint64 {
	if s := core.In(); s != nil {
		return s.HashAny(v)
	}
	return maphash.Comparable(seed, v)
}
