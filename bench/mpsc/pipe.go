package main

import (
	"context"
	"runtime"

	"github.com/diatomic-go/diatomic/mpsc"
	"github.com/puzpuzpuz/xsync/v4"
)

func chanPipe(capacity int) pipe {
	c := make(chan stamp, capacity)
	return pipe{func(v stamp) { c <- v }, func() stamp { return <-c }}
}

func selectPipe(capacity int) pipe {
	c := make(chan stamp, capacity)
	return pipe{
		func(v stamp) {
			select {
			case c <- v:
			case <-live.Done():
			}
		},
		func() (v stamp) {
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
		rx, tx := mpsc.New[stamp](capacity)
		return pipe{
			func(v stamp) { must(tx.Send(ctx, v)) },
			func() stamp {
				v, err := rx.Recv(ctx)
				must(err)
				return v
			},
		}
	}
}

// inTurn hands out the messages of a batch.
func inTurn(more func() []stamp) func() stamp {
	var batch []stamp
	return func() stamp {
		if len(batch) == 0 {
			batch = more()
		}
		v := batch[0]
		batch = batch[1:]
		return v
	}
}

func batchPipe(capacity int) pipe {
	rx, tx := mpsc.New[stamp](capacity)
	buf := make([]stamp, batchSize)
	return pipe{
		func(v stamp) { must(tx.Send(bg, v)) },
		inTurn(func() []stamp {
			n, err := rx.RecvBatch(bg, buf)
			must(err)
			return buf[:n]
		}),
	}
}

func xsyncPipe(capacity int) pipe {
	q := xsync.NewMPMCQueue[stamp](capacity)
	return pipe{
		func(v stamp) {
			for !q.TryEnqueue(v) {
				runtime.Gosched()
			}
		},
		func() stamp {
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
	q := newCondQueue[stamp](capacity)
	return pipe{q.put, inTurn(q.take)}
}
