//go:build findings

package workiva

import (
	"testing"

	"github.com/Workiva/go-datastructures/queue"
	"github.com/diatomic-go/diatomic/interleave"
)

// TestFindingOffer: Offer can be refused while there is room: another Offer came first.
// (This is issue 213 there.)
func TestFindingOffer(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewRingBuffer(4)
		done := make(chan bool, 1)
		go func() {
			ok, _ := q.Offer(1)
			done <- ok
		}()
		ok, _ := q.Offer(2)
		if !<-done || !ok {
			t.Error("refused, with room for four items and two offers")
		}
	})
}

// TestFindingOne: a ring buffer of size one loses items, and its consumer waits forever.
func TestFindingOne(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewRingBuffer(1)
		go func() {
			q.Put(1)
			q.Put(2)
		}()
		for want := 1; want <= 2; want++ {
			if v, _ := q.Get(); v != want {
				t.Errorf("got %v, want %d", v, want)
			}
		}
	})
}

// TestFindingLen: Len can be 2^64-1.
func TestFindingLen(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewRingBuffer(2)
		go func() {
			q.Put(1)
			q.Get()
		}()
		if n := q.Len(); n > 2 {
			t.Errorf("Len() is %d", n)
		}
	})
}

// TestFindingDispose: a second Dispose races with a Get that the first one has woken.
func TestFindingDispose(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.New(1)
		go q.Get(1)
		go q.Dispose()
		q.Dispose()
	})
}

// TestFindingParallel: with an empty queue, ExecuteInParallel returns with the lock held.
func TestFindingParallel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.New(1)
		go q.Put(1)
		queue.ExecuteInParallel(q, func(any) {})
		q.Len()
	})
}
