// Package maps stands in for what ranges over maps in package maps: in a model, in an
// order that is the same each time, and as reads of the map.
package maps

import (
	"iter"

	"github.com/diatomic-go/diatomic/interleave/rt"
)

// All is that of maps.
func All[M ~map[K]V, K comparable, V any](m M) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, e := range rt.Entries(m) {
			if k, v, ok := rt.EntryOf(m, e); ok && !yield(k, v) {
				return
			}
		}
	}
}

// Keys is that of maps.
func Keys[M ~map[K]V, K comparable, V any](m M) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range All(m) {
			if !yield(k) {
				return
			}
		}
	}
}

// Values is that of maps.
func Values[M ~map[K]V, K comparable, V any](m M) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range All(m) {
			if !yield(v) {
				return
			}
		}
	}
}
