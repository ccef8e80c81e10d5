//go:build findings

package gnet

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/panjf2000/gnet/v2/pkg/queue"
)

// TestFindingLength: Length can be negative, and IsEmpty false for an empty queue.
func TestFindingLength(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewLockFreeQueue()
		go q.Enqueue(new(queue.Task))
		for q.Dequeue() == nil {
		}
		if n := q.Length(); n < 0 {
			t.Errorf("Length() is %d", n)
		}
	})
}
