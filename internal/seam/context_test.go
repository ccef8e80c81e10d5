package seam

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"testing"
	"testing/synctest"
	"time"
)

// embedding is a context of somebody's own, which has all its methods from another.
type embedding struct{ context.Context }

type key struct{}

func TestWatchable(t *testing.T) {
	bg := context.Background()
	plain, cancel := context.WithCancel(bg)
	defer cancel()
	cause, cancelCause := context.WithCancelCause(bg)
	defer cancelCause(nil)
	late, cancelLate := context.WithTimeoutCause(plain, time.Hour, errors.New("late"))
	defer cancelLate()
	sig, stop := signal.NotifyContext(bg, os.Interrupt)
	defer stop()
	inner, cancelInner := context.WithCancel(embedding{plain})
	defer cancelInner()
	without, cancelWithout := context.WithCancel(context.WithoutCancel(embedding{plain}))
	defer cancelWithout()
	value := func(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, 1) }

	var request context.Context
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		request = r.Context()
		if !Watchable(request) || !Watchable(value(request)) {
			t.Errorf("not watchable: the context of a request, %v", request)
		}
	}))
	defer s.Close()
	resp, err := s.Client().Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if request == nil {
		t.Fatal("no request came")
	}

	for name, ctx := range map[string]context.Context{
		"WithCancel": plain, "WithCancelCause": cause, "WithTimeout": late, "NotifyContext": sig,
		"WithValue": value(value(plain)), "WithValue of NotifyContext": value(sig), "T.Context": t.Context(),
		"WithCancel of a foreign one": inner, "WithCancel of WithoutCancel": without, "WithValue of it": value(without),
	} {
		if !Watchable(ctx) {
			t.Errorf("not watchable: %s, %v", name, ctx)
		}
	}
	var none *embedding
	for name, ctx := range map[string]context.Context{
		"embedding": embedding{plain}, "pointer": &embedding{plain}, "nil pointer": none,
		"WithValue of embedding": value(embedding{plain}), "nil": nil,
		"nothing to watch": bg, "WithoutCancel": context.WithoutCancel(plain), "WithValue of Background": value(bg),
	} {
		if Watchable(ctx) {
			t.Errorf("watchable: %s, %v", name, ctx)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(bg)
		defer cancel()
		for range 3 {
			if Watchable(ctx) || !inBubble() {
				t.Error("watchable in a bubble")
			}
			time.Sleep(time.Hour)
		}
	})
	if inBubble() {
		t.Error("in a bubble, outside of all")
	}
}

// wrong is a context whose Done and Err don't agree.
type wrong struct {
	context.Context
	err error
}

func (w wrong) Err() error { return w.err }

func TestErr(t *testing.T) {
	late := wrong{context.Background(), context.DeadlineExceeded}
	for _, test := range []struct{ err, want error }{
		{Err(wrong{context.Background(), nil}), context.Canceled},
		{Err(late), context.DeadlineExceeded},
	} {
		if test.err != test.want {
			t.Errorf("got %v, want %v", test.err, test.want)
		}
	}
	c := make(chan struct{})
	if Closed(c) || Closed(nil) {
		t.Error("closed")
	}
	close(c)
	if !Closed(c) {
		t.Error("not closed")
	}
}
