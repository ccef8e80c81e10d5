package mpsc_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/mpsc"
)

// A log pipeline: lines are written in blocks of 64, but wait for that no longer than
// 100 ms. When ctx is done (at Ctrl-C, say), the senders end, the last of them closes the
// channel, and what is left is written: no line is lost.
func Example() {
	// In a program, for Ctrl-C: signal.NotifyContext(context.Background(), os.Interrupt).
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	rx, tx := mpsc.New[string](1000)
	var senders sync.WaitGroup
	for k := range 8 {
		senders.Go(func() {
			// Send looks at its context only when the channel is full, so the loop looks
			// at ctx. Send doesn't, for a line that has been made is to be written.
			for i := 0; i < 1000 && ctx.Err() == nil; i++ {
				tx.Send(context.Background(), fmt.Sprintf("sender %d, line %d", k, i))
			}
		})
	}
	go func() { senders.Wait(); tx.Close() }()

	written := 0
	write := func(lines []string) { written += len(lines) }

	const most, longest = 64, 100 * time.Millisecond
	block := make([]string, 0, most)
	for due := time.Now().Add(longest); ; {
		n, err := rx.RecvBatchTimeout(block[len(block):most], time.Until(due))
		block = block[:len(block)+n]
		if len(block) == most || err != nil { // full, or due, or the last
			if len(block) > 0 {
				write(block)
			}
			block = block[:0]
			due = time.Now().Add(longest)
		}
		if err == mpsc.ErrClosed {
			break
		}
	}
	fmt.Println(written)
	// Output: 8000
}

// Several goroutines send, and the last of them closes the channel.
func Example_fanIn() {
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

// No send waits for room, so a receiver may send to itself, and goroutines that receive
// may send to each other.
func ExampleNewUnbounded() {
	rx, tx := mpsc.NewUnbounded[int]()
	ctx := context.Background()
	tx.Send(ctx, 3)
	for n := range rx.All(ctx) {
		fmt.Println(n)
		if n == 0 {
			tx.Close()
			continue
		}
		tx.Send(ctx, n-1)
	}
	// Output:
	// 3
	// 2
	// 1
	// 0
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

// After the loop, Err tells why it ended: the channel isn't at its end, so it was ctx.
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
	fmt.Println("left:", rx.Len(), rx.Err())
	// Output:
	// 0
	// 1
	// left: 3 <nil>
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

// A loop over two receivers that also has something to do at regular times, and can be
// stopped. A receiver that is finished gives a nil channel, so its case is never chosen
// again. A loop with one receiver must return when that returns ErrClosed.
func ExampleReceiver_Ready() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	orders, sendOrder := mpsc.New[string](10)
	defer orders.Discard()
	prices, sendPrice := mpsc.New[int](10)
	defer prices.Discard()
	go func() {
		sendOrder.Send(ctx, "apples")
		sendOrder.Close()
		sendPrice.Send(ctx, 3)
		sendPrice.Send(ctx, 4)
		sendPrice.Close()
	}()

	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	lines, numbers := make([]string, 64), make([]int, 64)
	for orders.Err() == nil || prices.Err() == nil {
		select {
		case <-orders.Ready():
			n, _ := orders.TryRecvBatch(lines) // none if it was woken for no reason
			for _, v := range lines[:n] {
				fmt.Println("order:", v)
			}
		case <-prices.Ready():
			n, _ := prices.TryRecvBatch(numbers)
			for _, v := range numbers[:n] {
				fmt.Println("price:", v)
			}
		case <-tick.C:
			fmt.Println("still there")
		case <-ctx.Done():
			fmt.Println("stopped")
			return
		}
	}
	fmt.Println("both are closed")
	// Unordered output:
	// order: apples
	// price: 3
	// price: 4
	// both are closed
}

func ExampleReceiver_Drain() {
	rx, tx := mpsc.New[int](10)
	tx.TrySend(1)
	tx.TrySend(2)
	for v := range rx.Drain() {
		fmt.Println(v)
	}
	fmt.Println(tx.TrySend(3))
	// Output:
	// 1
	// 2
	// mpsc: channel is closed
}

func ExampleReceiver_RecvTimeout() {
	rx, _ := mpsc.New[int](10)
	_, err := rx.RecvTimeout(time.Millisecond)
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded))
	// Output: mpsc: timed out true
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
