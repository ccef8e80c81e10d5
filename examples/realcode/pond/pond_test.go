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
