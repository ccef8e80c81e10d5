package event_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic/event"
)

// A latch: any number of goroutines wait until a number of things are done.
func Example_latch() {
	var left atomic.Int64
	var done event.Event
	left.Store(3)

	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			ok := done.WaitTimeout(time.Minute, func() bool { return left.Load() == 0 })
			fmt.Println("all done:", ok)
		})
	}
	for range 3 {
		wg.Go(func() {
			if left.Add(-1) == 0 {
				done.NotifyAll()
			}
		})
	}
	wg.Wait()
	// Output:
	// all done: true
	// all done: true
}

// Workers share jobs until no more will come: take succeeds with a value that says so.
func ExampleWaitUntil() {
	var jobs atomic.Int64 // that nobody has taken yet
	var closed atomic.Bool
	var some event.Event

	take := func() (job, ok bool) {
		last := closed.Load() // before the look at jobs, which none is added to after that
		for n := jobs.Load(); n > 0; n = jobs.Load() {
			if jobs.CompareAndSwap(n, n-1) {
				return true, true
			}
		}
		return false, last
	}
	var done atomic.Int64
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for {
				job, err := event.WaitUntil(context.Background(), &some, take)
				if !job || err != nil {
					return
				}
				done.Add(1)
			}
		})
	}
	for range 100 {
		jobs.Add(1)
		some.Notify(1)
	}
	closed.Store(true)
	some.NotifyAll() // all of them end
	workers.Wait()
	fmt.Println(done.Load(), "jobs")
	// Output: 100 jobs
}

// A worker waits for a job, or for the time to report, whichever comes first.
func ExampleWaiter_Ready() {
	var jobs atomic.Int64
	var some event.Event
	w := some.Waiter()
	defer w.Cancel() // so that no notification stays with this one
	go func() {
		jobs.Add(1)
		some.Notify(1)
	}()
	report := time.NewTicker(time.Hour)
	defer report.Stop()
	for done := false; !done; {
		select {
		case <-w.Ready(func() bool { return jobs.Load() > 0 }):
			if n := jobs.Load(); n > 0 && jobs.CompareAndSwap(n, n-1) {
				fmt.Println("a job")
				done = true
			}
		case <-report.C:
			fmt.Println("nothing new")
		}
	}
	// Output: a job
}
