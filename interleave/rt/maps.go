package rt

import (
	"reflect"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

func word[K comparable, V any, M ~map[K]V](m M) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&m))
}

// Map names a map, which was just made.
func Map[M ~map[K]V, K comparable, V any](m M, name string) M {
	if s := core.In(); s != nil {
		s.NamePtr(word(m), name)
		if len(m) > 0 {
			s.MapWrite(word(m), reflect.TypeFor[M]())
		}
	}
	return m
}

// MR reads m, as a whole.
func MR[M ~map[K]V, K comparable, V any](m M) M {
	if s := core.In(); s != nil {
		s.MapRead(word(m), reflect.TypeFor[M]())
	}
	return m
}

// MW announces that m is written, at once.
func MW[M ~map[K]V, K comparable, V any](m M) M {
	if s := core.In(); s != nil {
		s.MapWrite(word(m), reflect.TypeFor[M]())
	}
	return m
}

// MapPtr is where an assignment to an element goes.
type MapPtr[M ~map[K]V, K comparable, V any] struct{ m M }

// MP is the left side of an assignment to an element of m.
func MP[M ~map[K]V, K comparable, V any](m M) MapPtr[M, K, V] { return MapPtr[M, K, V]{m} }

// Set assigns v.
func (p MapPtr[M, K, V]) Set(k K, v V) { MW(p.m)[k] = v }

// Get reads an element.
func (p MapPtr[M, K, V]) Get(k K) V { return MR(p.m)[k] }

// Get2 reads an element, and whether there is one.
func (p MapPtr[M, K, V]) Get2(k K) (V, bool) {
	v, ok := MR(p.m)[k]
	return v, ok
}

// At announces that an element is written, at once. It returns the key.
func (p MapPtr[M, K, V]) At(k K) K {
	MW(p.m)
	return k
}

// Delete deletes an element.
func (p MapPtr[M, K, V]) Delete(k K) { delete(MW(p.m), k) }

// Delete deletes an element.
func Delete[M ~map[K]V, K comparable, V any](m M, k K) { MP(m).Delete(k) }

// Clear clears the map.
func (p MapPtr[M, K, V]) Clear() { clear(MW(p.m)) }

// Entry is what a map had at the beginning of a loop over it.
type Entry[K comparable, V any] struct {
	k K
	v V
}

// Entries reads m, and returns what it has, in an order that is the same each time.
func Entries[M ~map[K]V, K comparable, V any](m M) []Entry[K, V] {
	s := core.In()
	MR(m)
	keys := make([]K, 0, len(m))
	var nan K
	var strange []V // what NaN leads to
	for k, v := range m {
		if k == k {
			keys = append(keys, k)
		} else {
			nan, strange = k, append(strange, v)
		}
	}
	if s != nil {
		core.SortKeys(s, reflect.ValueOf(keys))
		core.SortKeys(s, reflect.ValueOf(strange))
	}
	entries := make([]Entry[K, V], 0, len(m))
	for _, k := range keys {
		entries = append(entries, Entry[K, V]{k, m[k]})
	}
	for _, v := range strange {
		entries = append(entries, Entry[K, V]{nan, v})
	}
	return entries
}

// EntryOf reads an entry when the loop comes to it, unless it has been deleted. (What
// isn't equal to itself stays as it is, until the map is cleared.)
func EntryOf[M ~map[K]V, K comparable, V any](m M, e Entry[K, V]) (k K, v V, ok bool) {
	MR(m)
	if e.k == e.k {
		v, ok = m[e.k]
		return e.k, v, ok
	}
	for k := range m {
		if k != k {
			return e.k, e.v, true
		}
	}
	return e.k, e.v, false
}
