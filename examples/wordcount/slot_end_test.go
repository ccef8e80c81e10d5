package main

import (
	"context"
	"testing"
)

// TestLastBatch: a producer that sends and is done at once, against a consumer that looks meanwhile.
func TestLastBatch(t *testing.T) {
	for range 2000 {
		h := newSlots(1)
		go func() {
			h.send(context.Background(), 0, new(batch))
			h.done(0)
		}()
		if h.recv() == nil {
			t.Fatal("the last batch is lost")
		}
		if h.recv() != nil {
			t.Fatal("no end")
		}
	}
}

func TestHandoverAllocates(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h, b := newSlots(3), new(batch)
	n := testing.AllocsPerRun(100, func() {
		for i := range 3 {
			h.send(ctx, i, b)
		}
		for range 3 {
			h.recv()
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
