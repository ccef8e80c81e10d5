package main

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
)

// counts are the numbers of sources.
var counts = []int{1, 10, 100, 1000}

// work is what is measured. start makes what it needs, for n sources; run does it k
// times.
type work struct {
	name, title string
	start       func(p peer, n int) (run func(k int), stop func())
}

func caseName(w work, n int, peer string) string {
	return fmt.Sprintf("work=%s/n=%d/peer=%s", w.name, n, peer)
}

var works = []work{
	// One goroutine: the consumer is awake. Another source each time.
	{"fetch", "Notify one, take it",
		func(p peer, n int) (func(int), func()) {
			w, turn := p.plain(n), newTurn(n)
			return func(k int) {
				for range k {
					w.notify(turn())
					w.try()
				}
			}, func() {}
		}},
	// One goroutine. Another source each time; all of them are ready.
	{"again", "Notify one that is ready",
		func(p peer, n int) (func(int), func()) {
			w, turn := p.plain(n), newTurn(n)
			for i := range n {
				w.notify(i)
			}
			return func(k int) {
				for range k {
					w.notify(turn())
				}
			}, func() {}
		}},
	// One goroutine. The time is per source.
	{"all", "Notify all, then take all",
		func(p peer, n int) (func(int), func()) {
			w := p.plain(n)
			return func(k int) {
				for ; k > 0; k -= n {
					for i := range min(k, n) {
						w.notify(i)
					}
					for range min(k, n) {
						w.try()
					}
				}
			}, func() {}
		}},
	// A round trip of two goroutines: one notifies a source, the consumer sleeps on all
	// of them, wakes up and takes it, and answers through one source of the same kind. So
	// it is two wake-ups.
	{"wake", "Wake the consumer",
		func(p peer, n int) (func(int), func()) { return roundTrip(p.plain, n) }},
	{"context", "The same, under a context that can be cancelled",
		func(p peer, n int) (func(int), func()) {
			if p.context == nil {
				return nil, nil
			}
			return roundTrip(p.context, n)
		}},
}

// newTurn goes round the sources, in an order without any pattern.
func newTurn(n int) func() int {
	order, i := rand.New(rand.NewPCG(1, 1)).Perm(n), 0
	return func() int {
		if i++; i == n {
			i = 0
		}
		return order[i]
	}
}

func roundTrip(make func(n int) waiter, n int) (func(int), func()) {
	there, back, turn := make(n), make(1), newTurn(n)
	var over atomic.Bool
	go func() {
		for {
			there.wait()
			last := over.Load()
			back.notify(0)
			if last {
				return
			}
		}
	}()
	trip := func() {
		there.notify(turn())
		back.wait()
	}
	return func(k int) {
			for range k {
				trip()
			}
		}, func() {
			over.Store(true)
			trip()
		}
}
