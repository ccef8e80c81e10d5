// Package mpsc is a bounded channel from many goroutines to one.
//
//	rx, tx := mpsc.New[Event](1000)
//
//	// Any number of goroutines:          // One goroutine:
//	err := tx.Send(ctx, event)            for event := range rx.All(ctx) {
//	                                          handle(event)
//	                                      }
//
// It does what a buffered Go channel does for this case, with three differences:
//
//   - It is faster where goroutines needn't sleep for each message.
//   - Send and Recv take a context, and a context that can't be cancelled costs nothing.
//     [Receiver.RecvBatch], [Receiver.Poll] and [Receiver.Ready] are for receivers that
//     want all there is, that aren't goroutines, or that select.
//   - It closes from either side, at any time, without a panic: a send to a closed
//     channel returns [ErrClosed].
//
// # Guarantees
//
// There are never more messages in the channel than its capacity. The messages of one
// goroutine are received in the order in which they were sent. A send that returned nil
// is received, unless the receiver stops before ErrClosed; a send that returned an error
// is never received. What was received is not kept alive.
//
// As a queue the channel is linearizable, with two allowances. Room is given back in
// batches: see "Room and memory". And a receive may find the channel empty while an
// earlier send is not finished, though a later one is: see "Progress".
//
// # Order
//
// Blocked senders are served in the order in which they came, with two exceptions:
//
//   - a sender that comes after another was cancelled may take over that one's turn;
//   - a sender that begins to wait at the very moment when room is given to everybody
//     tries again, behind those that have come meanwhile.
//
// # Progress
//
// A message that finds room takes no lock, unless it wakes a receiver that sleeps in a
// select, under a context that it has just begun to wait under, or without the runtime
// parker (see package diatomic): then that is the lock of a Go channel.
//
// A send that is descheduled between taking its position and writing its message holds
// back the messages behind it, as long as that lasts. The receiver sleeps meanwhile. A
// receiver that is descheduled while it takes the message of a blocked sender holds back
// that Send: it returns nil afterwards, even if it is cancelled meanwhile. A send that
// loses the race for a position to another one backs off for some microseconds before it
// tries again.
//
// If the receiver is a task whose Waker panics, the Send that wakes it does, and the
// message was sent.
//
// # Room and memory
//
// The room of received messages is given back at once if there are blocked senders, if
// the channel is found empty, at the end of a batch, by Ready, or if the capacity is
// below 8; otherwise when a quarter of the capacity was received. So from three quarters
// of the capacity on, [Sender.TrySend] may return [ErrFull], and [Sender.Send] may block
// until the receiver receives again.
//
// All messages' room is allocated by New: that of a power of two of them, at least the
// capacity. What is allocated besides:
//
//   - with the first blocked sender, about 200 bytes, and 128 to 150 for each processor
//     (GOMAXPROCS); the garbage collector takes the places of blocked senders that are
//     spare;
//   - by a side that first blocks under a context that can be cancelled, a Go channel;
//     and when it blocks for the eighth time in a row under the same one, the watch on it
//     (see "Contexts" in the documentation of package diatomic). The places of blocked
//     senders are shared, so a place may meet other contexts in between. A place that
//     watches a context keeps it alive until the context is done, another one comes, or
//     the garbage collector takes the place;
//   - by a send that is cancelled while it is blocked, 16 bytes to offer its place to the
//     next; if the receiver drops that place first, a later one makes another, some 300
//     bytes.
//
// # When not to use it
//
// With several receivers: use a Go channel. Where a select must send: TrySend is all
// there is. Where messages are rare or large, the time of a send is not what counts, and
// a Go channel is as good and better known.
//
// # Waiting
//
// Under context.Background a goroutine is parked by the Go runtime as one in
// sync.Cond.Wait is, on the toolchains for which package diatomic does so; goroutine
// dumps show it like that. Elsewhere, and with the tag diatomic_portable, it waits on a
// channel. Under other contexts it waits as in diatomic.WakeSink.Wait.
//
// A goroutine that is blocked in Send, Recv, RecvBatch or All is durably blocked for
// [testing/synctest], under any context whose Done channel was made in the bubble. A
// channel belongs to one bubble or to none: make it in the bubble that it is used in.
package mpsc
