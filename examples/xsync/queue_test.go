package main

import (
	"context"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/puzpuzpuz/xsync/v4"
)

// kinds are the queues that are made awaitable.
var kinds = map[string]func(capacity int) nonBlocking[int]{
	"SPSC": func(c int) nonBlocking[int] { return xsync.NewSPSCQueue[int](c) },
	"MPMC": func(c int) nonBlocking[int] { return xsync.NewMPMCQueue[int](c) },
}

func each(t *testing.T, f func(t *testing.T, make func(capacity int) *Queue[int])) {
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			testenv.Limit(t)
			f(t, func(capacity int) *Queue[int] { return NewQueue(kind(capacity)) })
		})
	}
}

func TestTry(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		q := make(2)
		if _, ok := q.TryGet(); ok {
			t.Error("got an item from an empty queue")
		}
		if !q.TryPut(1) || !q.TryPut(2) || q.TryPut(3) {
			t.Error("a queue for two doesn't take two")
		}
		for want := 1; want <= 2; want++ {
			if v, ok := q.TryGet(); !ok || v != want {
				t.Errorf("got %d, %v; want %d", v, ok, want)
			}
		}
	})
}

// An item that Ready has found isn't lost, whichever way it is taken, and keeps its
// place.
func TestReadyLosesNothing(t *testing.T) {
	testenv.Limit(t)
	ctx := context.Background()
	ways := map[string]func(*Queue[int]) (int, bool){
		"TryGet":     func(q *Queue[int]) (int, bool) { return q.TryGet() },
		"GetTimeout": func(q *Queue[int]) (int, bool) { return q.GetTimeout(0) },
		"Get": func(q *Queue[int]) (int, bool) {
			v, err := q.Get(ctx)
			return v, err == nil
		},
	}
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		for name, get := range ways {
			q := make(4)
			q.TryPut(1)
			q.TryPut(2)
			<-q.Ready()
			<-q.Ready()
			for want := 1; want <= 2; want++ {
				if v, ok := get(q); !ok || v != want {
					t.Errorf("%s: got %d, %v; want %d", name, v, ok, want)
				}
			}
			if v, ok := q.TryGet(); ok {
				t.Errorf("%s: got %d twice", name, v)
			}
		}
	})
}

func TestReadyKeepsNoReference(t *testing.T) {
	testenv.Limit(t)
	q := NewQueue(xsync.NewSPSCQueue[*int](1))
	q.TryPut(new(int))
	<-q.Ready()
	q.TryGet()
	if q.next != nil {
		t.Error("the queue still holds what was taken")
	}
}

// An item is had even if the context is done.
func TestGetPrefersItems(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		q := make(1)
		if _, err := q.Get(ctx); err != context.Canceled {
			t.Errorf("got %v from an empty queue, want %v", err, context.Canceled)
		}
		q.TryPut(1)
		if v, err := q.Get(ctx); v != 1 || err != nil {
			t.Errorf("got %d, %v", v, err)
		}
	})
}

func TestNothingAllocates(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		q := make(2)
		allocs := testing.AllocsPerRun(100, func() {
			q.Put(ctx, 1)
			q.Get(ctx)
			q.GetTimeout(0)
			q.TryPut(2)
			<-q.Ready()
			q.TryGet()
		})
		if allocs != 0 {
			t.Errorf("%v allocations, want none", allocs)
		}
	})
}
