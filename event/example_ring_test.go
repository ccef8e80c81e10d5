package event_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/event"
)

// Ring is a bounded queue for many producers and many consumers: D. Vyukov's, with an
// Event on both sides.
type Ring struct {
	slots      [8]slot
	head, tail atomic.Int64 // positions of the next item to be put in, and taken out
	some, room event.Event
}

type slot struct {
	turn atomic.Int64 // twice the number of its items so far, and one more while it is full
	item int
}

// TryPut adds v, if there is room. The loop goes round again only if another goroutine is
// just putting in an item, or taking one out.
func (r *Ring) TryPut(v int) bool {
	for ; ; runtime.Gosched() {
		i := r.head.Load()
		s, n := &r.slots[i%8], i/8
		if s.turn.Load() == 2*n && r.head.CompareAndSwap(i, i+1) {
			s.item = v
			s.turn.Store(2*n + 1)
			r.some.Notify(1)
			return true
		}
		if i-r.tail.Load() >= 8 {
			return false
		}
	}
}

// TryGet takes an item, if there is one.
func (r *Ring) TryGet() (int, bool) {
	for ; ; runtime.Gosched() {
		i := r.tail.Load()
		s, n := &r.slots[i%8], i/8
		if s.turn.Load() == 2*n+1 && r.tail.CompareAndSwap(i, i+1) {
			v := s.item
			s.turn.Store(2*n + 2)
			r.room.Notify(1)
			return v, true
		}
		if r.head.Load()-i <= 0 {
			return 0, false
		}
	}
}

func (r *Ring) Put(ctx context.Context, v int) error {
	return r.room.Wait(ctx, func() bool { return r.TryPut(v) })
}

func (r *Ring) Get(ctx context.Context) (int, error) {
	return event.WaitUntil(ctx, &r.some, r.TryGet)
}

// A bounded queue on which producers wait for room and consumers for items.
func Example_ring() {
	const each = 1000
	var r Ring
	var sum atomic.Int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for i := range each {
				r.Put(context.Background(), i)
			}
		})
		wg.Go(func() {
			for range each {
				v, _ := r.Get(context.Background())
				sum.Add(int64(v))
			}
		})
	}
	wg.Wait()
	fmt.Println(sum.Load())
	// Output: 1498500
}
