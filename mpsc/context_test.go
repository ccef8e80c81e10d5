package mpsc_test

import (
	"context"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

var waiting = []testenv.Blocking{
	{Name: "Recv", New: func() (func(context.Context) error, func()) {
		rx, tx := mpsc.New[int](1)
		return func(ctx context.Context) error {
			_, err := rx.Recv(ctx)
			return err
		}, func() { tx.TrySend(1) }
	}},
	{Name: "RecvBatch", New: func() (func(context.Context) error, func()) {
		rx, tx := mpsc.New[int](3)
		buf := make([]int, 2)
		return func(ctx context.Context) error {
			_, err := rx.RecvBatch(ctx, buf)
			return err
		}, func() { tx.TrySend(1) }
	}},
	{Name: "Send", New: func() (func(context.Context) error, func()) {
		rx, tx := mpsc.New[int](1)
		tx.TrySend(0)
		return func(ctx context.Context) error { return tx.Send(ctx, 1) }, func() { rx.TryRecv() }
	}},
}

func TestContexts(t *testing.T) { testenv.TestContexts(t, waiting...) }

func TestContextFromOutsideTheBubble(t *testing.T) { testenv.TestOutside(t, waiting...) }

// A send that a context ends, of whatever kind, was not sent: its error isn't nil.
func TestNoFalseNil(t *testing.T) {
	for _, kind := range testenv.Contexts {
		rx, tx := mpsc.New[int](1)
		tx.TrySend(1)
		ctx, end := kind.New()
		done := make(chan error)
		go func() { done <- tx.Send(ctx, 2) }()
		end()
		if err := <-done; err != kind.Want {
			t.Errorf("%s: Send returned %v, want %v", kind.Name, err, kind.Want)
		}
		if err := tx.Send(ctx, 3); err != kind.Want {
			t.Errorf("%s: Send under a context that is over returned %v, want %v", kind.Name, err, kind.Want)
		}
		want(t, rx, 1)
		if v, err := rx.TryRecv(); err != mpsc.ErrEmpty {
			t.Errorf("%s: received %d, whose Send has returned an error", kind.Name, v)
		}
	}
}

// All ends when Done is closed, whatever Err says, though there are messages.
func TestAllContexts(t *testing.T) {
	for _, kind := range testenv.Contexts {
		rx, tx := mpsc.New[int](1)
		tx.TrySend(0)
		ctx, end := kind.New()
		n := 0
		for range rx.All(ctx) {
			if n++; n == 3 {
				end()
			}
			tx.TrySend(n)
		}
		if n != 3 {
			t.Errorf("%s: All gave %d messages, want 3", kind.Name, n)
		}
	}
}

// late is a context whose Done panics from the second call on, or whose Err does, while
// it is done from the second call of Done on: with the sender in line.
type late struct {
	context.Context
	calls int
	err   bool
}

func (c *late) Done() <-chan struct{} {
	if c.calls++; c.calls == 1 {
		return make(chan struct{})
	}
	if !c.err {
		panic("mine")
	}
	return c.Context.Done()
}

func (c *late) Err() error { panic("mine") }

// A context that panics takes its sender out of the line: the message isn't sent, and
// those that come after it are served.
func TestContextPanicsInLine(t *testing.T) {
	testenv.Limit(t)
	over, cancel := context.WithCancel(bg)
	cancel()
	for _, err := range []bool{false, true} {
		rx, tx := mpsc.New[int](1)
		tx.TrySend(0)
		for range 3 {
			func() {
				defer func() {
					if r := recover(); r != "mine" {
						t.Errorf("recovered %v", r)
					}
				}()
				tx.Send(&late{Context: over, err: err}, 7)
			}()
		}
		var g group
		g.start(3, func(i int) { tx.Send(bg, 1) })
		for i := range 4 {
			v, err := rx.Recv(bg)
			if v != min(i, 1) || err != nil {
				t.Errorf("received %d, %v", v, err)
			}
		}
		g.Wait()
	}
}
