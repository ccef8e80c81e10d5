package event

import (
	"context"
	"time"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Wait blocks the calling goroutine until ready() holds or ctx is done. It calls ready,
// gets in line, calls ready again and sleeps, and looks again each time that it is
// notified. It returns nil if ready() holds, even if ctx is done. When ctx is done, Wait
// calls ready once more, and if that fails returns ctx.Err() (not its cause), or
// context.Canceled if that is nil. A context that can't be cancelled brings no error, and
// costs nothing. For others, see "Contexts" in the package documentation.
//
// Wait calls ready in the calling goroutine, with no lock held, and before it looks at
// ctx: a loop that never has to wait must look at ctx itself. When Wait is over, even by
// a panic of ready, the goroutine is no longer in line, and a notification that it has
// not used goes to the next waiter.
//
// In the terminology of the Go memory model, see [Event.Notify].
func (e *Event) Wait(ctx context.Context, ready func() bool) error {
	return e.wait(ctx, forever, ready)
}

// WaitTimeout blocks the calling goroutine until ready() holds, but for at most d. It
// reports whether ready() holds; when d has passed it calls ready once more. If d is zero
// or negative, it calls ready once and doesn't block. For all else, see [Event.Wait]. To
// take a value, let ready assign it:
//
//	ok := some.WaitTimeout(d, func() (ok bool) { v, ok = queue.TryPop(); return ok })
func (e *Event) WaitTimeout(d time.Duration, ready func() bool) bool {
	return e.wait(context.Background(), max(d, 0), ready) == nil
}

const forever time.Duration = -1

// wait does the work of Wait and WaitTimeout, which inline into their callers: a
// goroutine that is switched to pays for each frame that it has to return through. If the
// time is over, the error is that of a deadline.
func (e *Event) wait(ctx context.Context, d time.Duration, ready func() bool) error {
	if ctx == nil {
		panic("event: Wait with a nil Context: pass context.Background() to wait without a limit")
	}
	mustReady(ready)
	if ready() {
		return nil
	}
	if d == 0 {
		return context.DeadlineExceeded
	}
	done := ctx.Done()
	if done != nil && seam.Closed(done) {
		// One more look, which sees every change that was made before the end.
		if ready() {
			return nil
		}
		return seam.Err(ctx)
	}
	parks := seam.CanPark && done == nil
	s := stay{event: e, place: e.join()}
	defer s.end()
	for over := false; ; { //interleave:keep s.place, over
		was := s.place.state.Load() //interleave:keep s.place, over, was
		if ready() {
			s.used = was == notified
			return nil
		}
		if was == notified {
			// Only now, so that the next Notify goes to another waiter. If there was
			// none, or it came before this step, the look that follows sees its change.
			e.rejoin(s.place)
			continue
		} //interleave:keep s.place, over
		if over {
			break
		}
		if parks && d < 0 {
			// As sleep does, but without a frame more to return through.
			if seam.Park(commit, unsafe.Pointer(s.place)); s.place.state.Load() == notified {
				continue
			}
		}
		if done == nil {
			over = s.place.sleep(d)
		} else {
			over = s.place.sleepUnder(ctx, done)
		}
	}
	if done == nil {
		return context.DeadlineExceeded
	}
	s.end() // before any code of ctx runs
	return seam.Err(ctx)
}

// stay is a wait that is in line.
type stay struct {
	event *Event
	place *place
	used  bool // the last look held, and the notification had come before it
}

// end ends the stay. It passes on a notification that was not used.
func (s *stay) end() {
	p, e := s.place, s.event
	if p == nil {
		return
	}
	s.place = nil
	if p.timer != nil {
		p.timer.disarm()
	}
	if s.used {
		p.prev.Set(nil)
		p.set(idle)
		e.put(p)
		return
	}
	var w wakeUps
	e.mu.Lock()
	e.leave(p, &w)
	p.next.Set(e.free.Get())
	e.free.Set(p)
	e.mu.Unlock()
	w.run()
}

// WaitUntil waits like [Event.Wait], for a value. try may take the value (as queue.TryPop
// does): as soon as try succeeds, WaitUntil returns its result. If ctx is done first,
// WaitUntil returns the zero value and the error of Wait. If no value will ever come (the
// queue was closed, say), let try succeed with a value that says so.
func WaitUntil[T any](ctx context.Context, e *Event, try func() (T, bool)) (T, error) {
	if try == nil {
		panic("event: WaitUntil with a nil function: give it the one that tries to get the value")
	}
	var v T
	err := e.Wait(ctx, func() (ok bool) {
		v, ok = try()
		return ok
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

func mustReady(ready func() bool) {
	if ready == nil {
		panic("event: nil predicate: give it the function that says whether to go on")
	}
}
