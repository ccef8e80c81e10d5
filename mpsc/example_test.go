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

func ExampleReceiver_Ready() {
	rx, tx := mpsc.New[string](10)
	go tx.Send(context.Background(), "hello")

	timeout := time.After(time.Minute)
	for {
		select {
		case <-rx.Ready():
			v, err := rx.TryRecv()
			if err == mpsc.ErrEmpty {
				continue // woken for no reason
			}
			fmt.Println(v, err)
			return
		case <-timeout:
			fmt.Println("timed out")
			return
		}
	}
	// Output: hello <nil>
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
