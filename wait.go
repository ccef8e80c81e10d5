package diatomic

import (
	"context"
	"errors"
	"time"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Wait blocks the calling goroutine until ready() holds. It looks, registers, looks again
// and sleeps, and begins anew after each wake-up. It returns nil if ready() holds, even
// under a context that is done. Otherwise, when ctx is done, it looks once more, and then
// returns ctx.Err() (not its cause). Under a context that can't be cancelled there is no
// error, and no cost. For others, see "Contexts" in the package documentation.
//
// ready is called in the calling goroutine, before the context is looked at: a loop that
// never has to wait must look at the context itself. When Wait is over (nil, an error, or
// a panic of ready or of ctx), nothing is left registered. It panics if another goroutine
// sleeps on the sink.
//
// In the terminology of the Go memory model, see [WakeSource.Notify].
func (s *WakeSink) Wait(ctx context.Context, ready func() bool) error {
	return s.wait(ctx, forever, ready)
}

// WaitTimeout is [WakeSink.Wait] for at most d. It reports whether ready() holds, at
// which it looks once more when d has passed. If d is zero or negative, it looks once and
// doesn't block. The sink caches its timer: to wait again allocates nothing. To take a
// value, let ready assign it:
//
//	ok := sink.WaitTimeout(d, func() (ok bool) { v, ok = queue.TryPop(); return ok })
func (s *WakeSink) WaitTimeout(d time.Duration, ready func() bool) bool {
	return s.wait(context.Background(), max(d, 0), ready) == nil
}

const forever time.Duration = -1

var errTimeout = errors.New("diatomic: timed out")

// wait is both waits in one, and their wrappers inline: a goroutine that is switched to
// pays for each frame that it has to return through.
func (s *WakeSink) wait(ctx context.Context, d time.Duration, ready func() bool) error {
	if ctx == nil {
		panic("diatomic: Wait with a nil Context: pass context.Background() to wait without a limit")
	}
	mustReady(ready)
	s.mustBeAlone()
	// What needs no wait needs no defer either, unless there is something to undo.
	early := s.newest&rest == 0 && s.state.Load()&protocol.Registered == 0
	if early && ready() {
		return nil
	}
	if !s.guard.Enter() {
		panicTwoWaits()
	}
	undo := true
	defer s.endWait(&undo)
	if !early && ready() {
		return nil
	}
	if d == 0 {
		return errTimeout
	}
	done := ctx.Done()
	over := done != nil && seam.Closed(done)
	if !over && done != nil && !s.follow(ctx, done) {
		w := wakeSignal{s.ownSignal()}
		for !over {
			s.mustStayAlone(&undo)
			if s.cached() == w {
				s.state.Or(protocol.OnRegister) // as in Register
			} else {
				s.registerNew(w)
			}
			if ready() { // as below
				return nil
			}
			s.mustStayAlone(&undo)
			s.newest |= asleep
			select {
			case <-w.C():
			case <-done:
			}
			s.newest &^= asleep
			if ready() {
				return nil
			}
			over = seam.Closed(done)
		}
	}
	p := s.parker
	if !over && p == nil {
		p = newParker()
		s.parker = p
	}
	for !over {
		s.mustStayAlone(&undo)
		if s.cached() == p {
			s.state.Or(protocol.OnRegister) // as in Register
		} else {
			s.registerNew(p)
		}
		// What changed before the registration was notified to nobody.
		if ready() {
			return nil
		}
		s.mustStayAlone(&undo)
		s.newest |= asleep
		// Whatever ends the wait from here on also wakes the parker.
		if d > 0 {
			p.arm(d)
		}
		p.park()
		s.newest &^= asleep
		p.settle()
		if ready() {
			return nil
		}
		over = done != nil && seam.Closed(done) || d > 0 && p.over(d)
	}
	// One more look: what changed before the end is seen by it.
	if ready() {
		return nil
	}
	if done != nil {
		return seam.Err(ctx)
	}
	return errTimeout
}

// mustStayAlone panics if another goroutine has fallen asleep in a wait on the sink since
// this wait began. That one needs the registration, so there is nothing to undo. It is
// called before this goroutine registers, which may take the other's registration away,
// and before it falls asleep.
func (s *WakeSink) mustStayAlone(undo *bool) {
	if s.newest&asleep != 0 {
		*undo = false
		panicTwoWaits()
	}
}

// mustBeAlone panics if a goroutine sleeps in a wait on the sink. With the race detector
// it need only be in one.
func (s *WakeSink) mustBeAlone() {
	if s.guard.Busy() || s.newest&asleep != 0 {
		panicTwoWaits()
	}
}

// ownSignal returns the sink's signal.
func (s *WakeSink) ownSignal() seam.Signal {
	if s.signal == nil {
		s.signal = seam.NewSignal()
	}
	return s.signal
}

func panicTwoWaits() {
	panic("diatomic: two goroutines wait on one WakeSink: give each a sink of its own " +
		"(or a predicate waits on its own sink, or a sink in use was copied)")
}

// endWait leaves nothing registered and no timer armed, if there is anything to undo.
func (s *WakeSink) endWait(undo *bool) {
	s.guard.Leave()
	if !*undo {
		return
	}
	if p := s.parker; p != nil && p.armed {
		p.disarm()
	}
	s.Unregister()
}

// Ready is for select statements. It returns a channel from which can be received at once
// if ready() holds, or else after the next [WakeSource.Notify]. It doesn't block. Call it
// again for each select. The channel is the same one each time and holds one token at
// most; a token that is left from an earlier use is removed. A token may be spurious, as
// any wake-up may (a Wake that comes late), so look at the condition after receiving it.
//
// ready must only look, not take (as queue.TryPop does): the select may take another
// case, and what was taken would be lost. With a queue that can only be taken from, keep
// the value that was taken, and look at that first. If the select takes another case, the
// sink stays registered until the next call of Ready, Poll, Wait, WaitTimeout or
// [WakeSink.Unregister].
func (s *WakeSink) Ready(ready func() bool) <-chan struct{} {
	s.ownSignal().Clear()
	if s.Poll(wakeSignal{s.signal}, ready) {
		s.signal.Set()
	}
	return s.signal.C()
}

// wakeSignal is the waker of Ready.
type wakeSignal struct{ seam.Signal }

func (w wakeSignal) Wake() { w.Set() }

// WaitUntil waits like [WakeSink.Wait], for a value. try may take it (as queue.TryPop
// does): when it succeeds the wait is over, and its result is returned, once. Otherwise
// WaitUntil returns the zero value and the context's error. If no value will ever come
// (the queue was closed), let try succeed with a value that says so.
func WaitUntil[T any](ctx context.Context, s *WakeSink, try func() (T, bool)) (T, error) {
	if try == nil {
		panic("diatomic: WaitUntil with a nil function: give it the one that tries to get the value")
	}
	var v T
	err := s.Wait(ctx, func() (ok bool) {
		v, ok = try()
		return ok
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}
