package main

import "context"

// handover takes batches from many producers to one consumer.
type handover interface {
	// send gives b away. It may wait for room; if ctx is done it returns its error, and b is dropped.
	// Only producer i may call it.
	send(ctx context.Context, i int, b *batch) error

	// done says that producer i sends no more. It may wait for room, too.
	done(i int)

	// recv waits for a batch. It returns nil when all producers are done and all that they
	// sent was received. Only the consumer may call it.
	recv() *batch

	// slept tells how often recv has gone to sleep. Only the consumer may call it.
	slept() int
}
