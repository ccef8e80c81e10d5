package seam

import (
	"context"
	"reflect"
	"time"
)

// Closed reports whether done, the Done channel of a context, is closed. It is this
// channel that says whether a context is over, here as in a select: some contexts have a
// closed Done while Err is still nil (those that are pooled and reset, say), or an Err
// while Done is open.
func Closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// Err is the error of a context whose Done channel is closed. It is never nil.
func Err(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}

// Watchable reports whether a wait may leave a watch (by context.AfterFunc) on ctx when
// it is over. That takes a context which package context can watch without a goroutine,
// and without calling code that isn't its own: neither now, nor when the watch is taken
// away, which may be much later and in a cleanup. So it looks at types, and takes what it
// doesn't know for foreign. That the Done channel is that of a context which is known
// proves nothing: a type that embeds that context may have methods of its own.
//
// In a testing/synctest bubble it says no. A goroutine that is parked counts as durably
// blocked there, and a context from outside the bubble may still wake it; a select knows
// the difference.
func Watchable(ctx context.Context) bool { return known(ctx) && !inBubble() }

// known reports whether ctx is of package context alone, as far as AfterFunc goes. A
// cancelCtx is where it ends: what that was made from doesn't matter.
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
			return false // a Go whose contexts are made in another way
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
