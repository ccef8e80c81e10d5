// Package context stands in for context in checked code. The contexts that
// models make with WithCancel are cancelled by a step of the cancelling thread.
package context

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic/internal/interleave/internal/core"
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
}

// WithCancel returns a context of the model. Parents that can be cancelled are
// not modelled.
func WithCancel(parent Context) (Context, CancelFunc) {
	if parent.Done() != nil {
		panic("interleave: WithCancel under a context that can be cancelled is not modelled")
	}
	c := &cancelCtx{parent: parent, done: make(chan struct{})}
	c.Made()
	return c, func() { c.Cancel.Cancel() }
}

// Done returns a channel that is never closed: it is the context's identity, and stands for it in a
// select statement of checked code.
func (c *cancelCtx) Done() <-chan struct{} {
	core.Stands(c.done, &c.Cancel)
	return c.done
}

func (c *cancelCtx) Deadline() (time.Time, bool) { return time.Time{}, false }

func (c *cancelCtx) Value(key any) any { return c.parent.Value(key) }

// Err is an operation of the thread.
func (c *cancelCtx) Err() error {
	if c.Cancel.Err() {
		return Canceled
	}
	return nil
}

// Cause is Err: the models have no other causes.
func Cause(c Context) error { return c.Err() }

// AfterFunc calls f in a thread of its own when ctx is cancelled.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	c, ok := ctx.(*cancelCtx)
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
