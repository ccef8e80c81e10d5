// Package mpsc is a bounded channel from many goroutines to one.
//
//	rx, tx := mpsc.New[Event](1000)
//
//	// Any number of goroutines:          // One goroutine:
//	err := tx.Send(ctx, event)            for event := range rx.All(ctx) {
//	                                          handle(event)
//	                                      }
//
// It does what a buffered Go channel does for this case, with three differences. It is
// faster, where goroutines needn't sleep for each message: no message that finds room takes a lock, unless it wakes a receiver in a select. Send and Recv take a context, and a context that
// can't be cancelled costs nothing; [Receiver.RecvBatch], [Receiver.Poll] and [Receiver.Ready] are for
// receivers that want all there is, are no goroutine, or select. And it closes from either side, at any time,
// without a panic: a send to a closed channel returns [ErrClosed].
//
// # Guarantees
//
// There are never more messages in the channel than its capacity. The messages of one
// goroutine are received in the order in which they were sent. A send that returned nil is received, unless the
// receiver stops before ErrClosed; a send that returned an error is never received. Blocked senders are served in
// turn: see [Sender.Send]. Nothing is allocated in steady state, and what was received is not kept alive.
//
// As a queue the channel is linearizable, with two allowances. Room is given back in batches of up to
// a quarter of the capacity: see [New]. And a receive may find the channel empty while an earlier send is not
// finished, though a later one is: a sender that is descheduled half-way holds back
// what comes after its message. Whoever waits for that is asleep. The one loop
// that burns time is a back-off of some microseconds, of a send that has lost the race for a position.
//
// # When not to use it
//
// With several receivers: use a Go channel. Where a select must send: TrySend is all there
// is. Where messages are rare or large, the time of a send is not what counts, and a Go channel
// is as good and better known.
//
// # Waiting
//
// Under context.Background a goroutine is stopped by the Go runtime as one in
// sync.Cond.Wait is, on the toolchains for which package diatomic does so (see there); goroutine dumps show it like
// that. Elsewhere, and with the tag diatomic_portable, it waits on a channel. Under other
// contexts it waits as diatomic.WakeSink.Wait does. For testing/synctest whoever is blocked in
// Send, Recv, RecvBatch or All is durably blocked, under any context that was made in the bubble.
//
// A channel belongs to one [testing/synctest] bubble or to none: make it in the bubble that it is used in.
package mpsc
