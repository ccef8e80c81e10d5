// Package ants has models of github.com/panjf2000/ants/v2.
package ants

import (
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/panjf2000/ants/v2"
)

// One worker, two tasks, of which the second one waits for the first one.
func TestSubmit(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p, err := ants.NewPool(1, ants.WithDisablePurge(true))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		var wg sync.WaitGroup
		for range 2 {
			wg.Add(1)
			if err := p.Submit(func() { n++; wg.Done() }); err != nil {
				t.Fatal(err)
			}
		}
		wg.Wait()
		if n != 2 {
			t.Errorf("%d tasks have run", n)
		}
		p.Release()
	}, interleave.Options{IdleTimers: true})
}
