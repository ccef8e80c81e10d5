// Package conc has models of github.com/sourcegraph/conc.
package conc

import (
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
)

// A panic comes out of Wait.
func TestWaitGroup(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var wg conc.WaitGroup
		var n atomic.Int32
		wg.Go(func() { n.Add(1) })
		wg.Go(func() { panic("bad") })
		if r := wg.WaitAndRecover(); r == nil || r.Value != "bad" || n.Load() != 1 {
			t.Errorf("%v, %d", r, n.Load())
		}
	})
}

func TestPool(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool.New().WithMaxGoroutines(1)
		n := 0 // one at a time
		for range 2 {
			p.Go(func() { n++ })
		}
		p.Wait()
		if n != 2 {
			t.Errorf("%d tasks have run", n)
		}
	})
}

// Callbacks come in the order of their tasks.
func TestStream(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := stream.New().WithMaxGoroutines(2)
		last := 0
		for v := 1; v <= 2; v++ {
			s.Go(func() stream.Callback {
				return func() {
					if v != last+1 {
						t.Errorf("%d after %d", v, last)
					}
					last = v
				}
			})
		}
		s.Wait()
		if last != 2 {
			t.Errorf("the last one is %d", last)
		}
	})
}

func TestForEach(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		xs := []int{1, 2, 3}
		iter.ForEach(xs, func(x *int) { *x *= 2 })
		if xs[0]+xs[1]+xs[2] != 12 {
			t.Errorf("got %v", xs)
		}
	})
}
