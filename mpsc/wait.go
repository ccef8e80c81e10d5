package mpsc

import "context"

// wait blocks the sender until done(), or until ctx is, whose channel is done, and then returns true.
//
// To watch ctx through the sink would cost an allocation whenever another
// context comes to this node. So one that can be cancelled is waited for in a select.
func (n *node[T]) wait(_ context.Context, done <-chan struct{}) (cancelled bool) {
	if done == nil {
		return n.sink.Wait(context.Background(), n.ready) != nil
	}
	defer n.sink.Unregister()
	for { //interleave:checkpoint
		select {
		case <-n.sink.Ready(n.ready):
			if n.done() {
				return false
			}
		case <-done:
			return true
		}
	}
}
