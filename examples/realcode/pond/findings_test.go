//go:build findings

package pond

import (
	"testing"

	"github.com/alitto/pond/v2"
	"github.com/diatomic-go/diatomic/interleave"
)

// TestFindingLost: a subpool takes a task that its parent refuses, and nobody hears of
// it: who waits for the task waits forever.
func TestFindingLost(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pond.NewPool(1, pond.WithQueueSize(1), pond.WithNonBlocking(true))
		sub := p.NewSubpool(1)
		hold := make(chan bool)
		p.Go(func() { <-hold })
		p.Go(func() {})
		task, ok := sub.TrySubmit(func() {})
		close(hold)
		if ok {
			task.Wait()
		}
	})
}

// TestFindingDeadlock: a worker of the parent waits, in a task of a subpool, for room in
// the parent's queue, which only it can make.
func TestFindingDeadlock(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pond.NewPool(1, pond.WithQueueSize(1))
		sub := p.NewSubpool(1)
		a := sub.Submit(func() {})
		b := sub.Submit(func() {})
		c := p.Submit(func() {})
		a.Wait()
		b.Wait()
		c.Wait()
	})
}
