// Package pond has models of github.com/alitto/pond/v2.
package pond

import (
	"errors"
	"testing"

	"github.com/alitto/pond/v2"
	"github.com/diatomic-go/diatomic/interleave"
)

func TestSubmit(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pond.NewPool(1)
		n := 0 // one at a time
		a := p.Submit(func() { n++ })
		b := p.Submit(func() { n++ })
		if err := errors.Join(a.Wait(), b.Wait()); err != nil {
			t.Errorf("Wait: %v", err)
		}
		p.StopAndWait()
		if n != 2 {
			t.Errorf("%d tasks have run", n)
		}
	})
}

// Two goroutines submit to a pool of one worker, with room for one task in its queue.
func TestBounded(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pond.NewPool(1, pond.WithQueueSize(1))
		n := 0
		done := make(chan error)
		go func() { done <- p.Go(func() { n++ }) }()
		err := p.Go(func() { n++ })
		if err := errors.Join(err, <-done); err != nil {
			t.Errorf("Go: %v", err)
		}
		p.StopAndWait()
		if n != 2 {
			t.Errorf("%d tasks have run", n)
		}
	})
}

func TestGroup(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		bad := errors.New("bad")
		g := pond.NewPool(2).NewGroup()
		g.SubmitErr(func() error { return bad })
		if err := g.Wait(); err != bad {
			t.Errorf("Wait: %v", err)
		}
	})
}

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
