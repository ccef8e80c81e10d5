// Package xsync has models of github.com/puzpuzpuz/xsync/v4.
package xsync

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/puzpuzpuz/xsync/v4"
)

func TestSPSC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := xsync.NewSPSCQueue[int](2)
		go func() {
			for v := 1; v <= 3; v++ {
				for !q.TryEnqueue(v) {
				}
			}
		}()
		for want := 1; want <= 3; {
			if v, ok := q.TryDequeue(); ok {
				if v != want {
					t.Errorf("got %d, want %d", v, want)
				}
				want++
			}
		}
		if _, ok := q.TryDequeue(); ok {
			t.Error("one too many")
		}
	})
}

// Two producers and two consumers, of a queue with room for one: each item comes out
// once.
func TestMPMC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := xsync.NewMPMCQueue[int](1)
		for v := 1; v <= 2; v++ {
			go func() {
				for !q.TryEnqueue(v) {
				}
			}()
		}
		got := make(chan int, 2)
		for range 2 {
			go func() {
				v, ok := q.TryDequeue()
				for !ok {
					v, ok = q.TryDequeue()
				}
				got <- v
			}()
		}
		if a, b := <-got, <-got; a+b != 3 || a == b {
			t.Errorf("got %d and %d", a, b)
		}
		if _, ok := q.TryDequeue(); ok {
			t.Error("one too many")
		}
	})
}

// With -set segmentSize=2: segments end, and come back by the pool.
func TestUMPSC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := xsync.NewUMPSCQueue[int]()
		go func() {
			q.Enqueue(1)
			q.Enqueue(2)
		}()
		go q.Enqueue(3)
		var got []int
		for range 3 {
			got = append(got, q.Dequeue())
		}
		seen := [4]int{}
		for i, v := range got {
			seen[v] = i + 1
		}
		if seen[1] == 0 || seen[2] == 0 || seen[3] == 0 || seen[1] > seen[2] {
			t.Errorf("got %v", got)
		}
	})
}
