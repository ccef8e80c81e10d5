// Package actor runs any number of actors on a few workers. An actor isn't a goroutine:
// it is a mailbox, a diatomic.WakeSink on which it waits for mail, and a place in a run
// queue.
//
// The life of a message:
//
//   - Send puts it into the mailbox, a list that any number of senders push onto, and
//     calls Notify.
//   - If the actor waits, that calls its Waker, which is the actor itself: Wake puts it
//     on a run queue.
//   - A worker takes it from there and runs it: it polls the mailbox, which is taken
//     whole, and hands the messages to the Receiver. When there are no more, Poll has
//     registered the actor, and it is idle again.
//
// What holds:
//
//   - Messages of one sender to one actor are received in the order in which they were
//     sent.
//   - An actor runs in one worker at a time. What Receive does happens before the next
//     Receive of the same actor, so its state needs no lock.
//   - A run is over after a batch of messages at most, and the actor then goes to the end
//     of the queue.
//   - A worker that has nothing to do sleeps, on a sink of its own. Nobody spins.
//   - A panic in Receive ends the system, and Wait returns it as an error: a message that
//     was handled by half leaves the actor in a state that nobody knows.
//
// Receive should not block: it holds up its worker, and the actors (15 at most) that the
// worker has already picked.
package actor
