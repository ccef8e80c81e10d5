package sim

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Time is simulated time, in units that the models agree upon.
type Time int64

// ID is the index of a model.
type ID int32

// Outside is the sender of the events that a simulation begins with.
const Outside ID = -1

// Event is a message from one model to another, at a time.
type Event[B any] struct {
	At     Time
	Round  int32
	To     ID
	From   ID
	Number uint32
	Body   B
}

// slot is when an event is due.
type slot struct {
	at    Time
	round int32
}

func (s slot) compare(o slot) int {
	return cmp.Or(cmp.Compare(s.at, o.at), cmp.Compare(s.round, o.round))
}

// bySender is the order of events that have the same slot.
func (e *Event[B]) bySender(o *Event[B]) int {
	return cmp.Or(cmp.Compare(e.From, o.From), cmp.Compare(e.Number, o.Number))
}

// Model is a part of what is simulated.
type Model[B any] interface {
	// Handle is called for each event, in their order and never twice at a time.
	Handle(c *Context[B], from ID, body B)
	// AppendState appends all that matters of the model's state, for the digest.
	AppendState(b []byte) []byte
}

// Simulation is what to simulate. A run changes the models, so each needs new ones.
type Simulation[B any] struct {
	Models []Model[B]
	Begin  []Event[B] // what is due at first: At, To and Body. Numbered as they stand here
	Until  Time       // the last time at which events are handled

	// Progress, if it isn't nil, is called after each round.
	Progress func(now Time, events int)
}

// Result is what came of a run.
type Result struct {
	Events  int  // that were handled
	Rounds  int  // in which at least one was
	Widest  int  // models that ran in the same round, at most
	End     Time // of the last event
	Digest  [sha256.Size]byte
	pending int // events that are due after Until
}

// Pending is how many events were left when the run reached its limit.
func (r *Result) Pending() int { return r.pending }

// Context is what a model may use while it handles an event.
type Context[B any] struct {
	due  slot
	node *node[B]
	size int // how many models there are
	out  []Event[B]
	_    [64]byte // each worker has its own
}

// Now is the time of the event.
func (c *Context[B]) Now() Time { return c.due.at }

// Self is the model's own ID.
func (c *Context[B]) Self() ID { return c.node.id }

// Send sends an event that is due after a delay. If that is 0 it is handled at this same
// instant, in the next round.
func (c *Context[B]) Send(to ID, delay Time, body B) {
	if to < 0 || int(to) >= c.size {
		panic(fmt.Sprintf("sim: Send to model %d: there are %d, from 0", to, c.size))
	}
	if delay < 0 || c.due.at+delay < c.due.at {
		panic(
			fmt.Sprintf(
				"sim: Send with a delay of %d at time %d: it must not be negative, nor too large",
				delay,
				c.due.at,
			),
		)
	}
	e := Event[B]{At: c.due.at + delay, To: to, From: c.node.id, Number: c.node.sent, Body: body}
	if delay == 0 {
		e.Round = c.due.round + 1
	}
	c.node.sent++
	c.out = append(c.out, e)
}

// node is a model with its book-keeping.
type node[B any] struct {
	model Model[B]
	id    ID
	sent  uint32
	trace uint64 // of the events that it has handled, in their order
}

func (n *node[B]) handle(c *Context[B], e *Event[B]) {
	c.due, c.node = slot{e.At, e.Round}, n
	for _, v := range [...]uint64{uint64(e.At), uint64(e.Round), uint64(e.From), uint64(e.Number)} {
		n.trace = (n.trace ^ v) * 0x100000001b3
		n.trace ^= n.trace >> 29
	}
	n.model.Handle(c, e.From, e.Body)
}

// append appends the node's state to b, for the digest.
func (n *node[B]) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, n.trace)
	b = binary.LittleEndian.AppendUint32(b, n.sent)
	return n.model.AppendState(b)
}

// begin returns the first events, complete.
func (s *Simulation[B]) begin() []Event[B] {
	events := make([]Event[B], len(s.Begin))
	for i, e := range s.Begin {
		if e.To < 0 || int(e.To) >= len(s.Models) || e.At < 0 {
			panic(
				fmt.Sprintf(
					"sim: the run begins with an event at time %d to model %d: there are %d, and time begins at 0",
					e.At,
					e.To,
					len(s.Models),
				),
			)
		}
		events[i] = Event[B]{At: e.At, To: e.To, From: Outside, Number: uint32(i), Body: e.Body}
	}
	return events
}

// finish completes the result.
func (r *Result) finish(n int, appendNode func(i int, b []byte) []byte) {
	h := sha256.New()
	var b []byte
	for i := range n {
		b = appendNode(i, b[:0])
		h.Write(b)
	}
	h.Sum(r.Digest[:0])
}

// report calls Progress.
func (s *Simulation[B]) report(ctx context.Context, now Time, events int) error {
	if s.Progress != nil {
		s.Progress(now, events)
	}
	return ctx.Err()
}
