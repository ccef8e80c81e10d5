package sync

import (
	"sync"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
)

// WaitGroup waits for a number of things to be done. The zero value waits for none.
type WaitGroup struct{ g sync.WaitGroup }

func (g *WaitGroup) count() *word { return at(&g.g, 0) }

// Add adds delta to the number of things to wait for.
func (g *WaitGroup) Add(delta int) {
	s := core.In()
	if s == nil {
		g.g.Add(delta)
		return
	}
	g.add(s, core.OpAdd, delta)
}

func (g *WaitGroup) add(s *core.Sim, k core.Kind, delta int) {
	w := g.count()
	a := enter(s, w, k, nil)
	n := int32(*w) + int32(delta)
	*w = uint32(n)
	a.Sync(0, uint64(*w), false, delta < 0)
	if n < 0 {
		panic("sync: negative WaitGroup counter")
	}
}

// Done says that one thing is done.
func (g *WaitGroup) Done() {
	s := core.In()
	if s == nil {
		g.g.Done()
		return
	}
	g.add(s, core.OpDone, -1)
}

// Wait blocks until there is nothing left to wait for.
func (g *WaitGroup) Wait() {
	s := core.In()
	if s == nil {
		g.g.Wait()
		return
	}
	w := g.count()
	a := enter(s, w, core.OpWait, func() bool { return *w == 0 })
	a.Sync(0, 0, true, false)
}

// Go calls f in a goroutine of its own, which is one thing more to wait for.
func (g *WaitGroup) Go(f func()) {
	s := core.In()
	if s == nil {
		g.g.Go(f)
		return
	}
	g.Add(1)
	s.GoFunc(f, func() {
		defer g.Done()
		f()
	})
}

// Once calls a function once. The zero value has called none.
type Once struct{ o sync.Once }

const (
	running = 1
	over    = 2
)

func (o *Once) state() *word { return at(&o.o, 0) }

// Do calls f, if it is the first call of Do; others return when that has returned.
func (o *Once) Do(f func()) {
	s := core.In()
	if s == nil {
		o.o.Do(f)
		return
	}
	w := o.state()
	a := enter(s, w, core.OpOnce, func() bool { return *w != running })
	if *w == over {
		a.Sync(over, over, true, false)
		return
	}
	*w = running
	a.Sync(0, running, true, false)
	defer func() {
		if s.Unwinding() {
			return
		}
		a := enter(s, w, core.OpOnceDone, nil)
		*w = over
		a.Sync(0, over, false, true)
	}()
	f()
}

// OnceFunc returns a function that calls f once.
func OnceFunc(f func()) func() {
	g := OnceValue(func() struct{} { f(); return struct{}{} })
	return func() { g() }
}

// OnceValue returns a function that calls f once, and returns what that has returned.
func OnceValue[T any](f func() T) func() T {
	g := OnceValues(func() (T, struct{}) { return f(), struct{}{} })
	return func() T {
		v, _ := g()
		return v
	}
}

// OnceValues is OnceValue with two results.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	type values struct {
		f     func() (T1, T2)
		once  Once
		valid bool
		p     any
		r1    T1
		r2    T2
	}
	d := rt.Alloc(&values{f: f}, "once")
	return func() (T1, T2) {
		d.once.Do(func() {
			defer func() {
				rt.P(&d.f).Set(nil)
				rt.P(&d.p).Set(core.Recovered(recover()))
				if !d.valid {
					panic(d.p)
				}
			}()
			rt.P2(&d.r1, &d.r2).Set(d.f())
			rt.P(&d.valid).Set(true)
		})
		if !rt.R(&d.valid) {
			panic(rt.R(&d.p))
		}
		return rt.R(&d.r1), rt.R(&d.r2)
	}
}
