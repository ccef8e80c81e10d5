// Package waitset lets one consumer wait for any of many sources, and tells it which are
// ready. Sources are, say, the queues of a thousand connections, mailboxes or timers. The
// cost of a wake-up doesn't depend on the number of sources.
//
//	var set waitset.Set[*Conn]
//	conn.ready = set.Add(conn) // from any goroutine
//
//	// Any producer:              // The consumer:
//	conn.queue.Push(v)            for conn := range set.All(ctx) {
//	conn.ready.Notify()               conn.handle() // all that is in conn.queue
//	                              }
//
// [Source.Notify] makes a source ready: it puts the source in line, once, and wakes the
// consumer if the consumer sleeps. The consumer takes ready sources from the line and
// never looks at the others. Notifying a source that is already ready costs one atomic
// load. Nothing takes a lock and, in steady state, nothing allocates.
//
// # Edges
//
// A set reports notifications, not conditions. Once the consumer has been given a source,
// that source is idle until the next Notify. So the consumer must either take everything
// that the source has, or take some of it and call Notify itself, which puts the source
// at the end of the line:
//
//	if m, ok := conn.queue.TryPop(); ok {
//		conn.ready.Notify() // there may be more, but the others come first
//		handle(m)
//	}
//
// The consumer may find nothing, since it may have taken the item of the last Notify
// together with earlier ones. But it overlooks nothing: if a producer adds an item and
// then calls Notify, the consumer is given the source after that.
//
// # Order
//
// The consumer is given sources in the order in which they became ready. A source that is
// notified again goes to the end of the line. So while a source stands in line, the
// consumer is given each other source at most once before it.
//
// # Removed sources
//
// After [Source.Remove] has returned, no new call of the consumer gives the source, and
// neither does a new step of a loop over [Set.All] or [Set.Batch]. A call or a step that
// was under way may still give it. Nobody is told of what is left in the source's queue,
// so the caller of Remove may want to take it. The set keeps the value of a removed
// source until the consumer comes to the source's place in the line. A source that is
// never notified again need not be removed.
//
// # Which method
//
//   - [Set.Wait] and [Set.All] park a goroutine, with a context.
//   - [Set.WaitTimeout] parks it for a limited time.
//   - [Set.Ready] gives a channel for a select statement.
//   - [Set.Poll] is for consumers that aren't goroutines.
//   - [Set.Try] and [Set.Batch] take what is ready, and don't block.
//
// # When not to use it
//
// For two or three conditions, let the predicate of one [diatomic.WakeSink] look at all
// of them. For channels, use a select statement. If there are several consumers, give
// each its own set.
package waitset
