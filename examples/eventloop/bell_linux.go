package main

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// bell is how a loop is told of tasks. Peers of sinkBell are in peers_linux.go.
type bell interface {
	// ring is called by the goroutine that has added a task.
	ring()

	// maySleep is called by the loop: it reports whether there is no work. If so, the
	// next ring writes the eventfd.
	maySleep(work func() bool) bool

	// awake is called by the loop after each look into the kernel.
	awake()
}

// sinkBell rings through a WakeSink: only the first ring after the loop has registered
// gets as far as Wake. It is the Waker itself.
//
// The sink sees to it that there is one Wake per registration. But not every registration
// becomes a sleep: the second look of Poll may find work when the Wake is under way
// already. The state spares the system call then:
//
//	up -> asleep       the loop, after it has registered and found no work
//	asleep -> roused   Wake, which then writes
//	up -> roused       Wake, and the loop doesn't fall asleep
//	any -> up          the loop, when it is back from the kernel
//
// The goroutine that ends the state asleep writes, and the loop enters that state once
// for each sleep. So there are never more writes than sleeps.
type sinkBell struct {
	sink  diatomic.WakeSink
	state atomic.Uint32
	event *eventfd
	wakes atomic.Int64
}

const (
	up uint32 = iota
	asleep
	roused
)

func newSinkBell(e *eventfd) bell { return &sinkBell{event: e} }

func (b *sinkBell) ring() { b.sink.Source().Notify() }

// Wake may come late. Then it ends a later sleep for no reason, or nothing at all.
func (b *sinkBell) Wake() {
	b.wakes.Add(1)
	// Pairs with the CompareAndSwap in maySleep: one of them comes first and the other
	// one sees it.
	if b.state.Swap(roused) == asleep {
		b.event.write()
	}
}

func (b *sinkBell) maySleep(work func() bool) bool {
	return !b.sink.Poll(b, work) && b.state.CompareAndSwap(up, asleep)
}

// awake forgets a Wake: its task was added before, so the loop finds it when it looks
// next.
func (b *sinkBell) awake() { b.state.Store(up) }
