// Package event lets any number of goroutines, or tasks of an executor or event loop,
// wait for conditions that others change without locks. It is an eventcount for many
// waiters. With it, both sides of a queue that never blocks can wait, or a latch or
// semaphore can be made of an atomic counter.
//
//	var some event.Event
//
//	// Any producer:     // Any consumer:
//	queue.Push(v)        v, err := event.WaitUntil(ctx, &some, queue.TryPop)
//	some.Notify(1)
//
// If nobody waits, a notification is one atomic load, and nobody takes a lock. A waiter
// whose condition holds takes none either. Nothing spins, except sync.Mutex for a moment
// while another goroutine has the lock (see "Locks"), and, in steady state, nothing
// allocates. If there is only one consumer, [diatomic.WakeSink] does the same for less.
//
// # The condition
//
// A waiter calls its predicate before it gets in line, when it is in line, and each time
// that it is notified. The rules for predicates:
//
//   - A predicate may look at any number of things, and may take what it finds, as TryPop
//     does above (but not in [Waiter.Ready]).
//   - What it reads must be written through sync/atomic, a channel or a lock, since a
//     Notify that finds nobody waiting orders nothing.
//   - It must fail only while the condition is false, unless you do what the next section
//     says.
//   - It may notify any Event, its own included, but not wait on one.
//
// # Queues that refuse
//
// TryPop of many lock-free queues also fails though there is a value: if it loses a race
// against another consumer, or if the push of the first value isn't finished while later
// ones are. Then a waiter uses up a notification for nothing, and may sleep forever
// though there are values. With such a queue each success must also notify the side
// that it is on:
//
//	v, err := event.WaitUntil(ctx, &some, func() (T, bool) {
//		v, ok := queue.TryPop()
//		if ok {
//			room.Notify(1) // if producers wait for room
//			some.Notify(1) // to the next consumer, which this one may have held up
//		}
//		return v, ok
//	})
//
// The goroutine that makes TryPop fail calls Notify once it is done. From then on each
// success wakes the next consumer, as long as there are values and sleeping consumers. It
// costs a load, and at most one wake-up for nothing per success. The same goes for
// TryPush and producers. (A queue with one consumer loses no race, and whatever push
// isn't finished yet will notify; so there nothing has to be done.)
//
// # Notifications
//
// Each Notify(n) wakes n more waiters, if there are so many. What becomes of a
// notification:
//
//   - The waiter looks, and its condition holds: it has used the notification.
//   - The waiter looks, and its condition doesn't hold, because another goroutine was
//     faster, say. It has used up the notification as well. It sleeps again, and keeps
//     its place in the order.
//   - The waiter goes on or gives up without having looked since it was notified: it had
//     looked a moment before, its context is done, its time is over, its predicate
//     panics. Then it passes the notification on to the next waiter.
//
// So after n changes that each let one waiter go on, with Notify(1) after each of them,
// no waiter sleeps while its condition holds. This takes for granted that any waiter will
// do. If waiters of one Event wait for different conditions, a Notify(1) may go to one
// whose condition is false, and is used up. Then call [Event.NotifyAll], or have an Event
// for each condition. (The two sides of a queue are an example.)
//
// # Order
//
// Waiters are notified in the order in which they came, and Notify(n) wakes no more than
// n. There are these exceptions:
//
//   - A goroutine whose condition holds when it comes doesn't get in line. So it may be
//     faster than a waiter that has been notified, which then sleeps on in its place.
//     Nothing bounds how often: a goroutine that gives back what it holds, and takes it
//     again at once, may keep the waiters of a semaphore waiting for long. Where turns
//     matter more than throughput, use one that is fair, such as that of
//     golang.org/x/sync.
//   - Waiters that have been notified run when the scheduler lets them, in any order.
//   - Before it gives up, a waiter looks once more. So it may go on before its turn.
//   - A [Waiter] that is dropped without Cancel keeps its notification.
//
// # Which method
//
//   - [Event.Wait] and [WaitUntil] park a goroutine, with a context.
//   - [Event.WaitTimeout] parks it for a limited time.
//   - [Waiter.Ready] gives a channel for a select statement.
//   - [Waiter.Poll] is for tasks that aren't goroutines: they have a [diatomic.Waker].
//
// # Contexts
//
// A wait may be given any context. The wait is over when the context's Done channel is
// closed, whatever Err says. The error is never nil: it is Err, or context.Canceled if
// Err is nil. Before the wait returns the error it calls the predicate once more, so it
// sees every change that was made before the context was done.
//
// For what a wait under a context that can be cancelled costs, see "Contexts" in package
// diatomic: the Event keeps some WakeSinks, of which each such waiter gets one. If they
// watch a context, because it has come again and again, they keep it alive until it is
// done, until they are used under another context, or until the Event is garbage. A
// context never keeps the Event alive, unless the context's values lead to it. Nothing
// else stays referenced after a wait.
//
// # Memory
//
// An Event takes 56 bytes, and a waiter 64 while it waits. One that waits under a
// context that can be cancelled, or for a limited time, or isn't parked, takes 200 to 250
// more. The Event keeps these places for later waiters: as many as there have been at one
// time. They are freed with the Event.
//
// # Locks
//
// A goroutine that gets in line, or leaves it without having been notified, takes a lock
// for a moment, and so does a notifier that finds waiters. Nobody calls a predicate, a
// context or a waker with the lock held.
//
// # Build tags and bubbles
//
// The runtime parks goroutines that don't wait under a context that can be cancelled, in
// the same builds as for WakeSink: see package diatomic. All waiters count as durably
// blocked in a [testing/synctest] bubble, so a lost notification is reported as a
// deadlock, unless a ticker runs there. For the model checker, see "Code that waits by
// this module" in docs/checking.md.
package event
