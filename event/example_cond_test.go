package event_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic/event"
)

// Cond is sync.Cond with a context. The condition is guarded by L.
type Cond struct {
	L       sync.Mutex
	changes atomic.Uint64
	event   event.Event
}

// Wait unlocks L, waits for a Signal or Broadcast, and locks L again. As with sync.Cond,
// the caller looks at its condition in a loop. The change that it waits for is one since
// it locked L.
func (c *Cond) Wait(ctx context.Context) error {
	seen := c.changes.Load()
	c.L.Unlock()
	defer c.L.Lock()
	return c.event.Wait(ctx, func() bool { return c.changes.Load() != seen })
}

// Signal wakes a waiter. The caller must hold L, or have held it since the change.
func (c *Cond) Signal() {
	c.changes.Add(1)
	c.event.Notify(1)
}

// Broadcast wakes all waiters.
func (c *Cond) Broadcast() {
	c.changes.Add(1)
	c.event.NotifyAll()
}

// A condition variable whose Wait takes a context.
func Example_cond() {
	var c Cond
	var jobs []string // guarded by c.L

	take := func(ctx context.Context) (string, error) {
		c.L.Lock()
		defer c.L.Unlock()
		for len(jobs) == 0 {
			if err := c.Wait(ctx); err != nil {
				return "", err
			}
		}
		job := jobs[0]
		jobs = jobs[1:]
		return job, nil
	}
	go func() {
		c.L.Lock()
		jobs = append(jobs, "paint the fence")
		c.L.Unlock()
		c.Signal()
	}()
	fmt.Println(take(context.Background()))

	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	fmt.Println(take(ctx))
	// Output:
	// paint the fence <nil>
	//  context deadline exceeded
}
