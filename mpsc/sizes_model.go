//go:build interleave

package mpsc

// In models, senders come to the borders of segments all the time.

const growth = 2

var most = 2 // slots in a segment

func largest[T any]() int { return most }

const touched = 1 << 10
