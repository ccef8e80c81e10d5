package main

import "context"

// message is what a producer hands over: some words of a batch. The consumer gets the
// messages of a batch in order; the last one gives it the batch.
type message struct {
	batch    *batch
	from, to int // batch.words[from:to]
}

func (m message) isLast() bool { return m.to == len(m.batch.words) }

// handover takes messages from many producers to one consumer.
type handover interface {
	// send gives m away. It may wait for room; if ctx is done meanwhile it returns its
	// error, and m is dropped. Only producer i may call it.
	send(ctx context.Context, i int, m message) error

	// done says that producer i sends no more. It may wait for room, too.
	done(i int)

	// recv waits for a message. It returns false when all producers are done and all that
	// they sent was received. Only the consumer may call it.
	recv() (m message, ok bool)

	// slept tells how often recv found nothing and had to wait. Only the consumer may
	// call it.
	slept() int
}

// way is a kind of hand-over.
type way struct {
	name string
	make func(options) handover
}

var ways = []way{{"slots", newSlots}, {"mpsc", newQueue}, {"chan", newChannel}}

// waysNamed returns the way of that name, all ways if it is "all", or nil.
func waysNamed(name string) []way {
	if name == "all" {
		return ways
	}
	for i, w := range ways {
		if w.name == name {
			return ways[i : i+1]
		}
	}
	return nil
}
