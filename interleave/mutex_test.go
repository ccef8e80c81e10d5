package interleave_test

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// guarded has threads that change plain memory in turn. Which of them do it under the
// mutex is for lock to say.
func guarded(threads int, lock func(i int) bool) model {
	return model{Setup: func(s *sim) {
		type counter struct {
			mu seam.Mutex
			n  seam.Cell[int]
		}
		c := new(counter)
		s.Name(c, "c")
		c.mu.Lock() // Setup may do so
		c.n.Set(0)
		c.mu.Unlock()
		for i := range threads {
			s.Go(fmt.Sprint("t", i), func() {
				if lock(i) {
					c.mu.Lock()
					defer c.mu.Unlock()
				}
				c.n.Set(c.n.Get() + 1)
			})
		}
		s.Final(func() error {
			if n := c.n.Get(); n != threads {
				return fmt.Errorf("%d", n)
			}
			return nil
		})
	}}
}

func TestMutex(t *testing.T) {
	for threads := 1; threads <= 3; threads++ {
		want(t, guarded(threads, func(int) bool { return true }), "")
	}
	want(t, guarded(2, func(i int) bool { return i > 0 }), "race")
}

// A thread that waits for a mutex which is never unlocked is in a deadlock.
func TestMutexDeadlock(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		type two struct{ a, b seam.Mutex }
		m := new(two)
		s.Name(m, "m")
		both := func(first, second *seam.Mutex) {
			first.Lock()
			defer first.Unlock()
			second.Lock()
			defer second.Unlock()
		}
		s.Go("ab", func() { both(&m.a, &m.b) })
		s.Go("ba", func() { both(&m.b, &m.a) })
	}}, "deadlock")
}

func TestMutexNotLocked(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		m := new(seam.Mutex)
		s.Name(m, "m")
		s.Go("t", func() { m.Unlock() })
	}}, "mutex")
}

// The searches agree on who comes first.
func TestMutexOutcomes(t *testing.T) {
	agree(t, model{Setup: func(s *sim) {
		type state struct {
			mu seam.Mutex
			x  atomic.Uint32
		}
		m := new(state)
		s.Name(m, "m")
		order := ""
		s.Ghost(&order)
		for _, name := range []string{"a", "b", "c"} {
			s.Go(name, func() {
				m.mu.Lock()
				m.x.Add(1)
				order += name
				m.mu.Unlock()
			})
		}
		s.Final(func() error { s.Outcome("%s", order); return nil })
	}}, "abc", "acb", "bac", "bca", "cab", "cba")
}
