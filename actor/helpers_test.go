//go:build !interleave

package actor

import (
	"context"
	"testing"
	"testing/synctest"
)

var bg = context.Background()

// do is a Receiver made of a function.
type do[M any] func(c *Context[M], m M)

func (f do[M]) Receive(c *Context[M], m M) { f(c, m) }

// running is a system that runs.
type running struct {
	*System
	end chan error
}

func start(o Options) running {
	r := running{NewSystem(o), make(chan error, 1)}
	go func() { r.end <- r.Run(bg) }()
	return r
}

// stop ends the system and checks what Run returns.
func (r running) stop(t testing.TB) {
	t.Helper()
	r.Stop()
	r.ended(t, nil)
}

func (r running) ended(t testing.TB, want error) {
	t.Helper()
	if err := <-r.end; err != want {
		t.Errorf("Run returned %v, want %v", err, want)
	}
}

// inBubble runs the test where a worker that is never woken again shows as a deadlock.
func inBubble(t *testing.T, o Options, test func(t *testing.T, s running)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := start(o)
		test(t, s)
		s.stop(t)
	})
}

func send[M any](t testing.TB, to Ref[M], m M) {
	t.Helper()
	if err := to.TrySend(m); err != nil {
		t.Errorf("TrySend(%v): %v", m, err)
	}
}
