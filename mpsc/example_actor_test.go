package mpsc_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/diatomic-go/diatomic/mpsc"
)

var errStopped = errors.New("the actor has stopped")

// request is a message that is answered.
type request struct {
	add   int
	reply chan reply // with room for one, so that the actor never waits
}

type reply struct {
	sum int
	err error
}

// actor adds up. Every request that was sent is answered, whenever it is stopped.
func actor(ctx context.Context, rx *mpsc.Receiver[request]) {
	sum := 0
	for r := range rx.All(ctx) {
		sum += r.add
		r.reply <- reply{sum, nil}
	}
	rx.Close() // from here on a send is refused, and what was sent before is here
	for r := range rx.All(context.Background()) {
		r.reply <- reply{0, errStopped}
	}
}

// ask sends a request and waits for the answer.
func ask(ctx context.Context, tx *mpsc.Sender[request], add int) (int, error) {
	r := request{add, make(chan reply, 1)}
	if err := tx.Send(ctx, r); err == mpsc.ErrClosed {
		return 0, errStopped
	} else if err != nil {
		return 0, err
	}
	select {
	case a := <-r.reply:
		return a.sum, a.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// An actor that answers: since a send that returned nil is received, no caller needs to
// watch whether the actor lives.
func Example_requests() {
	ctx := context.Background()
	rx, tx := mpsc.New[request](10)
	life, stop := context.WithCancel(ctx)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		actor(life, rx)
	}()
	fmt.Println(ask(ctx, tx, 1))
	fmt.Println(ask(ctx, tx, 2))
	stop()
	<-stopped
	fmt.Println(ask(ctx, tx, 3))
	// Output:
	// 1 <nil>
	// 3 <nil>
	// 0 the actor has stopped
}
