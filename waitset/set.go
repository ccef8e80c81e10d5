package waitset

import (
	"context"
	"iter"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Set is the waiting side of any number of sources. The zero value is ready, and needs no
// cleanup. It must not be copied after first use; go vet reports copies.
//
// All its methods but [Set.Add] belong to the consumer: at most one call at a time,
// though not always from the same goroutine. They panic if they notice two.
//
// A set belongs to one [testing/synctest] bubble or to none, as a timer does.
type Set[T any] struct{ line line }

// Add returns a new source of the set, which the consumer knows as v. It may be called
// from any goroutine at any time, and allocates the source. A new source isn't ready: if
// there may be something to be found already, call [Source.Notify].
func (s *Set[T]) Add(v T) Source { return Source{&node{line: &s.line, value: v}} }

// Try gives the source that has been ready for longest, if one is, and makes it idle. It
// doesn't block. It leaves registered what [Set.Poll] or [Set.Ready] registered.
//
// In the terminology of the Go memory model, see [Source.Notify].
func (s *Set[T]) Try() (v T, ok bool) {
	x, ok := s.line.try()
	v, _ = x.(T)
	return
}

// Wait is [Set.Try] that blocks the calling goroutine until a source is ready or ctx is
// done. If a source is ready it is given even under a context that is done. Otherwise,
// when ctx is done, Wait looks once more, and then the error is ctx.Err(), or
// context.Canceled if that is nil. Under a context that can't be cancelled there is no
// error. What contexts cost is in the documentation of package diatomic.
func (s *Set[T]) Wait(ctx context.Context) (v T, err error) {
	x, err := s.line.wait(ctx)
	v, _ = x.(T) // it is not only if there is none, or T an interface and the value nil
	return
}

// WaitTimeout is [Set.Wait] for at most d, after which it looks once more. If d is zero
// or negative, it is [Set.Try].
func (s *Set[T]) WaitTimeout(d time.Duration) (v T, ok bool) {
	x, ok := s.line.waitTimeout(d)
	v, _ = x.(T)
	return
}

// Poll is for consumers that are no goroutine: tasks of an executor, event loops. It is
// [Set.Try], but if no source is ready it returns false and w will be woken by the next
// [Source.Notify]. It doesn't block. If it returns true, nothing is left registered. See
// [diatomic.WakeSink.Poll].
func (s *Set[T]) Poll(w diatomic.Waker) (v T, ok bool) {
	x, ok := s.line.poll(w)
	v, _ = x.(T)
	return
}

// Ready is for select statements: it returns a channel from which can be received when a
// source is ready, which [Set.Try] or [Set.Batch] then gives. It doesn't block, and takes
// no source. Call it again for each select. A token may be spurious: see
// [diatomic.WakeSink.Ready].
func (s *Set[T]) Ready() <-chan struct{} {
	s.line.begin()
	defer s.line.end()
	return s.line.sink.Ready(s.line.some)
}

// Batch gives the sources that are ready when the loop over it begins, each once and in
// order. It doesn't block. What becomes ready meanwhile is left for later, so the loop
// ends, whatever notifiers do. What a loop leaves off stays ready. The loop's body may
// use the set.
func (s *Set[T]) Batch() iter.Seq[T] {
	return func(yield func(T) bool) {
		l := &s.line
		l.begin()
		l.refill()
		// Counted, since the loop's body may take some of them.
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

// All gives one source after the other, as [Set.Wait] does, for a range loop. It ends
// when ctx is done, even if there are sources ready. The loop's body may use the set.
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

// Forget drops every reference that waiting has cached: wakers, a timer, the watch on a
// context. It leaves the sources alone. See [diatomic.WakeSink.Forget].
func (s *Set[T]) Forget() {
	s.line.begin()
	defer s.line.end()
	s.line.sink.Forget()
}

const twoConsumers = "waitset: two goroutines use one Set at once: give each a set of its own"
