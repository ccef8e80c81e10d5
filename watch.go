package diatomic

import (
	"context"
	"runtime"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// watch is what a sink remembers of the context that it waited under last. When that one
// comes a second time in a row, a hook makes it wake the sink's parker when it is done.
// Only the sink refers to its watch, so that the cleanup unhooks the parker when the sink
// has become garbage while the context lives on.
type watch struct {
	done    <-chan struct{} // which context: contexts themselves may not be comparable
	hook    *hook           // nil if there is none
	cleanup runtime.Cleanup
}

// hook is what the context refers to, and the argument of the cleanup, which is a root for
// the garbage collector. It refers to the parker, and to the context by way of stop. That
// is dropped as soon as the context is done, for the values of a context may lead to the
// sink.
type hook struct {
	parker *parker
	fired  atomic.Bool
	stop   atomic.Pointer[func() bool]
}

// follow reports whether the parker is woken when done, the Done channel of ctx, is closed.
// If not, the caller must wait for done in a select. It is called once for each wait.
func (s *WakeSink) follow(ctx context.Context, done <-chan struct{}) bool {
	w := s.watch
	if w == nil {
		w = new(watch)
		s.watch = w
	}
	if w.done != done {
		w.unhook()
		w.done = done
		return false
	}
	if w.hook == nil && !seam.Closed(done) && seam.Watchable(ctx) {
		w.hookUp(ctx, s.ownParker())
	}
	return w.hook != nil
}

func (w *watch) hookUp(ctx context.Context, p *parker) {
	h := &hook{parker: p}
	stop := context.AfterFunc(ctx, h.fire)
	h.stop.Store(&stop)
	// Pairs with fire, which may have found no stop yet. In one of the two orders each sees
	// the other's store; else stop would stay for good.
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
