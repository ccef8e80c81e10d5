// Package testenv holds what the tests of several packages share.
package testenv

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// ErrEnd is the error of contexts that have an error of their own.
var ErrEnd = errors.New("the context is over")

// Own is a context with a Done channel of its own.
type Own struct {
	context.Context
	done chan struct{}
	err  atomic.Pointer[error]
}

// NewOwn returns a context whose Done is open and whose Err is nil.
func NewOwn() *Own { return &Own{Context: context.Background(), done: make(chan struct{})} }

func (c *Own) Done() <-chan struct{} { return c.done }

func (c *Own) Err() error {
	if err := c.err.Load(); err != nil {
		return *err
	}
	return nil
}

// watched has the methods that package context would call to watch it: AfterFunc and
// Value. Both panic.
type watched struct{ *Own }

func (watched) AfterFunc(func()) func() bool {
	panic("testenv: AfterFunc of somebody's context is called")
}
func (watched) Value(any) any { panic("testenv: Value of somebody's context is called") }

type embedding struct{ context.Context }

// pooled is a context that is reused for something else.
type pooled struct{ context.Context }

type key struct{}

// Context is one kind of context.
type Context struct {
	Name string
	New  func() (ctx context.Context, end func())
	Want error // how a wait ends
}

// Contexts are the kinds of context that a wait must cope with.
var Contexts = []Context{
	{"WithCancel", cancellable, context.Canceled},
	{"embedding WithCancel", func() (context.Context, func()) {
		ctx, cancel := cancellable()
		return embedding{ctx}, cancel
	}, context.Canceled},
	{"WithValue of that", func() (context.Context, func()) {
		ctx, cancel := cancellable()
		return context.WithValue(embedding{ctx}, key{}, 1), cancel
	}, context.Canceled},
	{"Done of its own", func() (context.Context, func()) {
		c := NewOwn()
		return c, func() { c.err.Store(&ErrEnd); close(c.done) }
	}, ErrEnd},
	{"WithValue of Done of its own", func() (context.Context, func()) {
		c := NewOwn()
		return context.WithValue(c, key{}, 1), func() { c.err.Store(&ErrEnd); close(c.done) }
	}, ErrEnd},
	{"Done without Err", func() (context.Context, func()) {
		c := NewOwn()
		return c, func() { close(c.done) }
	}, context.Canceled},
	{"Err before Done", func() (context.Context, func()) {
		c := NewOwn()
		c.err.Store(&ErrEnd)
		return c, func() { close(c.done) }
	}, ErrEnd},
	{"AfterFunc of its own", func() (context.Context, func()) {
		c := NewOwn()
		return watched{c}, func() { c.err.Store(&ErrEnd); close(c.done) }
	}, ErrEnd},
	{"pooled", func() (context.Context, func()) {
		ctx, cancel := cancellable()
		p := &pooled{ctx}
		return p, func() {
			cancel()
			<-ctx.Done()
		}
	}, context.Canceled},
}

func cancellable() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	return ctx, cancel
}

// Blocking is a call that blocks under a context.
type Blocking struct {
	Name string
	New  func() (call func(ctx context.Context) error, wake func()) // wake lets one call return nil
}

// TestContexts tests blocking calls under each kind of context: that the context ends
// them, and with which error, however often they have blocked under it; and that no
// goroutine is left behind.
func TestContexts(t *testing.T, calls ...Blocking) {
	for _, b := range calls {
		for _, kind := range Contexts {
			for _, rounds := range []int{0, 1, 2, 9} {
				t.Run(b.Name+", "+kind.Name, func(t *testing.T) {
					Limit(t)
					synctest.Test(t, func(t *testing.T) { blocked(t, b, kind, rounds, synctest.Wait) })
					before := runtime.NumGoroutine()
					blocked(t, b, kind, rounds, func() {})
					Eventually(t, "the goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
				})
			}
		}
	}
}

// blocked wakes a call rounds times, and then has its context end it.
func blocked(t *testing.T, b Blocking, kind Context, rounds int, settle func()) {
	call, wake := b.New()
	ctx, end := kind.New()
	start := func() <-chan error {
		c := make(chan error, 1)
		go func() { c <- call(ctx) }()
		settle()
		select {
		case err := <-c:
			t.Fatalf("didn't block: %v", err)
		default:
		}
		return c
	}
	for range rounds {
		c := start()
		wake()
		if err := <-c; err != nil {
			t.Fatalf("was woken, and returned %v", err)
		}
	}
	c := start()
	end()
	if err := <-c; err != kind.Want {
		t.Errorf("returned %v when its context was over, want %v", err, kind.Want)
	}
	for range 3 {
		if err := call(ctx); err != kind.Want {
			t.Errorf("returned %v under a context that is over, want %v", err, kind.Want)
		}
	}
}

// TestOutside tests blocking calls in a bubble under a context from outside the bubble:
// they wait for that context, as a select does.
func TestOutside(t *testing.T, calls ...Blocking) {
	for _, b := range calls {
		for _, rounds := range []int{0, 1, 9} {
			t.Run(b.Name, func(t *testing.T) {
				Limit(t)
				ctx, cancel := cancellable()
				ctx.Done() // makes the channel, which is not the bubble's
				end := make(chan struct{})
				go func() {
					<-end
					for range 1000 { // the bubble has time to find a deadlock
						runtime.Gosched()
					}
					cancel()
				}()
				synctest.Test(t, func(t *testing.T) {
					call, wake := b.New()
					for range rounds {
						c := make(chan error)
						go func() { c <- call(ctx) }()
						for range 100 { // the call has time to block; synctest.Wait would wait for ctx
							runtime.Gosched()
						}
						wake()
						if err := <-c; err != nil {
							t.Fatal(err)
						}
					}
					close(end)
					if err := call(ctx); err != context.Canceled {
						t.Errorf("returned %v", err)
					}
				})
			})
		}
	}
}

// Eventually yields until ok holds.
func Eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 100_000 {
		if ok() {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("never: %s", what)
}
