package waitset

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Set is the waiting side of any number of sources. The zero value is ready to use, and a
// Set needs no cleanup. It must not be copied after first use; go vet reports copies.
//
// All methods except [Set.Add] belong to the consumer: only one may be under way at a
// time, though not always in the same goroutine. They panic if they notice two at once.
//
// A set belongs to one [testing/synctest] bubble or to none, as a timer does.
type Set[T any] struct{ line line }

// Add returns a new source of the set. The consumer is given v when the source is ready.
// Add may be called from any goroutine at any time, and allocates the source. A new
// source isn't ready: if there may already be something to find, call [Source.Notify].
func (s *Set[T]) Add(v T) Source { return Source{&node{line: &s.line, value: v}} }

// Try returns the value of the source that has been ready for longest, and makes that
// source idle. If no source is ready, it returns false. It doesn't block, and leaves any
// registration by [Set.Poll] or [Set.Ready] in place.
//
// In the terminology of the Go memory model, see [Source.Notify].
func (s *Set[T]) Try() (v T, ok bool) {
	x, ok := s.line.try()
	v, _ = x.(T)
	return
}

// Wait is [Set.Try], but blocks the calling goroutine until a source is ready or ctx is
// done. It returns a ready source even if ctx is done. If ctx is done, and Wait after
// that finds no source, it returns ctx.Err(), or context.Canceled if that is nil. Under a
// context that can't be cancelled there is no error. For the cost, see "Contexts" in the
// documentation of package diatomic.
func (s *Set[T]) Wait(ctx context.Context) (v T, err error) {
	x, err := s.line.wait(ctx)
	v, _ = x.(T) // fails only if there is no source, or T is an interface and the value nil
	return
}

// WaitTimeout is [Set.Try], but blocks the calling goroutine for at most d, until a
// source is ready. When d has passed, it looks once more. If d is zero or negative, it is
// Try.
func (s *Set[T]) WaitTimeout(d time.Duration) (v T, ok bool) {
	x, ok := s.line.waitTimeout(d)
	v, _ = x.(T)
	return
}

// Poll is for consumers that aren't goroutines: tasks of an executor, event loops. It is
// [Set.Try], but if it returns false, the next [Source.Notify] will wake w. It doesn't
// block. If it returns true, nothing is left registered. See [diatomic.WakeSink.Poll].
func (s *Set[T]) Poll(w diatomic.Waker) (v T, ok bool) {
	x, ok := s.line.poll(w)
	v, _ = x.(T)
	return
}

// Ready is for select statements. It returns a channel that can be received from once a
// source is ready; then call [Set.Try] or [Set.Batch]. It doesn't block, and takes no
// source. Call it again for each select. A token may be spurious: see
// [diatomic.WakeSink.Ready].
func (s *Set[T]) Ready() <-chan struct{} {
	s.line.begin()
	defer s.line.end()
	return s.line.sink.Ready(s.line.some)
}

// Batch returns an iterator over the sources that are ready when the loop begins, each
// once and in order. It doesn't block. Sources that become ready during the loop are left
// for later, so the loop ends, whatever notifiers do. If the loop is left early, the
// remaining sources stay ready. The loop's body may use the set.
func (s *Set[T]) Batch() iter.Seq[T] {
	return func(yield func(T) bool) {
		l := &s.line
		l.begin()
		l.refill()
		// Count nodes, since the loop's body may take some of them.
		for end := l.in; l.out < end; l.begin() {
			n := l.pop()
			ok := n.take()
			l.end()
			if v, _ := n.value.(T); ok && !yield(v) {
				return
			}
		}
		l.end()
	}
}

// All returns an iterator that takes one source after the other, as [Set.Wait] does. It
// blocks while no source is ready. The loop ends when ctx is done, even if there are
// sources ready. The loop's body may use the set.
func (s *Set[T]) All(ctx context.Context) iter.Seq[T] {
	if ctx == nil {
		panic("waitset: All with a nil Context: pass context.Background() to wait without a limit")
	}
	return func(yield func(T) bool) {
		for done := ctx.Done(); !seam.Closed(done); {
			v, err := s.Wait(ctx)
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// Forget drops every reference that the waits have cached: wakers, a timer, the watch on
// a context. It doesn't block, and leaves the sources alone. See
// [diatomic.WakeSink.Forget].
func (s *Set[T]) Forget() {
	s.line.begin()
	defer s.line.end()
	s.line.sink.Forget()
}

const twoConsumers = "waitset: two goroutines use one Set at once: give each a set of its own"

// Format writes the same short text for all verbs. Without it, printing a Set would read
// what others change.
func (s *Set[T]) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "waitset.Set(%p)", s) }
