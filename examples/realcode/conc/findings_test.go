//go:build findings

package conc

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/sourcegraph/conc/pool"
)

// TestFindingPanic: two goroutines call Go, and the task of one panics: the other one can
// wait forever, for the worker that it has started is gone.
func TestFindingPanic(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool.New()
		done := make(chan bool)
		go func() {
			p.Go(func() { panic("bad") })
			done <- true
		}()
		p.Go(func() {})
		<-done
		defer func() { recover() }()
		p.Wait()
	})
}
