package main

import (
	"context"
	"runtime"

	"github.com/diatomic-go/diatomic/mpsc"
	"github.com/puzpuzpuz/xsync/v4"
)

func chanPipe(capacity int) pipe {
	c := make(chan int, capacity)
	return pipe{func(v int) { c <- v }, func() int { return <-c }}
}

func selectPipe(capacity int) pipe {
	c := make(chan int, capacity)
	return pipe{
		func(v int) {
			select {
			case c <- v:
			case <-live.Done():
			}
		},
		func() (v int) {
			select {
			case v = <-c:
			case <-live.Done():
			}
			return v
		},
	}
}

func mpscPipe(ctx context.Context) func(capacity int) pipe {
	return func(capacity int) pipe {
		rx, tx := mpsc.New[int](capacity)
		return pipe{
			func(v int) { must(tx.Send(ctx, v)) },
			func() int {
				v, err := rx.Recv(ctx)
				must(err)
				return v
			},
		}
	}
}

// inTurn hands out the messages of a batch.
func inTurn(more func() []int) func() int {
	var batch []int
	return func() int {
		if len(batch) == 0 {
			batch = more()
		}
		v := batch[0]
		batch = batch[1:]
		return v
	}
}

func batchPipe(capacity int) pipe {
	rx, tx := mpsc.New[int](capacity)
	buf := make([]int, batchSize)
	return pipe{
		func(v int) { must(tx.Send(bg, v)) },
		inTurn(func() []int {
			n, err := rx.RecvBatch(bg, buf)
			must(err)
			return buf[:n]
		}),
	}
}

func xsyncPipe(capacity int) pipe {
	q := xsync.NewMPMCQueue[int](capacity)
	return pipe{
		func(v int) {
			for !q.TryEnqueue(v) {
				runtime.Gosched()
			}
		},
		func() int {
			for {
				if v, ok := q.TryDequeue(); ok {
					return v
				}
				runtime.Gosched()
			}
		},
	}
}

func condPipe(capacity int) pipe {
	q := newCondQueue[int](capacity)
	return pipe{q.put, inTurn(q.take)}
}
