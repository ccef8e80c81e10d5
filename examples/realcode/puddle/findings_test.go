//go:build findings

package puddle

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/jackc/puddle/v2"
)

// TestFindingReset: a resource that CreateResource was making when Reset was called is
// handed out afterwards.
func TestFindingReset(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var reset atomic.Bool
		p, err := puddle.NewPool(&puddle.Config[string]{
			Constructor: func(context.Context) (string, error) {
				if reset.Load() {
					return "new", nil
				}
				return "old", nil
			},
			Destructor: func(string) {},
			MaxSize:    1,
		})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan bool)
		go func() {
			p.CreateResource(context.Background())
			done <- true
		}()
		reset.Store(true)
		p.Reset()
		<-done
		r, err := p.Acquire(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if r.Value() == "old" {
			t.Error("an old resource after Reset")
		}
		r.Release()
		p.Close()
	})
}

// TestFindingStat: a resource that CreateResource was making when Close was called is
// counted forever.
func TestFindingStat(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool(t, 1)
		done := make(chan bool)
		go func() {
			p.CreateResource(context.Background())
			done <- true
		}()
		p.Close()
		<-done
		if n := p.Stat().TotalResources(); n != 0 {
			t.Errorf("%d resource in a closed pool", n)
		}
	})
}
