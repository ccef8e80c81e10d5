// Package seam holds the few operations of the module that the model checker replaces
// beside those of the standard library: plain shared memory, atomic words that are plain
// memory while they are owned, parking a goroutine, a one-token channel, a mutex, spare
// objects, and what a wait must know of a context.
//
// Production code calls them here. A build under interleave imports the checker's own
// seam instead, and the rest of the checked code stays as it is.
package seam
