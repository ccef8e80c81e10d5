package main

import (
	"context"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/mpsc"
)

// queue is the hand-over through package mpsc.
type queue struct {
	tx   *mpsc.Sender[message]
	rx   *mpsc.Receiver[message]
	open atomic.Int64 // producers that aren't done

	// The consumer only.
	buffer []message
	got    []message // the part of it that recv has not returned yet
	sleeps int
}

func newQueue(o options) handover {
	h := &queue{buffer: make([]message, o.room())}
	h.rx, h.tx = mpsc.New[message](len(h.buffer))
	h.open.Store(int64(o.producers))
	return h
}

func (h *queue) send(ctx context.Context, _ int, m message) error { return h.tx.Send(ctx, m) }

func (h *queue) done(int) {
	if h.open.Add(-1) == 0 {
		h.tx.Close()
	}
}

func (h *queue) recv() (m message, ok bool) {
	if len(h.got) == 0 {
		if h.rx.Len() == 0 {
			h.sleeps++
		}
		// An interrupt stops the producers, and what they have sent still counts.
		n, err := h.rx.RecvBatch(context.Background(), h.buffer)
		if err != nil {
			return m, false // mpsc.ErrClosed
		}
		h.got = h.buffer[:n]
	}
	m, h.got = h.got[0], h.got[1:]
	return m, true
}

func (h *queue) slept() int { return h.sleeps }
