// Package sync has models of golang.org/x/sync.
package sync

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Three goroutines, room for two.
func TestSemaphore(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.NewWeighted(2)
		var mu sync.Mutex
		inside := 0
		var wg sync.WaitGroup
		for _, n := range []int64{1, 1, 2} {
			wg.Go(func() {
				if err := s.Acquire(context.Background(), n); err != nil {
					t.Errorf("Acquire: %v", err)
				}
				mu.Lock()
				if inside += int(n); inside > 2 {
					t.Errorf("%d inside", inside)
				}
				mu.Unlock()
				mu.Lock()
				inside -= int(n)
				mu.Unlock()
				s.Release(n)
			})
		}
		wg.Wait()
		if !s.TryAcquire(2) {
			t.Error("something was not released")
		}
	})
}

// A waiter gives up: then it is the next one's turn.
func TestSemaphoreCancel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.NewWeighted(2)
		s.TryAcquire(1)
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		wg.Go(func() {
			if s.Acquire(ctx, 2) == nil {
				t.Error("two were acquired, where there was one")
			}
		})
		wg.Go(func() {
			if s.Acquire(context.Background(), 1) != nil {
				t.Error("an error without a cancellation")
			}
			s.Release(1)
		})
		cancel()
		wg.Wait()
		s.Release(1)
		if !s.TryAcquire(2) {
			t.Error("something was not released")
		}
	})
}

// A waiter gives up while it is served: what it was given comes back.
func TestSemaphoreGiveBack(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.NewWeighted(1)
		s.TryAcquire(1)
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		wg.Go(func() {
			if s.Acquire(ctx, 1) == nil {
				s.Release(1)
			}
		})
		wg.Go(cancel)
		s.Release(1)
		wg.Wait()
		if !s.TryAcquire(1) {
			t.Error("something was not released")
		}
	})
}

// The function runs once at a time, and all callers that share a run get its result.
func TestSingleflight(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var g singleflight.Group
		var mu sync.Mutex
		calls := 0
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				v, err, _ := g.Do("key", func() (any, error) {
					mu.Lock()
					defer mu.Unlock()
					calls++
					return calls, nil
				})
				if n := v.(int); err != nil || n < 1 || n > 3 {
					t.Errorf("got %v, %v", v, err)
				}
			})
		}
		wg.Wait()
		if calls < 1 || calls > 3 {
			t.Errorf("%d calls", calls)
		}
	})
}

func TestSingleflightChan(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var g singleflight.Group
		go g.Forget("key")
		a := g.DoChan("key", func() (any, error) { return 1, nil })
		b := g.DoChan("key", func() (any, error) { return 1, nil })
		if x, y := <-a, <-b; x.Val != 1 || y.Val != 1 {
			t.Errorf("got %v and %v", x.Val, y.Val)
		}
	})
}

func TestErrgroup(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		bad := errors.New("bad")
		g, ctx := errgroup.WithContext(context.Background())
		g.Go(func() error { return bad })
		g.Go(func() error {
			<-ctx.Done()
			return ctx.Err()
		})
		if err := g.Wait(); err != bad {
			t.Errorf("got %v", err)
		}
	})
}

func TestErrgroupLimit(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var g errgroup.Group
		g.SetLimit(1)
		n := 0 // one at a time
		for range 3 {
			g.Go(func() error {
				n++
				return nil
			})
		}
		if err := g.Wait(); err != nil || n != 3 {
			t.Errorf("got %d, %v", n, err)
		}
	})
}
