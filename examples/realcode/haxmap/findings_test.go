//go:build findings

package haxmap

import (
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// TestFindingLost: a Set that has returned is lost to a Del of another key.
func TestFindingLost(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := newMap()
		m.Set(1, 10)
		var wg sync.WaitGroup
		wg.Go(func() { m.Set(2, 20) })
		m.Del(1)
		m.Get(1)
		wg.Wait()
		m.ForEach(func(int, int) bool { return true })
		if v, ok := m.Get(2); !ok || v != 20 {
			t.Errorf("key 2 was set, and is not there: %d, %v", v, ok)
		}
	})
}

// TestFindingGetOrSet: two GetOrSet of a key, and both have stored their value.
func TestFindingGetOrSet(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := newMap()
		var first, second bool
		var wg sync.WaitGroup
		wg.Go(func() { _, first = m.GetOrSet(1, 10) })
		wg.Go(func() { _, second = m.GetOrSet(1, 20) })
		wg.Wait()
		if first == second {
			t.Errorf("loaded: %v and %v", first, second)
		}
	})
}
