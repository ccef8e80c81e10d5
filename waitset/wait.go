package waitset

import (
	"context"
	"time"

	"github.com/diatomic-go/diatomic"
)

// These do the work of the methods of Set. Those methods inline into their callers, and
// WakeSink.Wait inlines here, since a goroutine that is switched to pays for each frame
// that it has to return through. The value is nil if no source was found.

func (l *line) try() (any, bool) {
	l.begin()
	n, ok := l.next()
	l.end()
	return n.given(), ok
}

func (l *line) wait(ctx context.Context) (any, error) {
	if ctx == nil {
		panic("waitset: Wait with a nil Context: pass context.Background() to wait without a limit")
	}
	l.begin()
	defer l.end() // even if a method of ctx panics
	var n *node
	err := l.sink.Wait(ctx, func() (ok bool) {
		n, ok = l.next()
		return ok
	})
	return n.given(), err
}

func (l *line) waitTimeout(d time.Duration) (any, bool) {
	if d <= 0 {
		return l.try()
	}
	l.begin()
	defer l.end()
	var n *node
	ok := l.sink.WaitTimeout(d, func() (ok bool) {
		n, ok = l.next()
		return ok
	})
	return n.given(), ok
}

func (l *line) poll(w diatomic.Waker) (any, bool) {
	if w == nil {
		panic("waitset: Poll with a nil Waker: give it the waker of the task that polls")
	}
	l.begin()
	defer l.end() // even if Poll panics because w can't be compared
	n, ok := diatomic.PollUntil(&l.sink, w, l.next)
	return n.given(), ok
}

// given returns the value that the consumer is given for n, which may be nil.
func (n *node) given() any {
	if n == nil {
		return nil
	}
	return n.value
}
