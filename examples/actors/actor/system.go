package actor

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// System has the workers.
type System[M any] struct {
	workers  []*Worker[M]
	sleepers atomic.Uint64 // bit i: worker i has found nothing to do
	stopped  atomic.Bool
	started  atomic.Uint32 // actors, to deal them out
	alive    sync.WaitGroup
	cancel   context.CancelCauseFunc

	mu  sync.Mutex
	err error // of the first actor that panicked
}

// MaxWorkers is the most that a system can have.
const MaxWorkers = 64

// errStopped is the cause that the context has after Stop.
var errStopped = errors.New("actor: the system was stopped")

// PanicError is what Wait returns if Receive panicked.
type PanicError struct {
	Value any // of the panic; nil if Receive called runtime.Goexit
	Stack []byte
}

func (e *PanicError) Error() string {
	if e.Value == nil {
		return "actor: Receive called runtime.Goexit"
	}
	return fmt.Sprintf("actor: Receive panicked: %v\n\n%s", e.Value, e.Stack)
}

// Start returns a system with so many workers. It ends when ctx is done, when Stop is
// called or when Receive panics; the context that it returns is done then too. The
// caller must Wait for the end of the system.
func Start[M any](ctx context.Context, workers int) (*System[M], context.Context) {
	if workers < 1 || workers > MaxWorkers {
		panic(fmt.Sprintf("actor: Start with %d workers: it must be from 1 to %d", workers, MaxWorkers))
	}
	ctx, cancel := context.WithCancelCause(ctx)
	s := &System[M]{cancel: cancel}
	for i := range workers {
		s.workers = append(s.workers, &Worker[M]{system: s, index: uint32(i)})
	}
	for _, w := range s.workers {
		s.alive.Go(func() {
			left := false
			defer func() {
				if !left {
					s.fail(recover())
				}
			}()
			w.loop()
			left = true
		})
	}
	context.AfterFunc(ctx, s.Stop)
	return s, ctx
}

// Stop ends the system: each worker finishes the run that it is in and leaves. Messages
// that were not received never will be. It doesn't block, may be called from anywhere,
// also from Receive, and more than once.
func (s *System[M]) Stop() {
	s.stopped.Store(true)
	for _, w := range s.workers {
		w.sink.Source().Notify()
	}
	s.cancel(errStopped)
}

// Wait waits until all workers have left. It returns a *PanicError if Receive panicked,
// else nil. An actor can't call it: its own worker would never leave.
func (s *System[M]) Wait() error {
	s.alive.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// fail ends the system because of what came out of Receive.
func (s *System[M]) fail(v any) {
	s.mu.Lock()
	if s.err == nil {
		s.err = &PanicError{v, debug.Stack()}
	}
	s.mu.Unlock()
	s.Stop()
}

// rouse wakes a worker that sleeps, if one does: there is more to do than the others have
// picked.
func (s *System[M]) rouse() {
	for {
		set := s.sleepers.Load()
		if set == 0 {
			return
		}
		// Takes the sleeper's bit, so that the next call wakes another.
		if s.sleepers.CompareAndSwap(set, set&(set-1)) {
			s.workers[bits.TrailingZeros64(set)].sink.Source().Notify()
			return
		}
	}
}
