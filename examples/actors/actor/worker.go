package actor

import (
	"context"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// Worker is a goroutine that runs actors.
type Worker[M any] struct {
	system *System[M]
	index  uint32
	free   *envelope[M] // to use again. The worker only
	spare  int          // how many
	_      [64]byte     // what follows is written by others too

	// Two queues of actors that are due. Other workers take from them when they have
	// nothing to do.
	inbox atomic.Pointer[Actor[M]] // newest first: Wake pushes, from anywhere
	rest  atomic.Pointer[Actor[M]] // oldest first, and older than inbox: the worker puts it there, when it is empty
	sink  diatomic.WakeSink        // to wait on for either
}

// share is how many actors a worker picks at a time. The others may have the rest.
const share = 16

// maxSpare bounds the envelopes that a worker keeps.
const maxSpare = 4096

// Index is the worker's number, from 0: for data that is kept per worker.
func (w *Worker[M]) Index() int { return int(w.index) }

// Send sends m to an actor: from Receive, with the worker that was given to it. It never
// blocks.
func (w *Worker[M]) Send(to *Actor[M], m M) {
	e := w.free
	if e == nil {
		e = new(envelope[M])
	} else {
		w.free = e.next
		w.spare--
	}
	e.msg = m
	// The receiver comes to where its sender is: no other core need be bothered, unless
	// it has nothing to do.
	if to.system == w.system && to.home.Load() != w.index {
		to.home.Store(w.index)
	}
	to.post(e)
}

// recycle keeps an envelope for Send.
func (w *Worker[M]) recycle(e *envelope[M]) {
	var none M
	e.msg = none
	if w.spare < maxSpare {
		e.next = w.free
		w.free = e
		w.spare++
	}
}

// schedule puts an actor, whose state is scheduled, on the worker's queue. Anyone may
// call it.
func (w *Worker[M]) schedule(a *Actor[M]) {
	first := push(&w.inbox, a)
	// Without this the worker might sleep on: it is the one that answers for its queue.
	// The others only help.
	w.sink.Source().Notify()
	if !first {
		w.system.rouse()
	}
}

func (w *Worker[M]) loop() {
	for !w.system.stopped.Load() {
		list := w.find()
		if list == nil {
			list = w.sleep()
		}
		for list != nil && !w.system.stopped.Load() {
			a := list
			list = a.next // now: once it has run, a may be on another queue
			a.next = nil
			a.run(w)
		}
	}
}

// sleep waits until there are actors to run, or returns nil if the system stops.
func (w *Worker[M]) sleep() (list *Actor[M]) {
	me := uint64(1) << w.index
	// It can't fail: there is no limit.
	_ = w.sink.Wait(context.Background(), func() bool {
		if list = w.find(); list == nil {
			w.system.sleepers.Or(me) // before the last look: Wait calls this again once it has registered
		}
		return list != nil || w.system.stopped.Load()
	})
	w.system.sleepers.And(^me)
	return list
}

// find picks some actors: its own first, then those of another worker.
func (w *Worker[M]) find() *Actor[M] {
	all := w.system.workers
	for i := range all {
		victim := all[(int(w.index)+i)%len(all)]
		list := takeAll(&victim.rest)
		if list == nil {
			list = reverse(takeAll(&victim.inbox))
		}
		if list != nil {
			w.leave(list)
			return list
		}
	}
	return nil
}

// leave cuts the list after the worker's share, and puts the rest where anyone finds it.
func (w *Worker[M]) leave(list *Actor[M]) {
	for range share - 1 {
		if list = list.next; list == nil {
			return
		}
	}
	if list.next != nil {
		// It is empty: only this worker puts anything there, and find took it before it
		// looked further.
		w.rest.Store(list.next)
		list.next = nil
		w.system.rouse()
	}
}
