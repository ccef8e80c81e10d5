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
