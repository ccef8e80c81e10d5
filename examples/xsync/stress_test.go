package main

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/puzpuzpuz/xsync/v4"
)

// consumers get one item each time, in every way there is. A lost wake-up is a hang.
var consumers = map[string]func(context.Context, *Queue[int]) int{
	"Get": func(ctx context.Context, q *Queue[int]) int {
		v, _ := q.Get(ctx)
		return v
	},
	"GetTimeout": func(_ context.Context, q *Queue[int]) int {
		for {
			if v, ok := q.GetTimeout(10 * time.Microsecond); ok {
				return v
			}
		}
	},
	"Ready": func(ctx context.Context, q *Queue[int]) int {
		for {
			select {
			case <-q.Ready():
			case <-ctx.Done():
			}
			if v, ok := q.TryGet(); ok {
				return v
			}
		}
	},
}

const stress = 20_000

// Many producers: each one's items come in order, and none is missing.
func TestManyProducers(t *testing.T) {
	testenv.Limit(t)
	const producers = 4
	for name, get := range consumers {
		t.Run(name, func(t *testing.T) {
			q := NewQueue(xsync.NewMPMCQueue[int](2))
			for p := range producers {
				go func() {
					for i := range stress / producers {
						for !q.TryPut(i*producers + p) {
							runtime.Gosched()
						}
					}
				}()
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var next [producers]int
			for range stress {
				v := get(ctx, q)
				if p := v % producers; v/producers != next[p] {
					t.Fatalf("producer %d: got item %d, want %d", p, v/producers, next[p])
				}
				next[v%producers]++
			}
		})
	}
}

// Both ends sleep: in a short queue, nearly all the time.
func TestBothSides(t *testing.T) {
	testenv.Limit(t)
	for name, get := range consumers {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, make func(int) *Queue[int]) {
				for capacity := 1; capacity <= 3; capacity++ {
					q := make(capacity)
					ctx, cancel := context.WithCancel(t.Context())
					go func() {
						for i := range stress {
							_ = q.Put(ctx, i)
						}
					}()
					for want := range stress {
						if v := get(ctx, q); v != want {
							t.Fatalf("got %d, want %d", v, want)
						}
					}
					cancel()
				}
			})
		})
	}
}
