//go:build !interleave

package mpsc

import "context"

// wait blocks the sender until over() or until ctx is done.
//
// To watch ctx through the sink would cost an allocation whenever another
// context comes to this place. So one that can be cancelled is waited for in a select.
func (p *place[T]) wait(ctx context.Context) error {
	done := ctx.Done()
	if done == nil {
		return p.sink.Wait(ctx, p.ready)
	}
	defer p.sink.Unregister()
	for {
		select {
		case <-p.sink.Ready(p.ready):
			if p.over() {
				return nil
			}
		case <-done:
			return ctx.Err()
		}
	}
}
