//go:build interleave

package mpsc

import "context"

// wait is that of wait.go for the model checker, which has no select statement.
func (n *node[T]) wait(ctx context.Context, _ <-chan struct{}) bool {
	return n.sink.Wait(ctx, n.ready) != nil
}
