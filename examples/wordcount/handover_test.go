package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// inEachWay runs f as a subtest for each hand-over.
func inEachWay(t *testing.T, f func(t *testing.T, w way)) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			testenv.Limit(t)
			f(t, w)
		})
	}
}

// inEachBubble is inEachWay in bubbles of synctest.
func inEachBubble(t *testing.T, f func(t *testing.T, w way)) {
	inEachWay(t, func(t *testing.T, w way) {
		synctest.Test(t, func(t *testing.T) { f(t, w) })
	})
}

// whole are the options for so many producers that hand over whole batches.
func whole(producers int) options { return options{producers: producers, batch: maxBatch} }

func messageOf(text string) message {
	b := batchOf(text)
	return message{b, 0, len(b.words)}
}

func mustSend(t *testing.T, h handover, i int, m message) {
	t.Helper()
	if err := h.send(t.Context(), i, m); err != nil {
		t.Fatal(err)
	}
}

func mustRecv(t *testing.T, h handover, want message) {
	t.Helper()
	if got, ok := h.recv(); got != want || !ok {
		t.Errorf("got %v, %v, want %v", got, ok, want)
	}
}

func mustEnd(t *testing.T, h handover) {
	t.Helper()
	if m, ok := h.recv(); ok {
		t.Errorf("%v came instead of the end", m)
	}
}

func TestProducerWaits(t *testing.T) {
	inEachBubble(t, func(t *testing.T, w way) {
		h := w.make(whole(1))
		first, second := messageOf("a"), messageOf("b")
		sent := 0
		go func() {
			defer h.done(0)
			for _, m := range []message{first, second} {
				if h.send(context.Background(), 0, m) == nil {
					sent++
				}
			}
		}()
		synctest.Wait()
		if sent != 1 {
			t.Fatalf("%d messages were sent, there is room for one", sent)
		}
		mustRecv(t, h, first)
		synctest.Wait()
		if sent != 2 {
			t.Error("there is room, but the producer waits")
		}
		mustRecv(t, h, second)
		mustEnd(t, h)
		mustEnd(t, h)
	})
}

func TestConsumerSleeps(t *testing.T) {
	inEachBubble(t, func(t *testing.T, w way) {
		h := w.make(whole(2))
		want := messageOf("a")
		mustSend(t, h, 0, want)
		mustRecv(t, h, want)
		if h.slept() != 0 {
			t.Errorf("slept %d times though a message was there", h.slept())
		}
		got := make(chan message)
		go func() {
			defer close(got)
			for m, ok := h.recv(); ok; m, ok = h.recv() {
				got <- m
			}
		}()
		for range 3 {
			synctest.Wait() // the consumer sleeps
			mustSend(t, h, 1, want)
			if <-got != want {
				t.Fatal("another message came")
			}
		}
		synctest.Wait()
		h.done(0) // isn't the end
		synctest.Wait()
		h.done(1)
		if m, ok := <-got; ok {
			t.Errorf("%v came after the end", m)
		}
		sleeps := 4 // one for the end
		if w.name == "slots" {
			sleeps++ // the end of each producer wakes the consumer
		}
		if h.slept() != sleeps {
			t.Errorf("slept %d times, want %d", h.slept(), sleeps)
		}
	})
}

func TestSlotsInTurn(t *testing.T) {
	h := newSlots(whole(2))
	a, b := messageOf("a"), messageOf("b")
	mustSend(t, h, 0, a)
	mustSend(t, h, 1, b)
	mustRecv(t, h, a)
	mustSend(t, h, 0, a)
	mustRecv(t, h, b) // else slot 1 was passed over
}

func TestSendInterrupted(t *testing.T) {
	inEachBubble(t, func(t *testing.T, w way) {
		ctx, cancel := context.WithCancel(context.Background())
		h := w.make(whole(1))
		before := messageOf("a")
		mustSend(t, h, 0, before)
		errs := make(chan error, 1)
		go func() { errs <- h.send(ctx, 0, messageOf("b")) }()
		synctest.Wait()
		cancel()
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("a send that waited: %v", err)
		}
		go h.done(0)
		mustRecv(t, h, before)
		mustEnd(t, h)
	})
}

// TestLastMessage: a producer that sends and is done at once, against a consumer that
// looks meanwhile.
func TestLastMessage(t *testing.T) {
	inEachWay(t, func(t *testing.T, w way) {
		m := messageOf("a")
		for range 2000 {
			h := w.make(whole(1))
			go func() {
				h.send(context.Background(), 0, m)
				h.done(0)
			}()
			mustRecv(t, h, m)
			mustEnd(t, h)
		}
	})
}

func TestHandoverAllocates(t *testing.T) {
	testenv.CountsAllocations(t)
	inEachWay(t, func(t *testing.T, w way) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		h, m := w.make(whole(3)), messageOf("a")
		n := testing.AllocsPerRun(100, func() {
			for i := range 3 {
				h.send(ctx, i, m)
			}
			for range 3 {
				h.recv()
			}
		})
		if n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

func TestRoom(t *testing.T) {
	for _, test := range []struct{ producers, batch, want int }{
		{1, maxBatch, 1}, {3, maxBatch, 3}, {3, 100, 10}, {30, 100, 30}, {3, 1, 1000},
	} {
		o := options{producers: test.producers, batch: test.batch}
		if got := o.room(); got != test.want {
			t.Errorf("%v: got %d", test, got)
		}
	}
}

func TestMessages(t *testing.T) {
	for text, want := range map[string][][2]int{
		"":          {{0, 0}}, // it may have files
		"a":         {{0, 1}},
		"a b":       {{0, 2}},
		"a b c":     {{0, 2}, {2, 3}},
		"a b c d e": {{0, 2}, {2, 4}, {4, 5}},
	} {
		p := producer{words: 2, b: batchOf(text)}
		p.send = func(m message) error {
			if len(want) == 0 || m != (message{p.b, want[0][0], want[0][1]}) || m.isLast() != (len(want) == 1) {
				t.Errorf("%q: got %v, want %v", text, m, want)
				return errBroken
			}
			want = want[1:]
			return nil
		}
		if err := p.hand(); err != nil || len(want) > 0 {
			t.Errorf("%q: %v, %v didn't come", text, err, want)
		}
		p.send = func(message) error { return errBroken }
		if err := p.hand(); err != errBroken {
			t.Errorf("%q: got error %v", text, err)
		}
	}
}
