package main

import (
	"context"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// slot is a mailbox for one batch, from one producer to the consumer. It never blocks.
type slot struct {
	full atomic.Pointer[batch] // nil if the slot is free

	// The producer's, to wait on until the slot is free.
	free diatomic.WakeSink
}

func (s *slot) isFree() bool { return s.full.Load() == nil }

// last is what a producer puts into its slot when it is done.
var last = new(batch)

// slots is the hand-over in which each producer has a slot of its own.
type slots struct {
	each []slot

	// The consumer's, to wait on until any slot is full.
	sink diatomic.WakeSink

	// The consumer only.
	open   int // producers that aren't done
	from   int // the slot to look at first, so that each has its turn
	looks  int // in this recv
	sleeps int
}

func newSlots(producers int) *slots {
	return &slots{each: make([]slot, producers), open: producers}
}

func (h *slots) send(ctx context.Context, i int, b *batch) error {
	// Wait would not tell while the slot is free: the predicate comes first.
	if err := ctx.Err(); err != nil {
		return err
	}
	return h.put(ctx, i, b)
}

func (h *slots) done(i int) {
	// The end takes the way of the batches, so it can't overtake one. The consumer stays
	// until it has come, so a context isn't needed.
	_ = h.put(context.Background(), i, last)
}

func (h *slots) put(ctx context.Context, i int, b *batch) error {
	s := &h.each[i]
	if err := s.free.Wait(ctx, s.isFree); err != nil {
		return err
	}
	s.full.Store(b)
	h.sink.Source().Notify()
	return nil
}

func (h *slots) recv() *batch {
	h.looks = 0
	// Nor here: an interrupt stops the producers, and what they have sent still counts.
	b, _ := diatomic.WaitUntil(context.Background(), &h.sink, h.take)
	// A wait looks, registers, and looks again before it sleeps; then the same after each wake-up.
	h.sleeps += (h.looks - 1) / 2
	return b
}

// take is the predicate of recv: it takes a batch from a slot, or nil if none will come.
func (h *slots) take() (b *batch, ok bool) {
	h.looks++
	for range h.each {
		s := &h.each[h.from]
		h.from = (h.from + 1) % len(h.each)
		b := s.full.Load()
		if b == nil {
			continue
		}
		s.full.Store(nil) // nobody else empties it, so no need to swap
		s.free.Source().Notify()
		if b != last {
			return b, true
		}
		h.open--
	}
	return nil, h.open == 0
}

func (h *slots) slept() int { return h.sleeps }
