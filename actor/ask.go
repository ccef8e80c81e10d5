package actor

import (
	"context"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// Reply is where the answer to a question goes. It is a small value, which a message
// carries. The zero Reply takes an answer, and does nothing with it.
type Reply[R any] struct{ slot *answer[R] }

// answer is what one Ask waits for.
type answer[R any] struct {
	given atomic.Bool // by the first Send
	value seam.Cell[R]
	token seam.Signal // set once value is written
}

// Send answers. It never blocks, may be called from any goroutine, and later than during
// the Receive of the question. It reports whether the answer is the first; others are
// dropped.
func (r Reply[R]) Send(v R) bool {
	if r.slot == nil || r.slot.given.Swap(true) {
		return false
	}
	r.slot.value.Set(v)
	r.slot.token.Set()
	return true
}

// Ask sends an actor a question, and waits for the answer. question makes the message,
// which carries reply:
//
//	n, err := actor.Ask(ctx, counter, func(reply actor.Reply[int]) message {
//		return get{reply}
//	})
//
// If ctx is done first, Ask returns its error, and the answer is dropped. If the actor
// stops without an answer, Ask returns [ErrStopped]; if Run returns, [ErrEnded]; and if
// the actor starts again since Receive has panicked, only ctx ends the wait. Ask
// is for goroutines outside: in Receive it would hold up the worker, perhaps the only one
// that could run the other actor. There, send the question with [Send], and let the
// answer be a message, or ask in [Context.Go] (which returns ErrEnded once Shutdown has
// begun).
func Ask[M, R any](ctx context.Context, to Ref[M], question func(reply Reply[R]) M) (answered R, err error) {
	if ctx == nil {
		panic("actor: Ask with a nil Context: pass context.Background() to wait without a limit")
	}
	if question == nil {
		panic("actor: Ask with a nil function: give it the one that makes the message")
	}
	a := to.actor
	if a == nil {
		return answered, ErrNobody
	}
	slot := &answer[R]{token: seam.NewSignal()}
	if err := to.Send(ctx, question(Reply[R]{slot})); err != nil {
		return answered, err
	}
	gone, ended, done := a.whenGone(), a.kind.system.ended.Done(), ctx.Done()
	select {
	case <-slot.token.C():
		return slot.value.Get(), nil
	case <-gone:
		err = ErrStopped
	case <-ended:
		err = ErrEnded
	case <-done:
		err = seam.Err(ctx)
	}
	// An answer that was given before is there, whatever the select has chosen.
	select {
	case <-slot.token.C():
		return slot.value.Get(), nil
	default:
		return answered, err
	}
}
