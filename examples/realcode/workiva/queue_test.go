// Package workiva has models of github.com/Workiva/go-datastructures/queue.
package workiva

import (
	"testing"
	"time"

	"github.com/Workiva/go-datastructures/queue"
	"github.com/diatomic-go/diatomic/interleave"
)

// Two producers and two consumers.
func TestRing(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewRingBuffer(2)
		for v := 1; v <= 2; v++ {
			go func() {
				if err := q.Put(v); err != nil {
					t.Errorf("Put: %v", err)
				}
			}()
		}
		got := make(chan any, 2)
		for range 2 {
			go func() {
				v, err := q.Get()
				if err != nil {
					t.Errorf("Get: %v", err)
				}
				got <- v
			}()
		}
		if a, b := (<-got).(int), (<-got).(int); a+b != 3 {
			t.Errorf("got %d and %d", a, b)
		}
	})
}

// Dispose sets a consumer free.
func TestRingDispose(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewRingBuffer(2)
		go q.Dispose()
		if _, err := q.Get(); err != queue.ErrDisposed {
			t.Errorf("Get: %v", err)
		}
	})
}

func TestQueue(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.New(2)
		got := make(chan any, 2)
		for range 2 {
			go func() {
				v, err := q.Get(1)
				if err != nil || len(v) != 1 {
					t.Errorf("Get: %v, %v", v, err)
				}
				got <- v[0]
			}()
		}
		q.Put(1)
		q.Put(2)
		if a, b := (<-got).(int), (<-got).(int); a+b != 3 {
			t.Errorf("got %d and %d", a, b)
		}
	})
}

// A consumer that gives up loses nothing.
func TestQueuePoll(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.New(2)
		got := make(chan int, 1)
		go func() {
			v, _ := q.Poll(1, time.Second)
			got <- len(v)
		}()
		q.Put(1)
		if n := <-got + int(q.Len()); n != 1 {
			t.Errorf("%d items", n)
		}
	})
}

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
