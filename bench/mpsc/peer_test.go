package mpsc_test

import (
	"context"
	"runtime"
	"sync"
	"syscall"

	"github.com/diatomic-go/diatomic/mpsc"
	"github.com/puzpuzpuz/xsync/v4"
)

var bg = context.Background()

// large is a message of a cache line.
type large [8]int64

// rig runs senders that send n messages each, and a receiver that takes them all.
type rig struct {
	name string
	run  func(senders, capacity, n int)
}

func rigsOf[T any]() []rig {
	return []rig{
		{"chan", chanRig[T]},
		{"mpsc", mpscRig[T]},
		{"mpsc-batch", batchRig[T]},
		{"chan-cancel", selectRig[T]},
		{"mpsc-cancel", cancelRig[T]},
		{"xsync", xsyncRig[T]},
		{"cond", condRig[T]},
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func each(n int, f func()) {
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() { defer wg.Done(); f() }()
	}
	wg.Wait()
}

// both runs the receiver and the senders to their ends.
func both(senders int, receive, send func()) {
	done := make(chan struct{})
	go func() { receive(); close(done) }()
	each(senders, send)
	<-done
}

func chanRig[T any](senders, capacity, n int) {
	c := make(chan T, capacity)
	both(senders, func() {
		for range n * senders {
			<-c
		}
	}, func() {
		var v T
		for range n {
			c <- v
		}
	})
}

func mpscRig[T any](senders, capacity, n int) {
	rx, tx := mpsc.New[T](capacity)
	both(senders, func() {
		for range n * senders {
			_, err := rx.Recv(bg)
			must(err)
		}
	}, func() {
		var v T
		for range n {
			must(tx.Send(bg, v))
		}
	})
}

func batchRig[T any](senders, capacity, n int) {
	rx, tx := mpsc.New[T](capacity)
	both(senders, func() {
		buf := make([]T, 64)
		for left := n * senders; left > 0; {
			k, err := rx.RecvBatch(bg, buf)
			must(err)
			left -= k
		}
	}, func() {
		var v T
		for range n {
			must(tx.Send(bg, v))
		}
	})
}

func selectRig[T any](senders, capacity, n int) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	c := make(chan T, capacity)
	both(senders, func() {
		for range n * senders {
			select {
			case <-c:
			case <-ctx.Done():
			}
		}
	}, func() {
		var v T
		for range n {
			select {
			case c <- v:
			case <-ctx.Done():
			}
		}
	})
}

// Both sides under a context that can be cancelled.
func cancelRig[T any](senders, capacity, n int) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	rx, tx := mpsc.New[T](capacity)
	both(senders, func() {
		for range n * senders {
			_, err := rx.Recv(ctx)
			must(err)
		}
	}, func() {
		var v T
		for range n {
			must(tx.Send(ctx, v))
		}
	})
}

// xsync's queue doesn't block: whoever can't go on yields.
func xsyncRig[T any](senders, capacity, n int) {
	q := xsync.NewMPMCQueue[T](capacity)
	both(senders, func() {
		for range n * senders {
			for {
				if _, ok := q.TryDequeue(); ok {
					break
				}
				runtime.Gosched()
			}
		}
	}, func() {
		var v T
		for range n {
			for !q.TryEnqueue(v) {
				runtime.Gosched()
			}
		}
	})
}

// condQueue is a slice under a lock.
type condQueue[T any] struct {
	mu              sync.Mutex
	notFull, filled sync.Cond
	items           []T
	capacity        int
}

func condRig[T any](senders, capacity, n int) {
	q := &condQueue[T]{capacity: capacity}
	q.notFull.L, q.filled.L = &q.mu, &q.mu
	both(senders, func() {
		var batch []T
		for left := n * senders; left > 0; left -= len(batch) {
			q.mu.Lock()
			for len(q.items) == 0 {
				q.filled.Wait()
			}
			batch, q.items = q.items, batch[:0]
			q.mu.Unlock()
			q.notFull.Broadcast()
		}
	}, func() {
		var v T
		for range n {
			q.mu.Lock()
			for len(q.items) == q.capacity {
				q.notFull.Wait()
			}
			q.items = append(q.items, v)
			q.mu.Unlock()
			q.filled.Signal()
		}
	})
}

// cpuTime is the processor time of the process so far, in nanoseconds.
func cpuTime() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
