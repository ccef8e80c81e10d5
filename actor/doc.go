// Package actor runs consumers that aren't goroutines: any number of actors, on a few
// workers. An actor is a mailbox, and a Receiver that is handed the messages in it, one
// after the other. An idle one takes 88 bytes in addition to its state (96 if Spawn
// allocates it), so a program may have a million of them.
//
//	type counter struct{ n int }
//
//	func (k *counter) Receive(c *actor.Context[int], m int) {
//		k.n += m
//		actor.Send(c, printer, k.n) // to another actor
//	}
//
//	s := actor.NewSystem(actor.Options{})
//	count := actor.Spawn(s, &counter{})
//	go s.Run(ctx)
//	err := count.Send(ctx, 7) // from a goroutine
//
// # Guarantees
//
// An actor runs in one goroutine at a time. What Receive does happens before the next
// Receive of the same actor, so the state of a Receiver needs no lock. The messages of
// one sender to one actor are received in the order in which they were sent. If a send
// returns nil, its message is received once, or given to Options.DeadLetter once. If it
// returns an error, neither happens.
//
// # Messages
//
// An actor has messages of one type. Where there are several kinds, let that be an
// interface, and Receive have a type switch: see the example. (A value in an interface is
// mostly an allocation. A struct that has the fields of all kinds isn't.)
//
// # Mailboxes
//
// A mailbox holds what there is memory for, unless the option [Mailbox] bounds it: then
// [Ref.Send] waits for room, and what can't wait returns [ErrFull]. In steady state no
// send allocates, not even one from outside: envelopes are used again. A small message
// that waits takes 64 bytes.
//
// # Ends and faults
//
// An actor stops by itself ([Context.Stop]) or from outside ([Ref.Stop]), after the
// message in hand: what is left in the mailbox goes to Options.DeadLetter, and sends
// return [ErrStopped]. An idle actor that nobody refers to is garbage, and needs no stop.
//
// If Receive panics, the policy of the actor (see [OnPanic]) says what becomes of it: the
// actor stops, or starts again with fresh state, or the system ends, and [System.Run]
// returns the [Fault]. [Watch] and [Ref.OnStop] tell others when an actor has stopped. A
// panic of the other functions that a System calls ends it: DeadLetter, Stopped, Restart,
// and those of OnStop.
//
// [System.Shutdown] ends the system when all that is queued has been handled;
// [System.Stop], and the end of Run's context, end it after the messages in hand.
//
// # Scheduling
//
// Each worker has a queue of actors that have mail, and a slot for the one that was sent
// to last: that one runs next. A worker with nothing to do takes half of another's queue.
// What is sent from outside comes through a queue that all share, and that comes first in
// every other turn. An actor, and those that it wakes one after the other, receive at
// most Options.Batch messages before others have their turn. A worker that finds nothing
// sleeps, on a diatomic.WakeSink; nothing spins, and an idle system costs nothing.
//
// Receive shouldn't block. It would hold up its worker, and one other actor: the one that
// Receive has sent to last, if that was idle. All others are taken over by other workers.
// So Receive must not wait for what another actor does, as by [Ask]. Use [Context.Go] for
// work that blocks: its result comes as a message.
//
// # Cost
//
// A message from one actor to another that is idle takes two compare-and-swaps, one to
// put it into the mailbox and one with which the actor becomes idle again; and one
// message of several that wait takes one. See docs/performance-actor.md.
//
// # Progress
//
// Sends take no lock and never wait, except those that wait for room in a bounded
// mailbox, which take the lock of an event.Event. A worker takes a lock to refill from
// what came from outside, which other workers may wait for, and senders don't. A sender
// that is descheduled between putting a message into the mailbox of an idle actor and
// putting that actor into a queue holds up the actor until it runs again (see
// [System.Shutdown]). A worker that is descheduled while it looks for work isn't waited
// for, but others count on it: an actor that becomes runnable meanwhile may have to wait
// for that worker, or for the one that its sender runs on, though a third is asleep.
//
// # Tests
//
// A System works in a [testing/synctest] bubble, and belongs to one bubble or to none. A
// worker that sleeps is durably blocked. With one worker and Options.Seed the order is
// the same in each run.
//
// # When not to use it
//
// A few dozen consumers are simpler as goroutines with a channel each. A consumer whose
// work is to block, on a connection say, is a goroutine: let it send to actors.
package actor
