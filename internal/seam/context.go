package seam

import (
	"context"
	"reflect"
	"time"
)

// Closed reports whether done, the Done channel of a context, is closed. This channel
// alone says whether a context is over, here as in a select: some contexts have a closed
// Done while Err is still nil (those that are pooled and reset, say), or an Err while
// Done is open.
func Closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// Err returns the error of a context whose Done channel is closed. It never returns nil.
func Err(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}

// Watchable reports whether a wait may leave a watch (by context.AfterFunc) on ctx when
// the wait is over. It may if package context can watch ctx without a goroutine, and
// without calling foreign code, either now or when the watch is taken away, which may be
// much later and in a cleanup. So Watchable looks at types, and takes those that it
// doesn't know for foreign. It isn't enough that the Done channel is that of a known
// context: a type that embeds that context may have methods of its own.
//
// In a testing/synctest bubble Watchable returns false. A parked goroutine counts as
// durably blocked there, though a context from outside the bubble may still wake it. A
// goroutine in a select counts as durably blocked only if all its channels are of the
// bubble.
func Watchable(ctx context.Context) bool { return known(ctx) && !inBubble() }

// known reports whether AfterFunc on ctx would only run code of package context. The look
// up the chain of parents ends at a cancelCtx: what that was made from doesn't matter.
func known(ctx context.Context) bool {
	for {
		v := reflect.ValueOf(ctx)
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return false
		}
		v = v.Elem()
		switch t := v.Type(); t.PkgPath() {
		case "context":
			switch t.Name() {
			case "cancelCtx", "timerCtx":
				return true
			case "valueCtx":
			default:
				return false
			}
		case "os/signal":
			if t.Name() != "signalCtx" {
				return false
			}
		default:
			return false
		}
		parent := v.FieldByName("Context")
		if !parent.IsValid() || !parent.CanInterface() {
			return false // a Go version whose contexts are made in another way
		}
		var ok bool
		if ctx, ok = parent.Interface().(context.Context); !ok {
			return false
		}
	}
}

// inBubble reports whether the caller runs in a testing/synctest bubble. Time there has
// no monotonic reading.
func inBubble() bool {
	now := time.Now()
	return now == now.Round(0)
}
