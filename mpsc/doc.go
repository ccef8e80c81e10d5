// Package mpsc is a channel from many goroutines to one, bounded or unbounded.
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
//   - It is faster when goroutines needn't sleep for each message.
//   - Send and Recv take a context, and a context that can't be cancelled costs nothing.
//     [Sender.SendTimeout] and [Receiver.RecvTimeout] take a time, and allocate nothing.
//     Receivers that want all the messages there are use [Receiver.RecvBatch], those that
//     aren't goroutines use [Receiver.Poll], and those that select use [Receiver.Ready].
//     Send and Recv look at the context only when they would have to wait.
//   - It closes from either side, at any time, without a panic: a send to a closed
//     channel returns [ErrClosed].
//
// [NewUnbounded] makes one whose senders never wait, for the mailboxes of actors.
//
// # Guarantees
//
// The capacity is exact: there are never more messages in the channel, and a channel that
// holds fewer takes another one. The messages of one goroutine are received in the order
// in which they were sent. A message whose Send returned nil is received, unless the
// receiver stops before ErrClosed; a message whose Send returned an error is never
// received. The channel doesn't keep received messages alive.
//
// As a queue the channel is linearizable, with one allowance: a receive may find the
// channel empty while an earlier send isn't finished, though a later one is. See
// "Progress".
//
// # Order
//
// Blocked senders are served in the order in which they came, with two exceptions:
//
//   - a sender that comes after another has left the line, because it was cancelled or
//     found room by itself, may take over the turn of that one;
//   - a sender that begins to wait at the very moment when the receiver gives room to
//     everybody tries again, behind the senders that have come meanwhile.
//
// # Progress
//
// A send that finds room takes no lock, unless it wakes a receiver that sleeps on a Go
// channel. Then it takes the lock of that channel. A receiver sleeps on one in three
// cases: in a select, under a context that is new to it, and without the runtime parker
// (see package diatomic).
//
// A send that is descheduled between taking its position and writing its message holds
// back the messages behind it until it runs again. The receiver sleeps meanwhile. A
// receiver that is descheduled while it takes the message of a blocked sender holds back
// that Send, which then returns nil, even if it is cancelled meanwhile. A send that loses
// the race for a position to another one pauses for some microseconds before it tries
// again. A receiver that has taken many messages from an unbounded channel, and finds no
// more, pauses for a microsecond or two before it looks again. Other steps, as in Close
// and Len, are repeated only if another goroutine's step came in between. Nothing else
// spins.
//
// A send to an unbounded channel never waits for another goroutine, but may allocate a
// segment (see "Memory of unbounded channels"), and do some work for the garbage
// collector then. One that comes while the channel is being closed may have to take back
// its position before it returns ErrClosed. If it is descheduled meanwhile, the receiver
// gets ErrClosed only after it runs again. Until then the channel is closed, but seems to
// be empty: TryRecv returns ErrEmpty, RecvTimeout ErrTimeout and Err nil, Recv blocks, as
// long as its context isn't done, and Len counts the send.
//
// If the receiver is a task whose Waker panics, the call that wakes the task panics too:
// a Send whose message was sent, a Close, or, if an unbounded channel is being closed, a
// Send that is refused.
//
// # Room and memory
//
// A receive gives back the room of its messages before it returns: to blocked senders
// first, one for each message, and what they don't need to everybody.
// [Receiver.RecvBatch] does so at its end, and whenever it has taken a quarter of the
// capacity.
//
// New allocates the room for all messages: the capacity, rounded up to a power of two.
// The channel also allocates:
//
//   - with the first blocked sender, about 200 bytes, and 128 to 150 for each processor
//     (GOMAXPROCS); the garbage collector frees the spare places of blocked senders;
//   - when a side first blocks under a context that can be cancelled, a Go channel; and
//     when it blocks for the eighth time in a row under the same context, the watch on
//     that context (see "Contexts" in the documentation of package diatomic). Senders
//     share the places of blocked senders, so a place may meet other contexts in between.
//     A place that watches a context keeps that context alive until the context is done,
//     another one comes, or the garbage collector frees the place;
//   - when [Sender.Done] is first called, a context and its Go channel;
//   - when a send is cancelled, or its time is over, while it is blocked, 16 bytes to
//     offer its place to the next blocked send; if the receiver drops that place first, a
//     later send makes another, some 300 bytes.
//
// # Memory of unbounded channels
//
// An unbounded channel has its messages in segments. The first has one slot, and each one
// that is made when there are more messages has eight times as many, up to the largest
// size: 512 slots; or, if messages are larger than two words, 512 KiB, but at most 4096
// slots and at least two. Small segments are used over and over as long as the receiver
// keeps up. What the receiver has left behind is garbage, except for one segment of the
// largest size, the spare, which is used again. The next segment is made when a large one
// is three quarters full, or earlier from the spare. So, when all was received, three
// large ones may be left: the receiver's, the next one, and the spare.
//
// When the receiver finds the channel empty, it gives all but one slot back, unless
// batches that need more came often of late. Then both sides take 320 bytes, with
// messages of up to 8 bytes, in addition to what waiting takes. So they do when the
// channel is closed and drained. A receiver finds the channel empty by a call that finds
// no message (Ready too, but not Peek), and by a TryRecvBatch or RecvBatchTimeout that
// doesn't fill its buffer.
//
// In steady state nothing is allocated for a message, and 48 bytes for each segment of
// the largest size that is filled. That is so as long as the number of messages in the
// channel varies by no more than half such a segment: 256 ints, or 2048 messages of 64
// bytes. If it varies by more, slots are allocated anew, up to one for each message: of
// the 16 bytes that an int takes, bursts of 400 allocate 1 for each message, bursts of
// 1000 8, bursts of 3000 13, and bursts of 20,000 16.
//
// A sender that is descheduled while it sends, before its message can be received, keeps
// all segments alive that are used from then on, until it runs again. A Waker that takes
// long keeps none.
//
// # When not to use it
//
// For several receivers, use a Go channel. In a select that must send, use a Go channel
// too: TrySend is all that there is here. If messages are rare or large, the time of a
// send isn't what counts, and a Go channel is as good and better known.
//
// # Waiting
//
// Under context.Background the Go runtime parks a goroutine as it does in sync.Cond.Wait,
// on the toolchains for which package diatomic has it do so; goroutine dumps show the
// goroutine in that state. Elsewhere, and with the tag diatomic_portable, it waits on a
// channel. Under other contexts it waits as in diatomic.WakeSink.Wait. A goroutine that
// the runtime parks shows neither in the block profile nor, if it leaks, in the
// goroutineleak profile. With the tag it shows in both (see "Build tags" in the
// documentation of package diatomic).
//
// A goroutine that is blocked in Send, Recv, RecvBatch or All is durably blocked for
// [testing/synctest], under any context whose Done channel was made in the bubble. A
// channel belongs to one bubble or to none: make it in the bubble in which it is used.
package mpsc
