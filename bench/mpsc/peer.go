package main

import (
	"context"

	"github.com/diatomic-go/diatomic/mpsc"
)

// peer is one way to get messages from many goroutines to one. A nil field means that
// there is no such thing.
type peer struct {
	name string // in benchmark names: peer=name
	text string // in tables
	ours bool
	base string // the peer that a ratio is taken to

	senders int  // how many there may be, if not any number
	variant bool // another way to use a channel that is there already
	ints    func(capacity int) rig
	larges  func(capacity int) rig
	pipe    func(capacity int) pipe
	court   func(balls int) court
}

// large is a message of a cache line.
type large [8]int64

// rig is a channel with loops: send sends n messages, and may run in many goroutines;
// receive takes n, and puts each of them into a variable. Whatever they need is made
// beforehand.
type rig struct {
	send, receive func(n int)
	channel       any
}

// pipe is a channel, one message at a time.
type pipe struct {
	send func(int)
	recv func() int
}

var peers = []*peer{
	{name: "mpsc", text: "**mpsc**, `Recv`", ours: true, base: "chan",
		ints: mpscRig[int](bg), larges: mpscRig[large](bg), pipe: mpscPipe(bg), court: mpscCourt(bg)},
	{name: "batch", text: "**mpsc**, `RecvBatch`", ours: true, base: "chan", variant: true,
		ints: batchRig[int](bg), larges: batchRig[large](bg), pipe: batchPipe, court: batchCourt},
	{name: "chan", text: "Go channel", base: "chan",
		ints: chanRig[int], larges: chanRig[large], pipe: chanPipe, court: chanCourt},
	{name: "xsync", text: "`xsync.MPMCQueue`, yielding", base: "chan",
		ints: xsyncRig[int], larges: xsyncRig[large], pipe: xsyncPipe, court: xsyncCourt},
	{name: "spsc", text: "`xsync.SPSCQueue`, yielding", base: "chan", senders: 1,
		ints: spscRig[int], larges: spscRig[large]},
	{name: "cond", text: "mutex, slice, `sync.Cond`", base: "chan",
		ints: condRig[int], larges: condRig[large], pipe: condPipe, court: condCourt},
	{name: "select", text: "Go channel in a `select` with `ctx.Done()`", base: "select", variant: true,
		ints: selectRig[int], larges: selectRig[large], pipe: selectPipe, court: selectCourt},
	{name: "mpscctx", text: "**mpsc**, `Recv`, cancellable context", ours: true, base: "select", variant: true,
		ints: mpscRig[int](live), larges: mpscRig[large](live), pipe: mpscPipe(live), court: mpscCourt(live)},
	{name: "batchctx", text: "**mpsc**, `RecvBatch`, cancellable context", ours: true, base: "select", variant: true,
		ints: batchRig[int](live), larges: batchRig[large](live)},
}

var bg = context.Background()

// live is a context that can be cancelled, and is not.
var live, _ = context.WithCancel(bg)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func chanRig[T any](capacity int) rig {
	c := make(chan T, capacity)
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				c <- v
			}
		},
		func(n int) {
			var v T
			for range n {
				v = <-c
			}
			*kept = v
		},
		c,
	}
}

// Both sides use a select, as code that can be cancelled must.
func selectRig[T any](capacity int) rig {
	c := make(chan T, capacity)
	return rig{selectSend(live, c), selectReceive(live, c), c}
}

func selectSend[T any](ctx context.Context, c chan T) func(int) {
	return func(n int) {
		var v T
		for range n {
			select {
			case c <- v:
			case <-ctx.Done():
				panic(ctx.Err())
			}
		}
	}
}

func selectReceive[T any](ctx context.Context, c chan T) func(int) {
	kept := new(T)
	return func(n int) {
		var v T
		for range n {
			select {
			case v = <-c:
			case <-ctx.Done():
				panic(ctx.Err())
			}
		}
		*kept = v
	}
}

func mpscRig[T any](ctx context.Context) func(capacity int) rig {
	return func(capacity int) rig {
		rx, tx := mpsc.New[T](capacity)
		return rig{mpscSend(ctx, tx), mpscReceive(ctx, rx), rx}
	}
}

func mpscSend[T any](ctx context.Context, tx *mpsc.Sender[T]) func(int) {
	return func(n int) {
		var v T
		for range n {
			must(tx.Send(ctx, v))
		}
	}
}

func mpscReceive[T any](ctx context.Context, rx *mpsc.Receiver[T]) func(int) {
	kept := new(T)
	return func(n int) {
		var v T
		var err error
		for range n {
			if v, err = rx.Recv(ctx); err != nil {
				panic(err)
			}
		}
		*kept = v
	}
}

// batchSize is the length of the buffer for RecvBatch.
const batchSize = 64

func batchRig[T any](ctx context.Context) func(capacity int) rig {
	return func(capacity int) rig {
		rx, tx := mpsc.New[T](capacity)
		return rig{mpscSend(ctx, tx), batchReceive(ctx, rx), rx}
	}
}

func batchReceive[T any](ctx context.Context, rx *mpsc.Receiver[T]) func(int) {
	buf := make([]T, batchSize)
	kept := new(T)
	return func(n int) {
		var v T
		for n > 0 {
			k, err := rx.RecvBatch(ctx, buf[:min(n, batchSize)])
			must(err)
			for i := range k {
				v = buf[i]
			}
			n -= k
		}
		*kept = v
	}
}
