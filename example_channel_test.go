package diatomic_test

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// A receiver is the end of a multi-producer, single-consumer channel of capacity 1 for
// values other than zero. Its zero value is an empty channel.
type receiver struct {
	value atomic.Uint64 // 0: empty
	sink  diatomic.WakeSink
}

type sender struct {
	value  *atomic.Uint64
	source diatomic.WakeSource
}

func (r *receiver) sender() sender { return sender{&r.value, r.sink.Source()} }

// trySend sends v if the channel is empty.
func (s sender) trySend(v uint64) bool {
	if !s.value.CompareAndSwap(0, v) {
		return false
	}
	s.source.Notify()
	return true
}

// recv waits for a value.
func (r *receiver) recv(ctx context.Context) (uint64, error) {
	return diatomic.WaitUntil(ctx, &r.sink, func() (uint64, bool) {
		v := r.value.Swap(0)
		return v, v != 0
	})
}

// A channel, made of one atomic variable and a sink.
func Example_channel() {
	var r receiver
	sent := make(chan bool)
	for v := range uint64(3) {
		go func(s sender) { sent <- s.trySend(v + 1) }(r.sender())
		got, err := r.recv(context.Background())
		fmt.Println(got, err, <-sent)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fmt.Println(r.recv(ctx))
	// Output:
	// 1 <nil> true
	// 2 <nil> true
	// 3 <nil> true
	// 0 context canceled
}
