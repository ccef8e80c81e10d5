package main

import (
	"context"
	"runtime"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/mpsc"
	"github.com/puzpuzpuz/xsync/v4"
)

// nodes is how many there are in a court.
const nodes = 13

// court is a complete graph: a channel for each node, which all the others send to. No
// more than balls messages are ever in it. A message is how often it is still to be
// passed on.
type court struct {
	// node passes on what node i gets, to others at random, and calls home for what need
	// not go further. It returns after stop.
	node  func(i int, home func())
	serve func(i, hops int)
	stop  func()
}

// dice are a node's random numbers.
type dice uint32

// other returns a random node that isn't me.
func (d *dice) other(me int) int {
	*d ^= *d << 13
	*d ^= *d >> 17
	*d ^= *d << 5
	n := int(uint64(*d) * (nodes - 1) >> 32)
	if n >= me {
		n++
	}
	return n
}

func chanCourt(balls int) court {
	var c [nodes]chan int
	for i := range c {
		c[i] = make(chan int, balls)
	}
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for left := range c[i] {
				if left == 0 {
					home()
					continue
				}
				c[d.other(i)] <- left - 1
			}
		},
		func(i, hops int) { c[i] <- hops },
		func() {
			for i := range c {
				close(c[i])
			}
		},
	}
}

func selectCourt(balls int) court {
	var c [nodes]chan int
	for i := range c {
		c[i] = make(chan int, balls)
	}
	ctx, cancel := context.WithCancel(bg)
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for {
				var left int
				select {
				case left = <-c[i]:
				case <-ctx.Done():
					return
				}
				if left == 0 {
					home()
					continue
				}
				select {
				case c[d.other(i)] <- left - 1:
				case <-ctx.Done():
					return
				}
			}
		},
		func(i, hops int) { c[i] <- hops },
		cancel,
	}
}

// mpscNodes are the channels of a court, one a node.
type mpscNodes struct {
	rx [nodes]*mpsc.Receiver[int]
	tx [nodes]*mpsc.Sender[int]
}

func newMpscNodes(balls int) *mpscNodes {
	c := new(mpscNodes)
	for i := range nodes {
		c.rx[i], c.tx[i] = mpsc.New[int](balls)
	}
	return c
}

func (c *mpscNodes) serve(i, hops int) { must(c.tx[i].Send(bg, hops)) }

func (c *mpscNodes) stop() {
	for _, tx := range c.tx {
		tx.Close()
	}
}

func mpscCourt(ctx context.Context) func(balls int) court {
	return func(balls int) court { return newMpscNodes(balls).court(ctx) }
}

func batchCourt(balls int) court { return newMpscNodes(balls).batchCourt() }

func (c *mpscNodes) court(ctx context.Context) court {
	return court{func(i int, home func()) {
		d := dice(i + 1)
		for {
			left, err := c.rx[i].Recv(ctx)
			if err != nil {
				return
			}
			if left == 0 {
				home()
				continue
			}
			must(c.tx[d.other(i)].Send(ctx, left-1))
		}
	}, c.serve, c.stop}
}

func (c *mpscNodes) batchCourt() court {
	return court{func(i int, home func()) {
		d := dice(i + 1)
		buf := make([]int, batchSize)
		for {
			n, err := c.rx[i].RecvBatch(bg, buf)
			if err != nil {
				return
			}
			for _, left := range buf[:n] {
				if left == 0 {
					home()
					continue
				}
				must(c.tx[d.other(i)].Send(bg, left-1))
			}
		}
	}, c.serve, c.stop}
}

func xsyncCourt(balls int) court {
	var c [nodes]*xsync.MPMCQueue[int]
	for i := range c {
		c[i] = xsync.NewMPMCQueue[int](balls)
	}
	var stopped atomic.Bool
	put := func(i, v int) {
		for !c[i].TryEnqueue(v) {
			runtime.Gosched()
		}
	}
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for {
				left, ok := c[i].TryDequeue()
				switch {
				case !ok && stopped.Load():
					return
				case !ok:
					runtime.Gosched()
				case left == 0:
					home()
				default:
					put(d.other(i), left-1)
				}
			}
		},
		put,
		func() { stopped.Store(true) },
	}
}

func condCourt(balls int) court {
	var c [nodes]*condQueue[int]
	for i := range c {
		c[i] = newCondQueue[int](balls)
	}
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for batch := c[i].take(); len(batch) > 0; batch = c[i].take() {
				for _, left := range batch {
					if left == 0 {
						home()
						continue
					}
					c[d.other(i)].put(left - 1)
				}
			}
		},
		func(i, hops int) { c[i].put(hops) },
		func() {
			for _, q := range c {
				q.close()
			}
		},
	}
}
