package diatomic

import (
	"context"
	"runtime"
)

// watch wakes a sink's parker when a context is done. The context refers to the parker
// and neither to the watch nor to the sink, so an idle sink can be collected while the
// context lives on; then the watch goes with it, and its cleanup unhooks the parker.
type watch struct {
	done    <-chan struct{} // which context: contexts themselves may not be comparable
	stop    func() bool     // doesn't refer to the watch
	cleanup runtime.Cleanup
}

// follow makes the sink's watch one on ctx, whose Done channel is done.
func (s *WakeSink) follow(ctx context.Context, done <-chan struct{}) {
	if s.watch != nil {
		if s.watch.done == done {
			return
		}
		s.watch.release()
	}
	w := &watch{done: done, stop: context.AfterFunc(ctx, s.parker.Wake)}
	w.cleanup = runtime.AddCleanup(w, func(stop func() bool) { stop() }, w.stop)
	s.watch = w
}

func (w *watch) release() {
	w.cleanup.Stop()
	w.stop()
}
