// Package core is the engine of the model checker: threads, memory, state keys
// and the searches. Package interleave is its face; the packages atomic,
// context, time, runtime and seam beside it are what the checked code calls.
package core
