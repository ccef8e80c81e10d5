package mpsc_test

import (
	"context"
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/mpsc"
)

var bg = context.Background()

// cancellable returns a context that could be cancelled, and isn't before the test ends.
func cancellable(t testing.TB) context.Context {
	ctx, cancel := context.WithCancel(bg)
	t.Cleanup(cancel)
	return ctx
}

// newChannel makes a channel of a capacity, or an unbounded one for 0.
func newChannel[T any](capacity int) (*mpsc.Receiver[T], *mpsc.Sender[T]) {
	if capacity == 0 {
		return mpsc.NewUnbounded[T]()
	}
	return mpsc.New[T](capacity)
}

func send(t testing.TB, tx *mpsc.Sender[int], v int) {
	t.Helper()
	if err := tx.TrySend(v); err != nil {
		t.Fatalf("TrySend(%d): %v", v, err)
	}
}

// want fails the test unless the next message is v.
func want(t testing.TB, rx *mpsc.Receiver[int], v int) {
	t.Helper()
	if got, err := rx.TryRecv(); got != v || err != nil {
		t.Fatalf("TryRecv: %v, %v; want %d", got, err, v)
	}
}

func wantErr(t testing.TB, what string, got, want error) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// group runs goroutines and waits for them.
type group struct{ sync.WaitGroup }

func (g *group) start(n int, f func(i int)) {
	for i := range n {
		g.Add(1)
		go func() { defer g.Done(); f(i) }()
	}
}
