package main

import (
	"context"
	"runtime"

	"github.com/puzpuzpuz/xsync/v4"
)

// way is one way to hand messages to a consumer.
type way struct {
	name string
	make func(context.Context, load) pipe
}

// pipe has both ends of a way; or no put, where the way doesn't fit the load. A message
// is the time at which it was sent, in nanoseconds.
type pipe struct {
	put func(int64)
	get func() int64
}

// capacity is that of every queue and channel measured.
const capacity = 1024

// ways are what is measured, ours first: the others are compared with it.
var ways = []way{
	{"xsync + sink, `Get(ctx)`", bySink},
	{"xsync + sink on both sides", bySinks},
	{"xsync, polled with `runtime.Gosched`", byPolling},
	{"xsync + `chan struct{}` of capacity 1", byToken},
	{"channel", byChannel},
	{"channel, `select` with `ctx.Done()`", bySelect},
	{"(nothing: the pace alone)", byNothing},
}

// newXsync is the queue that fits the number of producers.
func newXsync(producers int) nonBlocking[int64] {
	if producers == 1 {
		return xsync.NewSPSCQueue[int64](capacity)
	}
	return xsync.NewMPMCQueue[int64](capacity)
}

func bySink(ctx context.Context, l load) pipe {
	q := NewQueue(newXsync(l.producers))
	return pipe{
		put: func(v int64) {
			for !q.TryPut(v) {
				runtime.Gosched()
			}
		},
		get: func() int64 {
			v, _ := q.Get(ctx)
			return v
		},
	}
}

// bySinks is for one producer: several can't wait on one sink.
func bySinks(ctx context.Context, l load) pipe {
	if l.producers > 1 {
		return pipe{}
	}
	q := NewQueue(newXsync(l.producers))
	return pipe{
		put: func(v int64) { _ = q.Put(ctx, v) },
		get: func() int64 {
			v, _ := q.Get(ctx)
			return v
		},
	}
}

func byPolling(_ context.Context, l load) pipe {
	q := newXsync(l.producers)
	return pipe{
		put: func(v int64) {
			for !q.TryEnqueue(v) {
				runtime.Gosched()
			}
		},
		get: func() int64 {
			for {
				if v, ok := q.TryDequeue(); ok {
					return v
				}
				runtime.Gosched()
			}
		},
	}
}

// byToken is what one does without a sink: the consumer sleeps on a channel that holds
// one token.
func byToken(ctx context.Context, l load) pipe {
	q := newXsync(l.producers)
	token := make(chan struct{}, 1)
	return pipe{
		put: func(v int64) {
			for !q.TryEnqueue(v) {
				runtime.Gosched()
			}
			select {
			case token <- struct{}{}:
			default:
			}
		},
		get: func() int64 {
			for {
				if v, ok := q.TryDequeue(); ok {
					return v
				}
				select {
				case <-token:
				case <-ctx.Done():
					return 0
				}
			}
		},
	}
}

func byChannel(context.Context, load) pipe {
	c := make(chan int64, capacity)
	return pipe{
		put: func(v int64) { c <- v },
		get: func() int64 { return <-c },
	}
}

func bySelect(ctx context.Context, _ load) pipe {
	c := make(chan int64, capacity)
	return pipe{
		put: func(v int64) {
			select {
			case c <- v:
			case <-ctx.Done():
			}
		},
		get: func() int64 {
			select {
			case v := <-c:
				return v
			case <-ctx.Done():
				return 0
			}
		},
	}
}

// byNothing hands over nothing: what the clock of a paced load costs by itself.
func byNothing(_ context.Context, l load) pipe {
	if l.every == 0 {
		return pipe{}
	}
	return pipe{put: func(int64) {}}
}
