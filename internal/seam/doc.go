// Package seam holds the few operations of the module for which Go's standard library has
// no API that a model checker could stand in for: plain shared memory, atomic words that
// are plain while they are owned, parking a goroutine, and a one-token channel.
//
// Production code calls them here; a build under internal/interleave imports that
// package's own seam instead, and nothing else of the checked code changes.
package seam
