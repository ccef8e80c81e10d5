package diatomic

import (
	"context"
	"runtime"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// watch is what a sink remembers of the context that it waited under last. When that
// context has come watchFrom times in a row, the sink hooks its parker up to it: the
// context then wakes the parker when it is done. Only the sink refers to its watch, so
// that a cleanup unhooks the parker if the sink becomes garbage while the context lives
// on.
type watch struct {
	done    <-chan struct{} // which context: contexts themselves may not be comparable
	waits   uint32          // how many under that context, in a row, at most watchFrom
	hook    *hook           // nil if there is none
	cleanup runtime.Cleanup
}

// watchFrom is the number of waits in a row under the same context at which the sink
// begins to watch it. To make and release a hook costs about as much as parking saves in
// eight waits, compared with a select. So whatever number of waits a context gets, they
// take at most twice as long as the better way would.
const watchFrom = 8

// hook is what the context refers to, and the argument of the cleanup. As that argument
// it is a root for the garbage collector. It refers to the parker, and to the context by
// way of stop. The hook drops stop as soon as the context is done, since the values of a
// context may lead to the sink.
type hook struct {
	parker *parker
	fired  atomic.Bool
	stop   atomic.Pointer[func() bool]
}

// follow reports whether the closing of done, the Done channel of ctx, will wake the
// parker. If not, the caller must wait for done in a select. Each wait calls follow once.
func (s *WakeSink) follow(ctx context.Context, done <-chan struct{}) bool {
	w := s.watch
	if w == nil {
		w = new(watch)
		s.watch = w
	}
	if w.done != done {
		w.unhook()
		w.done, w.waits = done, 1
		return false
	}
	if w.waits < watchFrom {
		w.waits++
		// Ask only once: under a context that may not be watched, all later waits are
		// selects.
		if w.waits == watchFrom && seam.Watchable(ctx) {
			if s.parker == nil {
				s.parker = newParker()
			}
			w.hookUp(ctx, s.parker)
		}
	}
	return w.hook != nil
}

func (w *watch) hookUp(ctx context.Context, p *parker) {
	h := &hook{parker: p}
	stop := context.AfterFunc(ctx, h.fire)
	h.stop.Store(&stop)
	// Pairs with fire, which may have found no stop yet. Either this load sees the store
	// of fired, or fire's store to stop comes after the one here. Otherwise stop would
	// stay for good.
	if h.fired.Load() {
		h.stop.Store(nil)
	}
	w.hook = h
	w.cleanup = runtime.AddCleanup(w, (*hook).release, h)
}

func (w *watch) unhook() {
	if h := w.hook; h != nil {
		w.hook = nil
		w.cleanup.Stop()
		h.release()
	}
}

func (h *hook) fire() {
	h.fired.Store(true)
	h.stop.Store(nil)
	h.parker.Wake()
}

func (h *hook) release() {
	if stop := h.stop.Swap(nil); stop != nil {
		(*stop)()
	}
}
