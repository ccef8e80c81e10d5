//go:build !interleave

package mpsc

import "context"

// wait blocks the sender until done() or until ctx is done.
//
// To watch ctx through the sink would cost an allocation whenever another
// context comes to this node. So one that can be cancelled is waited for in a select.
func (n *node[T]) wait(ctx context.Context) error {
	done := ctx.Done()
	if done == nil {
		return n.sink.Wait(ctx, n.ready)
	}
	defer n.sink.Unregister()
	for {
		select {
		case <-n.sink.Ready(n.ready):
			if n.done() {
				return nil
			}
		case <-done:
			return ctx.Err()
		}
	}
}
