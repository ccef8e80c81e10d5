package main

import (
	"math/rand/v2"
	"sync/atomic"
)

// work is what is measured. start makes what it needs, for n sources; run does it k times.
type work struct {
	name, title, text string
	start             func(p peer, n int) (run func(k int), stop func())
}

var works = []work{
	{"fetch", "Notify one, take it", "One goroutine: the consumer is awake. Another source each time.",
		func(p peer, n int) (func(int), func()) {
			w, turn := p.plain(n), newTurn(n)
			return func(k int) {
				for range k {
					w.notify(turn())
					w.try()
				}
			}, func() {}
		}},
	{"again", "Notify one that is ready", "One goroutine. Another source each time; all of them are ready.",
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
	{"all", "Notify all, then take all", "One goroutine. Time per source.",
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
	{"wake", "Wake the consumer", "Round trip of two goroutines: one notifies a source, the consumer sleeps on all of them, wakes up and takes it, " +
		"and answers through one source of the same kind. So it is two wake-ups, one of them on a single source.",
		func(p peer, n int) (func(int), func()) { return roundTrip(p.plain, n) }},
	{"context", "The same, under a context that can be cancelled", "gVisor's has no context.",
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
