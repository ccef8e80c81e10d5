package mpsc_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/mpsc"
)

func Example() {
	ctx := context.Background()
	rx, tx := mpsc.New[int](100)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for k := range 1000 {
				if err := tx.Send(ctx, i*k); err != nil {
					return
				}
			}
		})
	}
	go func() { wg.Wait(); tx.Close() }()

	sum := 0
	for v := range rx.All(ctx) {
		sum += v
	}
	fmt.Println(sum)
	// Output: 2997000
}

func ExampleSender_Send() {
	rx, tx := mpsc.New[int](1)
	ctx, cancel := context.WithCancel(context.Background())
	fmt.Println(tx.Send(ctx, 1))
	time.AfterFunc(time.Millisecond, cancel)
	fmt.Println(tx.Send(ctx, 2)) // blocks, for there is room for one
	fmt.Println(rx.Recv(context.Background()))
	// Output:
	// <nil>
	// context canceled
	// 1 <nil>
}

// A sender that would rather lose a message than wait.
func ExampleSender_TrySend() {
	rx, tx := mpsc.New[int](2)
	lost := 0
	for i := range 5 {
		if err := tx.TrySend(i); err == mpsc.ErrFull {
			lost++
		}
	}
	tx.Close()
	for v := range rx.All(context.Background()) {
		fmt.Println("got", v)
	}
	fmt.Println("lost", lost)
	// Output:
	// got 0
	// got 1
	// lost 3
}

func ExampleSender_Close() {
	rx, tx := mpsc.New[string](10)
	fmt.Println(tx.TrySend("a"))
	tx.Close()
	tx.Close() // does nothing
	fmt.Println(tx.TrySend("b"))
	fmt.Println(rx.Recv(context.Background()))
	fmt.Println(rx.Recv(context.Background()))
	// Output:
	// <nil>
	// mpsc: channel is closed
	// a <nil>
	//  mpsc: channel is closed
}

func ExampleReceiver_Recv() {
	rx, tx := mpsc.New[string](10)
	go tx.Send(context.Background(), "hello")
	fmt.Println(rx.Recv(context.Background()))

	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := rx.Recv(ctx) // nothing comes
	fmt.Println(err)
	// Output:
	// hello <nil>
	// context deadline exceeded
}

// After the loop, ctx.Err() tells why it ended.
func ExampleReceiver_All() {
	rx, tx := mpsc.New[int](10)
	for i := range 5 {
		tx.TrySend(i)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for v := range rx.All(ctx) {
		fmt.Println(v)
		if v == 1 {
			cancel()
		}
	}
	fmt.Println("left:", rx.Len(), ctx.Err())
	// Output:
	// 0
	// 1
	// left: 3 context canceled
}

func ExampleReceiver_TryRecv() {
	rx, tx := mpsc.New[int](10)
	_, err := rx.TryRecv()
	fmt.Println(err)
	tx.TrySend(7)
	fmt.Println(rx.TryRecv())
	// Output:
	// mpsc: channel is empty
	// 7 <nil>
}

// Takes all there is at once.
func ExampleReceiver_RecvBatch() {
	ctx := context.Background()
	rx, tx := mpsc.New[string](10)
	for _, s := range []string{"a", "b", "c"} {
		tx.TrySend(s)
	}
	buf := make([]string, 8)
	n, err := rx.RecvBatch(ctx, buf)
	fmt.Println(buf[:n], err)
	// Output: [a b c] <nil>
}

// A loop that also has something to do at regular times, and can be stopped.
func ExampleReceiver_Ready() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	rx, tx := mpsc.New[string](10)
	defer rx.Close()
	go func() {
		tx.Send(ctx, "hello")
		tx.Close()
	}()

	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	buf := make([]string, 64)
	for {
		select {
		case <-rx.Ready():
			n, err := rx.TryRecvBatch(buf)
			for _, v := range buf[:n] {
				fmt.Println(v)
			}
			if err == mpsc.ErrClosed {
				fmt.Println("closed")
				return
			} // ErrEmpty: woken for no reason
		case <-tick.C:
			fmt.Println("still there")
		case <-ctx.Done():
			fmt.Println("stopped")
			return
		}
	}
	// Output:
	// hello
	// closed
}

// task is run by an event loop, not by a goroutine of its own.
type task struct {
	rx   *mpsc.Receiver[string]
	runs chan *task // the queue of the loop
}

// Wake makes the task of the loop run again. It is called by senders, once for each Poll
// that returned ErrEmpty, so there is always room.
func (t *task) Wake() { t.runs <- t }

// run handles what there is. It reports whether the task is finished.
func (t *task) run() bool {
	for {
		switch v, err := t.rx.Poll(t); err {
		case nil:
			fmt.Println(v)
		case mpsc.ErrEmpty:
			return false // Wake will be called
		default:
			return true
		}
	}
}

func ExampleReceiver_Poll() {
	rx, tx := mpsc.New[string](10)
	runs := make(chan *task, 1)
	runs <- &task{rx, runs}
	go func() {
		tx.Send(context.Background(), "one")
		tx.Send(context.Background(), "two")
		tx.Close()
	}()
	for t := range runs {
		if t.run() {
			fmt.Println("finished")
			return
		}
	}
	// Output:
	// one
	// two
	// finished
}

func ExampleReceiver_Close() {
	rx, tx := mpsc.New[int](10)
	tx.TrySend(1)
	rx.Close()
	fmt.Println(tx.TrySend(2))
	// What was sent before can still be dealt with.
	for v := range rx.All(context.Background()) {
		fmt.Println(v)
	}
	// Output:
	// mpsc: channel is closed
	// 1
}

// A producer that waits for something else learns from Done that nobody receives any
// more. A receiver that ends early drops what it hasn't received.
func ExampleSender_Done() {
	rx, tx := mpsc.New[string](10)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.Tick(time.Millisecond); ; {
			select {
			case <-tick:
				tx.TrySend("measured") // if nobody has room for it, it isn't worth waiting
			case <-tx.Done():
				return
			}
		}
	}()
	fmt.Println(rx.Recv(context.Background()))
	rx.Discard()
	<-stopped
	fmt.Println(tx.Closed())
	// Output:
	// measured <nil>
	// true
}
