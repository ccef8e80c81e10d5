// Package haxmap has models of github.com/alphadose/haxmap.
package haxmap

import (
	"sync"
	"testing"

	"github.com/alphadose/haxmap"
	"github.com/diatomic-go/diatomic/interleave"
)

func newMap() *haxmap.Map[int, int] {
	m := haxmap.New[int, int](4)
	m.SetHasher(func(key int) uintptr { return uintptr(key) })
	return m
}

func TestSet(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := newMap()
		var wg sync.WaitGroup
		wg.Go(func() { m.Set(1, 10) })
		wg.Go(func() { m.Set(2, 20) })
		if v, ok := m.Get(1); ok && v != 10 {
			t.Errorf("got %d", v)
		}
		wg.Wait()
		a, _ := m.Get(1)
		b, _ := m.Get(2)
		if a != 10 || b != 20 || m.Len() != 2 {
			t.Errorf("got %d and %d, and length %d", a, b, m.Len())
		}
	})
}
