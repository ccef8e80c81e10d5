package event_test

import (
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
