// Package diatomic lets one consumer sleep until a condition holds that many producers
// change without locks. It is a lock-free, single-consumer eventcount. With it a
// goroutine, or a task of an executor or event loop, can wait for a structure whose
// operations never block: a queue, a ring, a mailbox or a set of flags.
//
// The consumer has a [WakeSink] and waits on it with a predicate; the producers have a
// [WakeSource], make their change, and call Notify:
//
//	var sink diatomic.WakeSink
//	src := sink.Source()
//
//	// Any producer:    // The consumer:
//	queue.Push(v)       v, err := diatomic.WaitUntil(ctx, &sink, queue.TryPop)
//	src.Notify()
//
// Notify never blocks, and costs one atomic load while nobody waits. The sink never waits
// for a notifier: registering a waker takes at most four atomic operations, whatever
// others do. Nothing spins and, in steady state, nothing allocates but watches (see
// "Contexts").
//
// # The condition
//
// The consumer calls the predicate before it goes to sleep and after each wake-up. The
// rules for predicates:
//
//   - A predicate may look at any number of things, say all the mailboxes that share a
//     sink. It may take what it finds, as TryPop does above (but not in Ready).
//   - What it reads must be written through sync/atomic, a channel or a lock, since a
//     Notify that finds nobody waiting orders nothing.
//   - It must fail only while the condition is false. If TryPop also failed when it lost
//     a race against another goroutine, the consumer would sleep although a value is
//     there. (It may fail while the push of the first value isn't finished, though later
//     ones are: that push will notify.)
//   - It must not wait on its own sink, nor register or unregister there. It may notify.
//
// A method value or a closure will do: passed directly it doesn't escape, and allocates
// nothing.
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
// A wait may be given any context. The wait is over when the context's Done channel is
// closed, whatever Err says. The error is never nil: it is Err, or context.Canceled if
// Err is nil. Before the wait returns the error it calls the predicate once more, so it
// sees every change that was made before the context was done.
//
// Under a context that is new to the sink, a wait is a select on the context and on a
// channel that the sink makes once. When the same context comes for the eighth time in a
// row, the sink begins to watch it (by context.AfterFunc), and parks the goroutine from
// then on, which takes about half as long as a select. (A watch costs about as much as it
// saves in eight waits.) Only waits that get past the first look count. Waits under a
// context that can't be cancelled don't interrupt the row. The sink allocates only the
// channel and a note of the context, once, and some ten objects for each watch.
//
// The watch is released when the context is done, when a wait comes under another context
// that can be cancelled, by [WakeSink.Forget], and when the sink is garbage. Until then
// the watch keeps the context alive, and the sink too if the values of the context lead
// to it.
//
// A watch is kept only on contexts of package context and os/signal, which includes those
// of requests and tests. Under a context of any other type, or one derived from it by
// WithValue, each wait is a select. To watch such a context might take a goroutine, which
// would be left behind. It would also mean calling the context's methods after the wait,
// when the context may be in use for something else (some are pooled).
//
// # Build tags
//
// The Go runtime itself parks a goroutine that doesn't wait in a select, as it does for
// sync.Cond, where that was tested: with the gc toolchain from Go 1.25 to Go 1.27,
// without the race detector. In other builds, and with the tag diatomic_portable, the
// goroutine waits on a channel. In a goroutine dump and in an execution trace a parked
// goroutine shows as sync.Cond.Wait, and one that waits on a channel as a chan receive.
//
// Two profiles don't show parked goroutines. With the tag diatomic_portable they do:
//
//   - The block profile.
//   - The goroutineleak profile (by default since Go 1.27). It doesn't report a parked
//     goroutine whose sink nothing else refers to, and what this goroutine refers to
//     counts as in use. It does report a goroutine in a select. No build reports a
//     goroutine that a timer or a watch may still wake.
//
// The runtime's functions are linked by name. The Go linker permits that for these two,
// so its flag -checklinkname stays at its default.
//
// # Testing in bubbles
//
// A goroutine that waits counts as durably blocked in a [testing/synctest] bubble, so a
// lost wake-up is reported as a deadlock. (While a ticker of the bubble runs there is no
// deadlock: the clock goes on forever, as fast as it can. Stop it, or wait under a
// time-out.) A sink belongs to one bubble or to none: make it in the bubble in which it
// is used. Otherwise a test may report a deadlock, or seem to work. In a bubble a wait
// under a context is always a select. So a context from outside the bubble may end the
// wait, and until then the goroutine isn't durably blocked.
package diatomic
