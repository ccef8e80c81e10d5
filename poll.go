package diatomic

// Poll is for consumers that aren't goroutines: tasks of an executor, event loops. It
// reports whether ready() holds. If not, it has registered w, and the next
// [WakeSource.Notify] wakes w. It doesn't block.
//
// When Poll returns true, or ready panics, nothing is left registered, not even from an
// earlier Poll. But a Notify that took the registration before may still wake w. A task
// that runs for any other reason may simply poll again, with the same waker or another
// one.
//
// Wake may be called before Poll has returned, and while the task runs. An executor with
// several workers must not run the task on a second worker at the same time, but must run
// it once more afterwards: see the example Executor.
//
// In the terminology of the Go memory model, see [WakeSink.Register].
func (s *WakeSink) Poll(w Waker, ready func() bool) bool {
	if w == nil {
		panic("diatomic: Poll with a nil Waker: give it the waker of the task that polls")
	}
	mustReady(ready)
	s.mustBeAlone() // rather than take the registration of the other wait
	undo := true
	defer func() {
		if undo {
			s.Unregister()
		}
	}()
	if ready() {
		return true
	}
	s.Register(w)
	// The Notify for a change made before the registration found nobody to wake.
	if ready() {
		return true
	}
	undo = false
	return false
}

// PollUntil is [WakeSink.Poll] for a value. If try succeeds, PollUntil returns its
// result. If not, it has registered w, and returns the zero value and false.
func PollUntil[T any](s *WakeSink, w Waker, try func() (T, bool)) (T, bool) {
	if try == nil {
		panic("diatomic: PollUntil with a nil function: give it the one that tries to get the value")
	}
	var v T
	ok := s.Poll(w, func() (ok bool) {
		v, ok = try()
		return ok
	})
	if !ok {
		var zero T
		return zero, false
	}
	return v, true
}

func mustReady(ready func() bool) {
	if ready == nil {
		panic("diatomic: nil predicate: give it the function that says whether to go on")
	}
}
