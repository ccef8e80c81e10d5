package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func mustSend(t *testing.T, h handover, i int, b *batch) {
	t.Helper()
	if err := h.send(t.Context(), i, b); err != nil {
		t.Fatal(err)
	}
}

func TestProducerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newSlots(1)
		first, second := new(batch), new(batch)
		sent := 0
		go func() {
			defer h.done(0)
			for _, b := range []*batch{first, second} {
				if h.send(context.Background(), 0, b) == nil {
					sent++
				}
			}
		}()
		synctest.Wait()
		if sent != 1 {
			t.Fatalf("%d batches were sent into one slot", sent)
		}
		if h.recv() != first {
			t.Error("the first batch didn't come first")
		}
		synctest.Wait()
		if sent != 2 {
			t.Error("the slot is free, but the producer waits")
		}
		if h.recv() != second {
			t.Error("the second batch didn't come")
		}
		if h.recv() != nil {
			t.Error("a third batch came")
		}
	})
}

func TestConsumerSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newSlots(2)
		mustSend(t, h, 0, new(batch))
		if h.recv() == nil || h.slept() != 0 {
			t.Errorf("slept %d times though a batch was there", h.slept())
		}
		want := new(batch)
		got := make(chan *batch)
		go func() {
			defer close(got)
			for b := h.recv(); b != nil; b = h.recv() {
				got <- b
			}
		}()
		for range 3 {
			synctest.Wait() // the consumer sleeps
			mustSend(t, h, 1, want)
			if <-got != want {
				t.Fatal("another batch came")
			}
		}
		synctest.Wait()
		h.done(0) // wakes it, but isn't the end
		synctest.Wait()
		h.done(1)
		if b, ok := <-got; ok {
			t.Errorf("batch %v came after the end", b)
		}
		if h.slept() != 5 {
			t.Errorf("slept %d times, want 3 for the batches and 2 for the end", h.slept())
		}
	})
}

func TestSlotsInTurn(t *testing.T) {
	h := newSlots(2)
	a, b := new(batch), new(batch)
	mustSend(t, h, 0, a)
	mustSend(t, h, 1, b)
	if h.recv() != a {
		t.Fatal("slot 1 came first")
	}
	mustSend(t, h, 0, a)
	if h.recv() != b {
		t.Error("slot 1 was passed over")
	}
}

func TestSendInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		h := newSlots(2)
		mustSend(t, h, 0, new(batch))
		errs := make(chan error, 1)
		go func() { errs <- h.send(ctx, 0, new(batch)) }()
		synctest.Wait()
		cancel()
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("a send that waited: %v", err)
		}
		if err := h.send(ctx, 1, new(batch)); !errors.Is(err, context.Canceled) {
			t.Errorf("a send into a free slot: %v", err)
		}
		go h.done(0)
		go h.done(1)
		n := 0
		for h.recv() != nil {
			n++
		}
		if n != 1 {
			t.Errorf("%d batches came, want the one that was sent before", n)
		}
	})
}
