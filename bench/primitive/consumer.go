package main

import "sync/atomic"

// consumers is what groups and actors have in common: n consumers, each of which calls
// run whenever ready holds, until run returns false.
type consumers struct {
	notify          func(i int)
	start           func(i int, ready, run func() bool)
	wakes, spurious atomic.Int64 // of one consumer
}

// newConsumers returns nil for peers that have no waiting consumer.
func (p *peer) newConsumers(n int) *consumers {
	switch {
	case p.group != nil:
		g := p.group(n)
		c := &consumers{notify: g.Notify}
		c.start = func(i int, ready, run func() bool) { go c.loop(g, i, ready, run) }
		return c
	case p.actors != nil:
		a := p.actors(n)
		c := &consumers{notify: a.Notify}
		c.start = func(i int, ready, run func() bool) {
			var ended atomic.Bool
			a.Start(i, func() bool { return !ended.Load() && ready() }, func() {
				wakes, spurious := a.Wakes(i)
				c.wakes.Store(int64(wakes))
				c.spurious.Store(int64(spurious))
				if !run() {
					ended.Store(true)
				}
			})
		}
		return c
	}
	return nil
}

// loop stores the counts before run, which may let others read them.
func (c *consumers) loop(g group, i int, ready, run func() bool) {
	calls := 0
	counted := func() bool {
		calls++
		return ready()
	}
	for {
		calls = 0
		g.Wait(i, counted)
		wakes, spurious := g.Wakes(calls)
		c.wakes.Add(int64(wakes))
		c.spurious.Add(int64(spurious))
		if !run() {
			return
		}
	}
}
