package main

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/mpsc"
	"github.com/puzpuzpuz/xsync/v4"
)

// The peers of an unbounded channel. Nothing slows down their senders, so the rig does: a
// sender takes credits for a lot of messages, which the receiver gives back. So all have
// the same backlog at most.
const (
	credits = 1024
	lot     = 64
)

// unboundedSenders is how many there are in the funnel of one rig.
var unboundedSenders = []int{1, 4, 13}

var unboundedPeers = []*peer{
	{name: "unbounded", text: "**mpsc**, unbounded, `Recv`", ours: true,
		ints: unboundedRig[int], larges: unboundedRig[large], court: unboundedCourt},
	{name: "unboundedbatch", text: "**mpsc**, unbounded, `RecvBatch`", ours: true, variant: true,
		ints: unboundedBatchRig[int], larges: unboundedBatchRig[large], court: unboundedBatchCourt},
	{name: "umpsc", text: "`xsync.UMPSCQueue`",
		ints: umpscRig[int], larges: umpscRig[large], court: umpscCourt},
	{name: "slices", text: "mutex, two slices, `WakeSink`",
		ints: slicesRig[int], larges: slicesRig[large], court: slicesCourt},
	{name: "chan", text: "Go channel of ample capacity",
		ints: ampleRig[int], larges: ampleRig[large], court: chanCourt},
}

// account is what the two sides know of each other.
type account struct {
	_        [64]byte
	sent     atomic.Int64 // or about to be
	_        [64]byte
	received atomic.Int64
	_        [64]byte
}

// credited is r with credits. Both sides must be called for whole lots. A sender without
// credit yields: if it slept, most of the time would be that of waking it.
func credited(r rig) rig {
	a := new(account)
	return rig{
		func(n int) {
			for range n / lot {
				for sent := a.sent.Add(lot); sent-a.received.Load() > credits; {
					runtime.Gosched()
				}
				r.send(lot)
			}
		},
		func(n int) {
			for range n / lot {
				r.receive(lot)
				a.received.Add(lot)
			}
		},
		r.channel,
	}
}

func ampleRig[T any](int) rig { return chanRig[T](credits) }

func unboundedRig[T any](int) rig {
	rx, tx := mpsc.NewUnbounded[T]()
	return rig{mpscSend(bg, tx), mpscReceive(bg, rx), rx}
}

func unboundedBatchRig[T any](int) rig {
	rx, tx := mpsc.NewUnbounded[T]()
	return rig{mpscSend(bg, tx), batchReceive(bg, rx), rx}
}

func umpscRig[T any](int) rig {
	q := xsync.NewUMPSCQueue[T]()
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				q.Enqueue(v)
			}
		},
		func(n int) {
			var v T
			for range n {
				v = q.Dequeue()
			}
			*kept = v
		},
		q,
	}
}

// mailbox is what actors often have: senders append to a slice under a lock, and the
// receiver takes it whole.
type mailbox[T any] struct {
	mu     sync.Mutex
	in     []T
	closed bool

	// The receiver's.
	out   []T
	next  int
	sink  diatomic.WakeSink
	ready func() bool
}

func newMailbox[T any]() *mailbox[T] {
	q := new(mailbox[T])
	q.ready = q.swap
	return q
}

func (q *mailbox[T]) send(v T) {
	q.mu.Lock()
	q.in = append(q.in, v)
	q.mu.Unlock()
	q.sink.Source().Notify()
}

func (q *mailbox[T]) swap() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.in) == 0 {
		return q.closed
	}
	clear(q.out)
	q.in, q.out, q.next = q.out[:0], q.in, 0
	return true
}

// recv returns the next message, or false once the queue is closed and empty.
func (q *mailbox[T]) recv() (v T, ok bool) {
	if q.next == len(q.out) {
		q.sink.Wait(bg, q.ready)
		if q.next == len(q.out) {
			return v, false
		}
	}
	v = q.out[q.next]
	q.next++
	return v, true
}

func (q *mailbox[T]) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.sink.Source().Notify()
}

func slicesRig[T any](int) rig {
	q := newMailbox[T]()
	kept := new(T)
	return rig{
		func(n int) {
			var v T
			for range n {
				q.send(v)
			}
		},
		func(n int) {
			var v T
			for range n {
				v, _ = q.recv()
			}
			*kept = v
		},
		q,
	}
}

// newUnboundedNodes are the channels of a court.
func newUnboundedNodes() *mpscNodes {
	c := new(mpscNodes)
	for i := range nodes {
		c.rx[i], c.tx[i] = mpsc.NewUnbounded[int]()
	}
	return c
}

func unboundedCourt(int) court      { return newUnboundedNodes().court(bg) }
func unboundedBatchCourt(int) court { return newUnboundedNodes().batchCourt() }

func umpscCourt(int) court {
	var c [nodes]*xsync.UMPSCQueue[int]
	for i := range c {
		c[i] = xsync.NewUMPSCQueue[int]()
	}
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for {
				switch left := c[i].Dequeue(); left {
				case -1:
					return
				case 0:
					home()
				default:
					c[d.other(i)].Enqueue(left - 1)
				}
			}
		},
		func(i, hops int) { c[i].Enqueue(hops) },
		func() {
			for i := range c {
				c[i].Enqueue(-1)
			}
		},
	}
}

func slicesCourt(int) court {
	var c [nodes]*mailbox[int]
	for i := range c {
		c[i] = newMailbox[int]()
	}
	return court{
		func(i int, home func()) {
			d := dice(i + 1)
			for {
				left, ok := c[i].recv()
				if !ok {
					return
				}
				if left == 0 {
					home()
					continue
				}
				c[d.other(i)].send(left - 1)
			}
		},
		func(i, hops int) { c[i].send(hops) },
		func() {
			for _, q := range c {
				q.close()
			}
		},
	}
}
