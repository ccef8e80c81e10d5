package diatomic

import (
	"context"
	"errors"
	"time"

	"github.com/diatomic-go/diatomic/internal/protocol"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Wait blocks the calling goroutine until ready() holds or ctx is done. It calls ready,
// registers, calls ready again and sleeps, and begins anew after each wake-up. It returns
// nil if ready() holds, even if ctx is done. When ctx is done, Wait calls ready once
// more, and if that fails returns ctx.Err() (not its cause), or context.Canceled if that
// is nil. A context that can't be cancelled brings no error, and costs nothing. For
// others, see "Contexts" in the package documentation.
//
// Wait calls ready in the calling goroutine, before it looks at ctx: a loop that never
// has to wait must look at ctx itself. When Wait is over, even by a panic of ready or of
// ctx, nothing is left registered. Wait panics if another goroutine sleeps on the sink.
//
// In the terminology of the Go memory model, see [WakeSource.Notify].
func (s *WakeSink) Wait(ctx context.Context, ready func() bool) error {
	return s.wait(ctx, forever, ready)
}

// WaitTimeout blocks the calling goroutine until ready() holds, but for at most d. It
// reports whether ready() holds; when d has passed it calls ready once more. If d is zero
// or negative, it calls ready once and doesn't block. The sink caches its timer, so
// waiting again allocates nothing. For all else, see [WakeSink.Wait]. To take a value,
// let ready assign it:
//
//	ok := sink.WaitTimeout(d, func() (ok bool) { v, ok = queue.TryPop(); return ok })
func (s *WakeSink) WaitTimeout(d time.Duration, ready func() bool) bool {
	return s.wait(context.Background(), max(d, 0), ready) == nil
}

const forever time.Duration = -1

var errTimeout = errors.New("diatomic: timed out")

// wait does the work of Wait and WaitTimeout, which inline into their callers: a
// goroutine that is switched to pays for each frame that it has to return through.
func (s *WakeSink) wait(ctx context.Context, d time.Duration, ready func() bool) error {
	if ctx == nil {
		panic("diatomic: Wait with a nil Context: pass context.Background() to wait without a limit")
	}
	mustReady(ready)
	s.mustBeAlone()
	// A call that needn't wait needs no defer either, unless there is something to undo.
	early := s.newest&rest == 0 && s.state.Load()&protocol.Registered == 0
	if early && ready() {
		return nil
	}
	if !s.guard.Enter() {
		panicTwoWaits()
	}
	undo := true
	defer s.endWait(&undo)
	s.newest |= inWait
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
		// The Notify for a change made before the registration found nobody to wake.
		if ready() {
			return nil
		}
		s.mustStayAlone(&undo)
		if p.taken() {
			undo = false // as in mustStayAlone
			panicTwoWaits()
		}
		s.newest |= asleep
		// From here on, everything that ends the wait also wakes the parker.
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
	// One more look, which sees every change that was made before the end.
	if ready() {
		return nil
	}
	if done != nil {
		return seam.Err(ctx)
	}
	return errTimeout
}

// mustStayAlone panics if another goroutine has fallen asleep in a wait on the sink since
// this wait began. The other goroutine needs the registration, so there is nothing to
// undo. A wait calls mustStayAlone before it registers, which may take away the
// registration of the other, and before it falls asleep.
func (s *WakeSink) mustStayAlone(undo *bool) {
	if s.newest&asleep != 0 {
		*undo = false
		panicTwoWaits()
	}
}

// mustBeAlone panics if a goroutine is in a wait on the sink, unless that is still at its
// first look (which only the race detector's builds notice). So it also panics in ready
// of such a wait, which would take away the registration under its own wait and hang.
func (s *WakeSink) mustBeAlone() {
	if s.guard.Busy() || s.newest&(asleep|inWait) != 0 {
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

// endWait ends a wait. If undo says so, it leaves nothing registered and no timer armed.
func (s *WakeSink) endWait(undo *bool) {
	s.guard.Leave()
	if !*undo {
		return
	}
	s.newest &^= inWait
	if p := s.parker; p != nil && p.armed {
		p.disarm()
	}
	s.Unregister()
}

// Ready is for select statements. It returns a channel that can be received from at once
// if ready() holds, or else after the next [WakeSource.Notify]. It doesn't block. Call it
// again for each select. Ready returns the same channel each time; the channel holds at
// most one token, and Ready removes a token that is left from an earlier use. A token may
// be spurious, as any wake-up may (a Wake that comes late), so look at the condition
// after receiving a token. Only the consumer may receive from the channel, and not while
// it calls a method: a goroutine that still receives may take the token of a later wait.
//
// ready must only look, and not take (as queue.TryPop does): if the select chose another
// case, the value would be lost. If values can only be found by taking them, keep the
// value that ready took, and let ready look at that first. If the select chooses another
// case, the sink stays registered until the next call of Ready, Poll, Wait, WaitTimeout
// or [WakeSink.Unregister].
func (s *WakeSink) Ready(ready func() bool) <-chan struct{} {
	mustReady(ready)
	s.mustBeAlone() // rather than take the token that the other wait was woken with
	s.ownSignal().Clear()
	if s.Poll(wakeSignal{s.signal}, ready) {
		s.signal.Set()
	}
	return s.signal.C()
}

// wakeSignal is the waker of Ready.
type wakeSignal struct{ seam.Signal }

func (w wakeSignal) Wake() { w.Set() }

// WaitUntil waits like [WakeSink.Wait], for a value. try may take the value (as
// queue.TryPop does): as soon as try succeeds, WaitUntil returns its result. If ctx is
// done first, WaitUntil returns the zero value and the error of Wait. If no value will
// ever come (the queue was closed, say), let try succeed with a value that says so.
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
