//go:build findings

package ants

import (
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/panjf2000/ants/v2"
)

// TestFindingLostSignal: a caller that waits for a worker is to be set free by Release,
// or by a worker that ends. It misses both.
func TestFindingLostSignal(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p, err := ants.NewPool(1, ants.WithDisablePurge(true))
		if err != nil {
			t.Fatal(err)
		}
		hold := make(chan bool)
		p.Submit(func() { <-hold })
		done := make(chan error)
		go func() { done <- p.Submit(func() {}) }()
		p.Release()
		close(hold)
		<-done
	}, interleave.Options{IdleTimers: true})
}

// TestFindingRelease: two goroutines release a pool.
func TestFindingRelease(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p, err := ants.NewPool(1, ants.WithDisablePurge(true))
		if err != nil {
			t.Fatal(err)
		}
		go p.ReleaseTimeout(time.Second)
		p.ReleaseTimeout(time.Second)
	}, interleave.Options{IdleTimers: true})
}
