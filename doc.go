// Package diatomic lets one consumer sleep until a condition that many producers
// change without locks holds. It is a lock-free, single-consumer eventcount: it turns a
// queue, a ring, a mailbox or a set of flags that never block into one that can be
// waited on, by a goroutine or by a task of an executor or event loop.
//
// The consumer has a [WakeSink] and waits on it with a predicate; the producers have a
// [WakeSource], make their change, and call Notify:
//
//	var sink diatomic.WakeSink
//	src := sink.Source()
//
//	// Any producer:               // The consumer:
//	queue.Push(v)                  v, err := diatomic.WaitUntil(ctx, &sink, queue.TryPop)
//	src.Notify()
//
// Notify never blocks, and with nobody waiting it costs one atomic load. The sink never
// waits for a notifier: registering a waker takes at most four atomic operations,
// whatever others do. Nothing spins and, in steady state, nothing allocates.
//
// # The condition
//
// A predicate is called in the consumer, before it goes to sleep and after each wake-up.
// It may look at any number of things, say all the mailboxes that share a sink, and may
// take the one that it finds, as TryPop does above (but not in Ready). What it reads must
// be written through sync/atomic, a channel or a lock, for a Notify that finds nobody
// waiting leaves no trace that could order anything. It must fail only while the
// condition is false: a TryPop that also fails when it lost a race against another
// goroutine would sleep through the value that is there. A method value or a closure will
// do: passed directly it doesn't escape, and allocates nothing. It must not call methods
// of its own sink.
//
// # Which method
//
//   - [WakeSink.Wait] and [WaitUntil] park a goroutine, with a context.
//   - [WakeSink.WaitTimeout] parks it for a limited time.
//   - [WakeSink.Ready] gives a channel for a select statement.
//   - [WakeSink.Poll] and [PollUntil] are for consumers that are not goroutines: they
//     take a [Waker].
//   - [WakeSink.Register] and [WakeSink.Unregister] are what Poll is made of.
//
// # Contexts
//
// Any context may come in. A wait is over when the context's Done channel is closed,
// whatever Err says, and the error is never nil: it is Err, or context.Canceled if that
// is nil. After the end there is one more look: what was changed before it is seen.
//
// Under a context that is new to it, the sink waits in a select, on the context and on a
// channel that it makes once. When the same context comes for the eighth time in a row,
// the sink begins to keep a watch on it (by context.AfterFunc), and parks the goroutine
// from then on, which takes about half as long as a select. (A watch costs about as much
// as eight waits in a select take longer.) Only waits that get past the first look count,
// and those under a context that can't be cancelled don't interrupt the row. Nothing is
// allocated but the channel and a note of the context, once for each sink, and some nine
// objects for each watch.
//
// The watch is released when the context is done, by a wait under another one that can be
// cancelled, by [WakeSink.Forget], and when the sink is garbage. Until then it keeps the
// context alive, and with it a sink that the values of the context lead to.
//
// A watch is kept only on contexts of package context and os/signal, which includes those
// of requests and tests. Under a context of any other type, or derived from one by
// WithValue, each wait is a select. To watch it might take a goroutine, which would be
// left behind, and would call its methods later, when it may be somebody else's (some are
// pooled).
//
// # Build tags
//
// A goroutine that doesn't wait in a select is parked by the Go runtime itself, as
// sync.Cond does it, where that was tested: with the gc toolchain from Go 1.25 to Go
// 1.27, without the race detector. On other versions, and with the tag diatomic_portable,
// it waits on a channel. The former shows in a goroutine dump and in an execution trace
// as sync.Cond.Wait, the latter as a chan receive; only the latter shows in the block
// profile.
//
// # Testing in bubbles
//
// A goroutine that waits counts as durably blocked in a [testing/synctest] bubble, so a
// lost wake-up is reported as a deadlock. A sink belongs to one bubble or to none: make
// it in the bubble that it is used in. Otherwise a test may report a deadlock, or seem to
// work. In a bubble a wait under a context is always a select. So a context from outside
// of the bubble may end it, as it may end a select; meanwhile the goroutine isn't durably
// blocked.
package diatomic
