package xsync

import (
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/puzpuzpuz/xsync/v4"
)

// A reader and a writer exclude each other, and two writers.
func TestRBMutex(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		mu := xsync.NewRBMutex()
		n := 0
		var wg sync.WaitGroup
		wg.Go(func() {
			token := mu.RLock()
			_ = n
			mu.RUnlock(token)
		})
		wg.Go(func() {
			mu.Lock()
			n++
			mu.Unlock()
		})
		mu.Lock()
		n++
		mu.Unlock()
		wg.Wait()
		if n != 2 {
			t.Errorf("got %d", n)
		}
	})
}

func TestRBMutexTry(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		mu := xsync.NewRBMutex()
		n := 0
		var wg sync.WaitGroup
		wg.Go(func() {
			if ok, token := mu.TryRLock(); ok {
				_ = n
				mu.RUnlock(token)
			}
		})
		if mu.TryLock() {
			n++
			mu.Unlock()
		}
		wg.Wait()
		if !mu.TryLock() {
			t.Error("it is free, but TryLock fails")
		}
	})
}

func TestMapStore(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := xsync.NewMap[int, int]()
		var wg sync.WaitGroup
		wg.Go(func() { m.Store(1, 1) })
		wg.Go(func() { m.Store(1, 2) })
		if v, ok := m.Load(1); ok && v != 1 && v != 2 {
			t.Errorf("got %d", v)
		}
		wg.Wait()
		if v, ok := m.Load(1); !ok || v != 1 && v != 2 {
			t.Errorf("got %d, %v", v, ok)
		}
	})
}

func TestMapLoadOrStore(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := xsync.NewMap[int, int]()
		var a, b int
		var wg sync.WaitGroup
		wg.Go(func() { a, _ = m.LoadOrStore(1, 1) })
		wg.Go(func() { b, _ = m.LoadOrStore(1, 2) })
		wg.Wait()
		if v, ok := m.Load(1); !ok || a != v || b != v {
			t.Errorf("%d and %d were returned, %d is there", a, b, v)
		}
	})
}

func TestMapDelete(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		m := xsync.NewMap[int, int]()
		m.Store(1, 1)
		var first, second bool
		var wg sync.WaitGroup
		wg.Go(func() { _, first = m.LoadAndDelete(1) })
		wg.Go(func() { _, second = m.LoadAndDelete(1) })
		wg.Wait()
		if first == second {
			t.Errorf("deleted: %v and %v", first, second)
		}
		if n := m.Size(); n != 0 {
			t.Errorf("%d are left", n)
		}
	})
}
