package main

import "sync/atomic"

// bells are what is measured, ours first: the others are compared with it.
var bells = []struct {
	name string
	make func(*eventfd) bell
}{
	{"sink before the eventfd", newSinkBell},
	{"eventfd written each time", newPlainBell},
	{"flag before the eventfd", newFlagBell},
}

// plainBell writes the eventfd at each ring.
type plainBell struct{ event *eventfd }

func newPlainBell(e *eventfd) bell { return plainBell{e} }

func (b plainBell) ring()                          { b.event.write() }
func (b plainBell) maySleep(work func() bool) bool { return !work() }
func (b plainBell) awake()                         {}

// flagBell writes the eventfd at the first ring after the loop was last seen awake, as
// libuv does. So the loop gets a write for each of its turns, whether it sleeps after it
// or not.
type flagBell struct {
	rung  atomic.Bool
	event *eventfd
}

func newFlagBell(e *eventfd) bell { return &flagBell{event: e} }

func (b *flagBell) ring() {
	if !b.rung.Load() && !b.rung.Swap(true) {
		b.event.write()
	}
}

func (b *flagBell) maySleep(work func() bool) bool { return !work() }
func (b *flagBell) awake()                         { b.rung.Store(false) }
