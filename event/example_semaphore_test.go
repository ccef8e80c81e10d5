package event_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/event"
)

// Semaphore is a weighted semaphore. Waiters want different amounts, so they wait for
// different conditions.
type Semaphore struct {
	free  atomic.Int64
	event event.Event
}

// TryAcquire takes n, if so many are free. It doesn't block.
func (s *Semaphore) TryAcquire(n int64) bool {
	for {
		free := s.free.Load()
		if free < n {
			return false
		}
		if s.free.CompareAndSwap(free, free-n) {
			return true
		}
	}
}

// Acquire takes n, and waits until so many are free.
func (s *Semaphore) Acquire(ctx context.Context, n int64) error {
	return s.event.Wait(ctx, func() bool { return s.TryAcquire(n) })
}

// Release gives n back. One that wants little may go before one that wants much.
func (s *Semaphore) Release(n int64) {
	s.free.Add(n)
	s.event.NotifyAll()
}

// A weighted semaphore: three workers share eight units.
func Example_semaphore() {
	var s Semaphore
	s.Release(8)
	var used, most atomic.Int64
	var wg sync.WaitGroup
	for _, n := range []int64{5, 3, 6} {
		wg.Go(func() {
			for range 100 {
				if err := s.Acquire(context.Background(), n); err != nil {
					return
				}
				for now := used.Add(n); ; {
					if m := most.Load(); now <= m || most.CompareAndSwap(m, now) {
						break
					}
				}
				used.Add(-n)
				s.Release(n)
			}
		})
	}
	wg.Wait()
	fmt.Println("never more than 8:", most.Load() <= 8, "- free at the end:", s.free.Load())
	// Output: never more than 8: true - free at the end: 8
}
