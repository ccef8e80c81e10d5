package main

import (
	"context"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// slot is a mailbox for one message, from one producer to the consumer. It never blocks.
type slot struct {
	full    atomic.Bool // whose message is: the consumer's, or the producer's
	message message

	// The producer's, to wait on until the slot is free.
	free diatomic.WakeSink
}

func (s *slot) isFree() bool { return !s.full.Load() }

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

func newSlots(o options) handover {
	return &slots{each: make([]slot, o.producers), open: o.producers}
}

func (h *slots) send(ctx context.Context, i int, m message) error {
	s := &h.each[i]
	if err := s.free.Wait(ctx, s.isFree); err != nil {
		return err
	}
	s.message = m
	s.full.Store(true)
	h.sink.Source().Notify()
	return nil
}

func (h *slots) done(i int) {
	// The end takes the way of the messages, so it can't overtake one: it is the message
	// without a batch. The consumer stays until it has come, so a context isn't needed.
	_ = h.send(context.Background(), i, message{})
}

func (h *slots) recv() (m message, ok bool) {
	h.looks = 0
	// Nor here: an interrupt stops the producers, and what they have sent still counts.
	m, _ = diatomic.WaitUntil(context.Background(), &h.sink, h.take)
	// A wait looks, registers, and looks again before it sleeps; then the same after each
	// wake-up.
	h.sleeps += (h.looks - 1) / 2
	return m, m.batch != nil
}

// take is the predicate of recv: it takes a message from a slot, or one without a batch
// if none will come.
func (h *slots) take() (m message, ok bool) {
	h.looks++
	for range h.each {
		s := &h.each[h.from]
		h.from = (h.from + 1) % len(h.each)
		if !s.full.Load() {
			continue
		}
		m = s.message
		s.full.Store(false) // nobody else empties it, so no need to swap
		s.free.Source().Notify()
		if m.batch != nil {
			return m, true
		}
		h.open--
	}
	return message{}, h.open == 0
}

func (h *slots) slept() int { return h.sleeps }
