//go:build findings

package xsync

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/puzpuzpuz/xsync/v4"
)

// TestFindingRefused: TryEnqueue can return false though the queue is never full.
func TestFindingRefused(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := xsync.NewMPMCQueue[int](4)
		done := make(chan bool, 1)
		go func() { done <- q.TryEnqueue(1) }()
		if !q.TryEnqueue(2) {
			t.Error("TryEnqueue returned false, with room for four items and two calls")
		}
		if !<-done {
			t.Error("TryEnqueue returned false, with room for four items and two calls")
		}
	})
}
