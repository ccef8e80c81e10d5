//go:build interleave

package mpsc

import "context"

// wait is that of wait.go for the model checker, which has no select statement.
func (p *place[T]) wait(ctx context.Context) error { return p.sink.Wait(ctx, p.ready) }
