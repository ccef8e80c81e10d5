package diatomic

import (
	"context"
	"runtime"
	"sync/atomic"
)

// watch wakes a sink's parker when a context is done. Only the sink refers to it, so that
// its cleanup unhooks the parker when the sink has become garbage while the context lives on.
type watch struct {
	done    <-chan struct{} // which context: contexts themselves may not be comparable
	hook    *hook
	cleanup runtime.Cleanup
}

// hook is what the context refers to, and the argument of the cleanup, which is a root for the
// garbage collector. It refers to the parker, and to the context by way of stop, so that is
// dropped as soon as the context is done: the values of a context may lead to the sink.
type hook struct {
	parker *parker
	fired  atomic.Bool
	stop   atomic.Pointer[func() bool]
}

// follow makes the sink's watch one on ctx, whose Done channel is done.
func (s *WakeSink) follow(ctx context.Context, done <-chan struct{}) {
	if s.watch != nil && s.watch.done == done {
		return
	}
	s.unwatch()
	h := &hook{parker: s.parker}
	stop := context.AfterFunc(ctx, h.fire)
	h.stop.Store(&stop)
	// Pairs with fire, which may have found no stop yet. In one of the two orders each sees
	// the other's store; else stop would stay for good.
	if h.fired.Load() {
		h.stop.Store(nil)
	}
	w := &watch{done: done, hook: h}
	w.cleanup = runtime.AddCleanup(w, (*hook).release, h)
	s.watch = w
}

// unwatch lets go of the watch first: what it calls is the context's, and may panic.
func (s *WakeSink) unwatch() {
	if w := s.watch; w != nil {
		s.watch = nil
		w.cleanup.Stop()
		w.hook.release()
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
