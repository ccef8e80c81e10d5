package diatomic_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic"
)

func ExampleWakeSink() {
	var jobs atomic.Int64 // what the producers change
	var sink diatomic.WakeSink

	for range 4 {
		go func(src diatomic.WakeSource) {
			jobs.Add(1)
			src.Notify()
		}(sink.Source())
	}
	sink.Wait(context.Background(), func() bool { return jobs.Load() == 4 })
	fmt.Println(jobs.Load(), "jobs")
	// Output: 4 jobs
}

func ExampleWakeSource() {
	var sink diatomic.WakeSink
	src := sink.Source() // copy it to any number of producers
	sink.Register(diatomic.WakerFunc(func() { fmt.Println("woken") }))
	src.Notify()
	src.Notify() // nobody is registered any more: one atomic load
	// Output: woken
}

func ExampleWakeSink_Source() {
	type Mailbox struct {
		sink diatomic.WakeSink // embedded by value: no allocation
	}
	m := new(Mailbox)
	m.sink.Source().Notify()
}

func ExampleWakeSource_Notify() {
	var full atomic.Bool
	var sink diatomic.WakeSink
	src := sink.Source()

	go func() {
		full.Store(true) // first the change,
		src.Notify()     // then the notification
	}()
	sink.Wait(context.Background(), full.Load)
	fmt.Println(full.Load())
	// Output: true
}

func ExampleWakeSink_Wait() {
	var sink diatomic.WakeSink
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	err := sink.Wait(ctx, func() bool { return false })
	fmt.Println(err)
	// Output: context deadline exceeded
}

func ExampleWakeSink_WaitTimeout() {
	var sink diatomic.WakeSink
	if !sink.WaitTimeout(time.Millisecond, func() bool { return false }) {
		fmt.Println("nothing came")
	}
	// Output: nothing came
}

func ExampleWaitUntil() {
	var box atomic.Pointer[string]
	var sink diatomic.WakeSink
	go func(src diatomic.WakeSource) {
		s := "hello"
		box.Store(&s)
		src.Notify()
	}(sink.Source())

	s, err := diatomic.WaitUntil(context.Background(), &sink, func() (*string, bool) {
		s := box.Swap(nil)
		return s, s != nil
	})
	fmt.Println(*s, err)
	// Output: hello <nil>
}

// Wait for a sink, a context and a ticker in one select.
func ExampleWakeSink_Ready() {
	var events atomic.Int64
	var sink diatomic.WakeSink
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()

	ticks := 0
	for {
		select {
		case <-sink.Ready(func() bool { return events.Load() > 0 }):
			// Perhaps spurious, so look; and take all there is.
			if n := events.Swap(0); n > 0 {
				fmt.Println(n, "events")
				cancel()
			}
		case <-ticker.C:
			if ticks++; ticks == 3 {
				go func(src diatomic.WakeSource) {
					events.Add(5)
					src.Notify()
				}(sink.Source())
			}
		case <-ctx.Done():
			sink.Unregister() // no further select
			fmt.Println(ctx.Err())
			return
		}
	}
	// Output:
	// 5 events
	// context canceled
}

// A task of an executor that runs tasks from a queue: its waker puts it back there. This
// is enough for one worker and a queue with room; see the example Executor for more.
type task struct {
	queue chan *task
	sink  diatomic.WakeSink
	input atomic.Int64
}

func (t *task) Wake() { t.queue <- t }

func (t *task) run() (done bool) {
	v, ok := diatomic.PollUntil(&t.sink, t, func() (int64, bool) {
		v := t.input.Load()
		return v, v != 0
	})
	if ok {
		fmt.Println("task got", v)
	} else {
		fmt.Println("task sleeps")
	}
	return ok
}

func ExamplePollUntil() {
	t := &task{queue: make(chan *task, 1)}
	t.queue <- t
	for t := range t.queue {
		if t.run() {
			break
		}
		go func(src diatomic.WakeSource) {
			t.input.Store(42)
			src.Notify()
		}(t.sink.Source())
	}
	// Output:
	// task sleeps
	// task got 42
}

func ExampleWakeSink_Poll() {
	var ready atomic.Bool
	var sink diatomic.WakeSink
	w := diatomic.WakerFunc(func() { fmt.Println("poll me again") })

	fmt.Println(sink.Poll(w, ready.Load))
	ready.Store(true)
	sink.Source().Notify()
	fmt.Println(sink.Poll(w, ready.Load))
	// Output:
	// false
	// poll me again
	// true
}

// The loop that Poll is made of, by hand: look, register, look again, unregister.
func ExampleWakeSink_Register() {
	var ready atomic.Bool
	var sink diatomic.WakeSink
	w := diatomic.WakerFunc(func() { fmt.Println("poll me again") })

	poll := func() bool {
		if ready.Load() {
			return true
		}
		sink.Register(w)
		if ready.Load() { // it may have changed before the registration
			sink.Unregister()
			return true
		}
		return false
	}
	fmt.Println(poll())
	ready.Store(true)
	sink.Source().Notify()
	fmt.Println(poll())
	// Output:
	// false
	// poll me again
	// true
}

func ExampleWakeSink_Unregister() {
	var sink diatomic.WakeSink
	sink.Register(diatomic.WakerFunc(func() { fmt.Println("woken") }))
	sink.Unregister()
	sink.Source().Notify() // reaches nobody
	// Output:
}

func ExampleWakeSink_Forget() {
	var sink diatomic.WakeSink
	buf := make([]byte, 1<<20)
	sink.Register(diatomic.WakerFunc(func() { _ = buf[0] }))
	sink.Source().Notify()
	sink.Forget() // the sink no longer keeps buf alive through the waker it had cached
}

// A waker type of one's own: a pointer, so that it can be compared.
type printer struct{ name string }

func (p *printer) Wake() { fmt.Println("wake", p.name) }

func ExampleWaker() {
	var sink diatomic.WakeSink
	a, b := &printer{"a"}, &printer{"b"}
	sink.Register(a)
	sink.Register(b) // takes the place of a
	sink.Source().Notify()
	// Output: wake b
}

func ExampleWakerFunc() {
	var sink diatomic.WakeSink
	w := diatomic.WakerFunc(func() { fmt.Println("woken") }) // make it once
	for range 2 {
		sink.Register(w)
		sink.Source().Notify()
	}
	// Output:
	// woken
	// woken
}
