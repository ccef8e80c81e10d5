// Package context stands in for context in rewritten code. Outside of models, its
// contexts are those of package context. In a model they take the same steps: an error
// first, then the Done channel, then those that depend on it, under a lock.
package context

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
	clock "github.com/diatomic-go/diatomic/interleave/rt/time"
)

// These are the types of package context.
type (
	Context         = context.Context
	CancelFunc      = context.CancelFunc
	CancelCauseFunc = context.CancelCauseFunc
)

// The errors of package context.
var (
	Canceled         = context.Canceled
	DeadlineExceeded = context.DeadlineExceeded
)

// Background returns a context that is never cancelled.
func Background() Context { return context.Background() }

// TODO returns a context that is never cancelled.
func TODO() Context { return context.TODO() }

// WithValue returns a context with a value.
func WithValue(parent Context, key, val any) Context { return context.WithValue(parent, key, val) }

// canceler is what a context cancels when it is cancelled.
type canceler interface {
	cancel(removeFromParent bool, err, cause error)
}

// key is what the innermost cancelCtx is the value of.
var key int

type cancelCtx struct {
	Context // the parent

	mu       sync.Mutex
	err      atomic.Value // of type error, set by the first cancel
	done     chan struct{}
	cause    error      // guarded by mu
	children []canceler // guarded by mu; nil once cancelled
}

func newCancelCtx(parent Context) *cancelCtx {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	c := rt.Alloc(&cancelCtx{Context: parent}, "context")
	c.done = rt.Chan(make(chan struct{}), "context.done")
	return c
}

// WithCancel returns a context that the function cancels.
func WithCancel(parent Context) (Context, CancelFunc) {
	if core.In() == nil {
		return context.WithCancel(parent)
	}
	c := newCancelCtx(parent)
	c.propagate(c)
	return c, func() { c.cancel(true, Canceled, nil) }
}

// WithCancelCause is WithCancel with a cause.
func WithCancelCause(parent Context) (Context, CancelCauseFunc) {
	if core.In() == nil {
		return context.WithCancelCause(parent)
	}
	c := newCancelCtx(parent)
	c.propagate(c)
	return c, func(cause error) { c.cancel(true, Canceled, cause) }
}

// Cause returns why c was cancelled.
func Cause(c Context) error {
	if cc, ok := c.Value(&key).(*cancelCtx); ok {
		cc.mu.Lock()
		cause := rt.R(&cc.cause)
		cc.mu.Unlock()
		if cause != nil {
			return cause
		}
		return c.Err()
	}
	return context.Cause(c)
}

// Done returns the channel that is closed when c is cancelled.
func (c *cancelCtx) Done() <-chan struct{} { return c.done }

// Err returns why c is over, or nil.
func (c *cancelCtx) Err() error {
	err := c.over()
	if err != nil {
		rt.Recv(c.done) // the error comes first, but nobody is to see that
	}
	return err
}

// over is Err where mu is locked.
func (c *cancelCtx) over() error {
	err, _ := c.err.Load().(error)
	return err
}

// Value returns the value of a key.
func (c *cancelCtx) Value(k any) any {
	if k == &key {
		return c
	}
	return c.Context.Value(k)
}

// propagate sees to it that child, which is c or has it inside, is cancelled with its
// parent.
func (c *cancelCtx) propagate(child canceler) {
	parent := c.Context
	done := parent.Done()
	if done == nil {
		return
	}
	on := rt.OnRecv(done)
	if rt.TrySelect(on) == 0 {
		child.cancel(false, parent.Err(), Cause(parent))
		return
	}
	if p, ok := parent.Value(&key).(*cancelCtx); ok && p.done == done {
		p.mu.Lock()
		if err := p.over(); err != nil {
			cause := rt.R(&p.cause)
			p.mu.Unlock()
			child.cancel(false, err, cause)
			return
		}
		rt.P(&p.children).Set(rt.A(rt.R(&p.children)).Append(child))
		p.mu.Unlock()
		return
	}
	if a, ok := parent.(interface{ AfterFunc(func()) func() bool }); ok {
		a.AfterFunc(func() { child.cancel(false, parent.Err(), Cause(parent)) })
		return
	}
	rt.Go("context", func() {
		if rt.Select(rt.OnRecv(parent.Done()), rt.OnRecv(c.done)) == 0 {
			child.cancel(false, parent.Err(), Cause(parent))
		}
	})
}

func (c *cancelCtx) cancel(removeFromParent bool, err, cause error) {
	if cause == nil {
		cause = err
	}
	c.mu.Lock()
	if c.over() != nil {
		c.mu.Unlock()
		return
	}
	c.err.Store(err)
	rt.P(&c.cause).Set(cause)
	rt.Close(c.done)
	if len(c.children) > 1 {
		core.Limit("a context cancelled its children in the order in which they were made")
	}
	for _, child := range rt.RS(rt.R(&c.children)) {
		child.cancel(false, err, cause)
	}
	rt.P(&c.children).Set(nil)
	c.mu.Unlock()
	if removeFromParent {
		remove(c.Context, c)
	}
}

// remove takes a child, or what has it inside, off its parent.
func remove(parent Context, child canceler) {
	p, ok := parent.Value(&key).(*cancelCtx)
	if !ok || p.done != parent.Done() {
		return
	}
	p.mu.Lock()
	var rest []canceler
	for _, x := range rt.RS(rt.R(&p.children)) {
		if x != child {
			rest = append(rest, x)
		}
	}
	rt.P(&p.children).Set(rt.Slice(rest, "context.children"))
	p.mu.Unlock()
}

// WithoutCancel returns a context that is not cancelled with parent.
func WithoutCancel(parent Context) Context {
	if core.In() == nil {
		return context.WithoutCancel(parent)
	}
	return withoutCancel{context.WithoutCancel(parent)}
}

type withoutCancel struct{ Context }

func (c withoutCancel) Value(k any) any {
	if k == &key {
		return nil
	}
	return c.Context.Value(k)
}

// WithDeadline returns a context that is cancelled at d.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	return WithDeadlineCause(parent, d, nil)
}

// WithTimeout returns a context that is cancelled after timeout.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithTimeoutCause(parent, timeout, nil)
}

// WithTimeoutCause is WithTimeout with a cause.
func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	s := core.In()
	if s == nil {
		return context.WithTimeoutCause(parent, timeout, cause)
	}
	// To look at the clock would be a step, and make it part of the state.
	return withDeadline(parent, clock.Later(timeout), timeout, cause)
}

// WithDeadlineCause is WithDeadline with a cause.
func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	s := core.In()
	if s == nil {
		return context.WithDeadlineCause(parent, d, cause)
	}
	return withDeadline(parent, d, clock.Until(d), cause)
}

type deadlineCtx struct {
	*cancelCtx
	deadline time.Time
	timer    *clock.Timer // guarded by mu
}

func withDeadline(parent Context, d time.Time, in time.Duration, cause error) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if cur, ok := parent.Deadline(); ok && cur.Before(d) {
		return WithCancel(parent)
	}
	c := rt.Alloc(&deadlineCtx{cancelCtx: newCancelCtx(parent), deadline: d}, "deadline")
	c.propagate(c)
	if in <= 0 {
		c.cancel(true, DeadlineExceeded, cause)
		return c, func() { c.cancel(false, Canceled, nil) }
	}
	c.mu.Lock()
	if c.over() == nil {
		rt.P(&c.timer).Set(clock.AfterFunc(in, func() { c.cancel(true, DeadlineExceeded, cause) }))
	}
	c.mu.Unlock()
	return c, func() { c.cancel(true, Canceled, nil) }
}

// Deadline returns when c is cancelled.
func (c *deadlineCtx) Deadline() (time.Time, bool) { return c.deadline, true }

func (c *deadlineCtx) cancel(removeFromParent bool, err, cause error) {
	c.cancelCtx.cancel(false, err, cause)
	if removeFromParent {
		remove(c.cancelCtx.Context, c)
	}
	c.mu.Lock()
	if t := rt.R(&c.timer); t != nil {
		t.Stop()
		rt.P(&c.timer).Set(nil)
	}
	c.mu.Unlock()
}

// AfterFunc calls f in a goroutine of its own when ctx is over.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	if core.In() == nil {
		return context.AfterFunc(ctx, f)
	}
	a := rt.Alloc(&afterFuncCtx{cancelCtx: newCancelCtx(ctx), f: f}, "after")
	a.propagate(a)
	return func() bool {
		stopped := false
		a.once.Do(func() { stopped = true })
		if stopped {
			a.cancel(true, Canceled, nil)
		}
		return stopped
	}
}

type afterFuncCtx struct {
	*cancelCtx
	once sync.Once // either starts f, or keeps it from being started
	f    func()
}

func (a *afterFuncCtx) cancel(removeFromParent bool, err, cause error) {
	a.cancelCtx.cancel(false, err, cause)
	if removeFromParent {
		remove(a.Context, a)
	}
	a.once.Do(func() { rt.Go("AfterFunc", a.f) })
}
