// Package waitset lets one consumer wait for any of many sources, and tells it which: the
// queues of a thousand connections, mailboxes, timers of its own. What a wake-up costs
// doesn't depend on how many sources there are.
//
//	var set waitset.Set[*Conn]
//	conn.ready = set.Add(conn) // from any goroutine
//
//	// Any producer:              // The consumer:
//	conn.queue.Push(v)            for conn := range set.All(ctx) {
//	conn.ready.Notify()               conn.handle() // all that is in conn.queue
//	                              }
//
// A [Source] that is notified becomes ready: it puts itself in line, once, and wakes the
// consumer if that sleeps. The consumer takes those that are ready from the line; it
// never looks at the others. To notify a source that is ready already costs one atomic
// load. Nothing takes a lock and, in steady state, nothing allocates.
//
// # Edges
//
// A set tells of notifications, not of conditions. When the consumer is given a source,
// that is no longer ready, until the next Notify. So the consumer takes all that there
// is; or takes some and calls Notify itself, which puts the source at the end of the
// line:
//
//	if m, ok := conn.queue.TryPop(); ok {
//		conn.ready.Notify() // there may be more, but the others come first
//		handle(m)
//	}
//
// It may find nothing: what the last Notify was about may have been taken together with
// what came before. But nothing is overlooked. If something was put there before a
// Notify, then the source is given to the consumer afterwards.
//
// # Order
//
// Sources are given in the order in which they became ready. One that is notified again
// goes to the end, so while a source stands in line, each other one is given at most once
// before it.
//
// # Which method
//
//   - [Set.Wait] and [Set.All] park a goroutine, with a context.
//   - [Set.WaitTimeout] parks it for a limited time.
//   - [Set.Ready] gives a channel for a select statement.
//   - [Set.Poll] is for consumers that are no goroutine.
//   - [Set.Try] and [Set.Batch] take what is there.
//
// # When not to use it
//
// For two or three conditions, let the predicate of one [diatomic.WakeSink] look at all
// of them. For channels, use a select statement. With several consumers, give each a set
// of its own.
package waitset
