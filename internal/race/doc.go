// Package race is what builds with the race detector do otherwise. They notice a misuse
// by two goroutines as soon as the second call begins, with a word of its own that is
// atomic, so that the misuse is told by a panic and not as a data race on something else.
package race
