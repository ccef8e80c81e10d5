package main

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// Four and four, with little room: each item is got once, and the items of one producer
// by one consumer in order. A lost wake-up is a hang.
func TestMany(t *testing.T) {
	const sides = 4
	for _, capacity := range []int{1, 2, 8} {
		q := NewMany[int](capacity)
		var got [sides * stress]atomic.Int32
		var wg sync.WaitGroup
		for p := range sides {
			wg.Go(func() {
				for i := range stress {
					if err := q.Put(t.Context(), p*stress+i); err != nil {
						t.Error(err)
					}
				}
			})
			wg.Go(func() {
				last := [sides]int{-1, -1, -1, -1}
				for range stress {
					v, err := q.Get(t.Context())
					if err != nil {
						t.Error(err)
					}
					if p := v / stress; v%stress <= last[p] {
						t.Errorf("producer %d: got item %d after %d", p, v%stress, last[p])
					} else {
						last[p] = v % stress
					}
					got[v].Add(1)
				}
			})
		}
		wg.Wait()
		for v := range got {
			if n := got[v].Load(); n != 1 {
				t.Fatalf("item %d was got %d times", v, n)
			}
		}
	}
}

// Both sides sleep, in line, and give up when their context is done.
func TestManySleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewMany[int](1)
		got := make(chan int, 3)
		for range 3 {
			go func() {
				v, _ := q.Get(t.Context())
				got <- v
			}()
		}
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		synctest.Wait()
		go func() {
			_, err := q.Get(ctx)
			gaveUp <- err
		}()
		for i := range 3 {
			synctest.Wait()
			if len(got) > i {
				t.Fatal("got an item from an empty queue")
			}
			q.TryPut(i)
			if v := <-got; v != i {
				t.Errorf("got %d, want %d", v, i)
			}
		}
		cancel()
		if err := <-gaveUp; err != context.Canceled {
			t.Error(err)
		}

		for i := range 3 {
			go func() { q.Put(t.Context(), i) }()
			synctest.Wait()
		}
		if q.TryPut(4) {
			t.Error("there was no room")
		}
		ctx, cancel = context.WithCancel(t.Context())
		go func() { gaveUp <- q.Put(ctx, 5) }()
		synctest.Wait()
		cancel()
		if err := <-gaveUp; err != context.Canceled {
			t.Error(err)
		}
		for want := range 3 {
			if v, ok := q.TryGet(); !ok || v != want {
				t.Errorf("got %d, %t, want %d", v, ok, want)
			}
			synctest.Wait()
		}
		if v, ok := q.TryGet(); ok {
			t.Errorf("got %d, which was given up", v)
		}
	})
}
