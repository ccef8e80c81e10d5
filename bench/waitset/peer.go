package main

import (
	"context"
	"reflect"
	"sync/atomic"

	"gvisor.dev/gvisor/pkg/sleep"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/waitset"
)

// waiter is one consumer with n sources.
type waiter interface {
	notify(i int)
	try()  // takes a source that is ready, if one is
	wait() // blocks until one is, and takes it
}

// peer is a way to wait for many sources.
type peer struct {
	name, text string
	plain      func(n int) waiter
	context    func(n int) waiter // or nil: wait under a context that can be cancelled
}

var peers = []peer{
	{"waitset", "`waitset`", newOurs(context.Background()), newOurs(cancellable)},
	{"gvisor", "gVisor `pkg/sleep`", newSleeper, nil},
	{"select", "`reflect.Select`", newSelect(nil), newSelect(cancellable.Done())},
	{"scan", "one `WakeSink`, its predicate looks at all", newScan(context.Background()), newScan(cancellable)},
}

var cancellable, _ = context.WithCancel(context.Background())

type ours struct {
	ctx     context.Context
	set     waitset.Set[int]
	sources []waitset.Source
}

func newOurs(ctx context.Context) func(n int) waiter {
	return func(n int) waiter {
		w := &ours{ctx: ctx}
		for i := range n {
			w.sources = append(w.sources, w.set.Add(i))
		}
		return w
	}
}

func (w *ours) notify(i int) { w.sources[i].Notify() }
func (w *ours) try()         { w.set.Try() }
func (w *ours) wait()        { w.set.Wait(w.ctx) }

type sleeper struct {
	s sleep.Sleeper
	w []sleep.Waker
}

func newSleeper(n int) waiter {
	w := &sleeper{w: make([]sleep.Waker, n)}
	for i := range w.w {
		w.s.AddWaker(&w.w[i])
	}
	return w
}

func (w *sleeper) notify(i int) { w.w[i].Assert() }
func (w *sleeper) try()         { w.s.Fetch(false) }
func (w *sleeper) wait()        { w.s.Fetch(true) }

// selecting has channels of capacity 1.
type selecting struct {
	c        []chan struct{}
	blocking []reflect.SelectCase
	trying   []reflect.SelectCase
}

func newSelect(done <-chan struct{}) func(n int) waiter {
	return func(n int) waiter {
		w := &selecting{}
		for range n {
			c := make(chan struct{}, 1)
			w.c = append(w.c, c)
			w.blocking = append(w.blocking, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)})
		}
		w.trying = append(w.blocking[:n:n], reflect.SelectCase{Dir: reflect.SelectDefault})
		if done != nil {
			w.blocking = append(w.blocking, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(done)})
		}
		return w
	}
}

func (w *selecting) notify(i int) {
	select {
	case w.c[i] <- struct{}{}:
	default:
	}
}

func (w *selecting) try()  { reflect.Select(w.trying) }
func (w *selecting) wait() { reflect.Select(w.blocking) }

// scan is what the primitive does without package waitset.
type scan struct {
	ctx  context.Context
	sink diatomic.WakeSink
	flag []atomic.Bool
	at   int
}

func newScan(ctx context.Context) func(n int) waiter {
	return func(n int) waiter { return &scan{ctx: ctx, flag: make([]atomic.Bool, n)} }
}

func (w *scan) notify(i int) {
	if f := &w.flag[i]; !f.Load() {
		f.Store(true)
	}
	w.sink.Source().Notify()
}

// found looks at each flag once, in turn, from where it left off.
func (w *scan) found() bool {
	for range w.flag {
		f := &w.flag[w.at]
		if w.at++; w.at == len(w.flag) {
			w.at = 0
		}
		if f.Load() {
			f.Store(false)
			return true
		}
	}
	return false
}

func (w *scan) try()  { w.found() }
func (w *scan) wait() { w.sink.Wait(w.ctx, w.found) }
