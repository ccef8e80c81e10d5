// Package context stands in for context in checked code. The contexts that models make
// with WithCancel are cancelled by a step of the cancelling thread.
package context

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Context is context.Context.
type Context = context.Context

// CancelFunc is context.CancelFunc.
type CancelFunc = context.CancelFunc

// The errors of package context.
var (
	Canceled         = context.Canceled
	DeadlineExceeded = context.DeadlineExceeded
)

// Background returns a context that is never cancelled.
func Background() Context { return context.Background() }

// TODO returns a context that is never cancelled.
func TODO() Context { return context.TODO() }

type cancelCtx struct {
	core.Cancel
	parent Context
	done   chan struct{}

	foreign bool
	err     *atomic.Bool // Err says so, whatever Done does
}

// WithCancel returns a context of the model. Parents that can be cancelled are not
// modelled.
func WithCancel(parent Context) (Context, CancelFunc) {
	if parent.Done() != nil {
		panic("interleave: WithCancel under a context that can be cancelled is not modelled")
	}
	c := &cancelCtx{parent: parent, done: make(chan struct{})}
	c.Made()
	return c, func() { c.Cancel.Cancel() }
}

// Foreign returns a context of somebody's own, that nothing may be known of but its Done
// channel: Err is nil even when that is closed.
func Foreign() (Context, CancelFunc) {
	return foreign(false)
}

// ForeignEarly is Foreign, but Err tells of the end before Done is closed.
func ForeignEarly() (Context, CancelFunc) {
	return foreign(true)
}

func foreign(early bool) (Context, CancelFunc) {
	c := &cancelCtx{parent: context.Background(), done: make(chan struct{}), foreign: true, err: new(atomic.Bool)}
	c.Made()
	return c, func() {
		if early {
			c.err.Store(true)
		}
		c.Cancel.Cancel()
	}
}

// Watchable stands in for that of diatomic's internal/seam.
func Watchable(ctx Context) bool {
	c, ok := ctx.(*cancelCtx)
	return ok && !c.foreign
}

// Done returns a channel that is never closed: it is the context's identity, and stands
// for it in a select statement of checked code.
func (c *cancelCtx) Done() <-chan struct{} {
	core.Stands(c.done, &c.Cancel)
	return c.done
}

func (c *cancelCtx) Deadline() (time.Time, bool) { return time.Time{}, false }

func (c *cancelCtx) Value(key any) any { return c.parent.Value(key) }

// Err is an operation of the thread.
func (c *cancelCtx) Err() error {
	if c.err != nil && c.err.Load() || c.err == nil && c.Cancel.Err() {
		return Canceled
	}
	return nil
}

// Cause is Err: the models have no other causes.
func Cause(c Context) error { return c.Err() }

// AfterFunc calls f in a thread of its own when ctx is cancelled.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	c, ok := ctx.(*cancelCtx)
	if ok && c.foreign {
		panic("interleave: AfterFunc on a context of somebody's own")
	}
	if ok {
		w := c.Cancel.AfterFunc(f)
		return func() bool { return c.StopWatch(w) }
	}
	if ctx.Done() != nil {
		panic("interleave: AfterFunc on a context that is not of the model")
	}
	stopped := false
	return func() bool {
		was := !stopped
		stopped = true
		return was
	}
}
