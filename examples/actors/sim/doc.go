// Package sim is a discrete-event simulation on actors. Models exchange timestamped
// events; all that is due at the same time runs in parallel, and the result is the same
// as that of one loop that handles event after event.
//
// # Order
//
// An event has a time, a round, a sender and a number. The number counts what its sender
// has sent so far. The round is for events without delay: one that is sent while round r
// of an instant is handled, to be handled at that same instant, is in round r+1. All
// others are in round 0.
//
// The order of events is that of (time, round, sender, number), and a model handles its
// own in this order. It is a total order, for no two events have the same sender and
// number.
//
// # Why it doesn't matter how many workers there are
//
// A model's state is its own, and events are all that it learns of others. So what it
// does, what it sends and the numbers on that are a function of the sequence of events
// that it has handled. Suppose that up to some round each model has had the same sequence
// as in the sequential run. Then the same events were sent, and those of the next round
// are known, for an event is sent in an earlier round than its own. Each model gets its
// part of them, sorted by sender and number: the same as in the sequential run. How the
// models of a round are interleaved makes no difference to any of them. The engine waits
// until all have finished before it looks for the next round.
//
// What a model must not do: read other models, clocks, shared random generators, or
// iterate over maps.
package sim
