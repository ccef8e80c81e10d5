package main

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/puzpuzpuz/xsync/v4"
	"golang.org/x/sync/semaphore"
)

// sides is the number of producers, and of consumers.
const sides = 4

// rooms are the capacities of the queues.
var rooms = []int{1, 8, 128, 1024}

// pipe is a queue for many producers and many consumers.
type pipe struct {
	put func(int)
	get func() int
}

// handover is a way to make one.
type handover struct {
	name, text string
	new        func(capacity int) pipe
}

var handovers = []handover{
	{"event", "xsync's queue, an `Event` on both sides", func(capacity int) pipe {
		q := newMany[int](capacity)
		return pipe{
			func(v int) { q.Put(context.Background(), v) },
			func() int { v, _ := q.Get(context.Background()); return v },
		}
	}},
	{"context", "the same, under a context", func(capacity int) pipe {
		q := newMany[int](capacity)
		return pipe{
			func(v int) { q.Put(live, v) },
			func() int { v, _ := q.Get(live); return v },
		}
	}},
	{"poll", "xsync's queue, polled with `runtime.Gosched`", func(capacity int) pipe {
		q := xsync.NewMPMCQueue[int](capacity)
		return pipe{
			func(v int) {
				for !q.TryEnqueue(v) {
					runtime.Gosched()
				}
			},
			func() int {
				for {
					if v, ok := q.TryDequeue(); ok {
						return v
					}
					runtime.Gosched()
				}
			},
		}
	}},
	{"semaphore", "xsync's queue, two `x/sync/semaphore`", func(capacity int) pipe {
		q := xsync.NewMPMCQueue[int](capacity)
		room, some := semaphore.NewWeighted(int64(capacity)), semaphore.NewWeighted(int64(capacity))
		some.TryAcquire(int64(capacity))
		return pipe{
			func(v int) {
				room.Acquire(context.Background(), 1)
				for !q.TryEnqueue(v) {
					runtime.Gosched()
				}
				some.Release(1)
			},
			func() int {
				some.Acquire(context.Background(), 1)
				v, ok := q.TryDequeue()
				for ; !ok; v, ok = q.TryDequeue() {
					runtime.Gosched()
				}
				room.Release(1)
				return v
			},
		}
	}},
	{"cond", "a ring under a mutex, two `sync.Cond`", newLocked},
	{"chan", "a channel", func(capacity int) pipe {
		c := make(chan int, capacity)
		return pipe{func(v int) { c <- v }, func() int { return <-c }}
	}},
	{"select", "a channel, `select` with a context", func(capacity int) pipe {
		c := make(chan int, capacity)
		return pipe{
			func(v int) {
				select {
				case c <- v:
				case <-live.Done():
				}
			},
			func() int {
				select {
				case v := <-c:
					return v
				case <-live.Done():
					return 0
				}
			},
		}
	}},
}

// newLocked is what the documentation of sync.Cond leads to.
func newLocked(capacity int) pipe {
	var mu sync.Mutex
	some, room := sync.NewCond(&mu), sync.NewCond(&mu)
	ring, head, n := make([]int, capacity), 0, 0
	return pipe{
		func(v int) {
			mu.Lock()
			for n == capacity {
				room.Wait()
			}
			ring[(head+n)%capacity] = v
			n++
			mu.Unlock()
			some.Signal()
		},
		func() int {
			mu.Lock()
			for n == 0 {
				some.Wait()
			}
			v := ring[head]
			head = (head + 1) % capacity
			n--
			mu.Unlock()
			room.Signal()
			return v
		},
	}
}

// pace is the time between two items of a producer, where they don't come as fast as
// they can.
const pace = 400 * time.Microsecond

// run hands n items over, and returns their sum. Each producer takes its time, unless
// every is 0.
func (p pipe) run(n int, every time.Duration) (sum int) {
	start := time.Now()
	var wg sync.WaitGroup
	var sums [sides]int
	for i := range sides {
		share := n / sides
		if i < n%sides {
			share++
		}
		wg.Go(func() {
			for v := range share {
				if every > 0 {
					time.Sleep(time.Until(start.Add(time.Duration(v) * every)))
				}
				p.put(v)
			}
		})
		wg.Go(func() {
			for range share {
				sums[i] += p.get()
			}
		})
	}
	wg.Wait()
	for _, s := range sums {
		sum += s
	}
	return sum
}
