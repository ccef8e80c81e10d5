package mpsc

import (
	"context"

	"github.com/diatomic-go/diatomic"
)

// wait blocks the sender until n.done(), or until done is closed, and then returns true.
func (n *node[T]) wait(done <-chan struct{}) (cancelled bool) {
	if done == nil {
		return n.sink.Wait(context.Background(), n.ready) != nil
	}
	return waitInSelect(&n.sink, n.ready, done)
}

// waitInSelect is s.Wait, until ready() holds, or done is closed, and then it returns true. It allocates nothing, where
// to watch a context through the sink does, whenever it is another one than the last. But it takes longer.
func waitInSelect(s *diatomic.WakeSink, ready func() bool, done <-chan struct{}) (cancelled bool) {
	defer s.Unregister()
	for { //interleave:checkpoint
		select {
		case <-s.Ready(ready):
			if ready() {
				return false
			}
		case <-done:
			return true
		}
	}
}
