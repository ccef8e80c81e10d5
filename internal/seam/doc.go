// Package seam holds the few operations of the module that a model checker must replace,
// and for which Go's standard library has no API: plain shared memory, atomic words that
// are plain memory while they are owned, parking a goroutine, and a one-token channel.
//
// Production code calls them here. A build under interleave imports the model
// checker's own seam instead; for this the rest of the checked code doesn't change.
package seam
