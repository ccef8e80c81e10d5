// Package race holds what builds with the race detector do differently. They notice
// misuse by two goroutines as soon as the second call begins. For this they have an
// atomic word of their own, so that the misuse shows as a panic and not as a data race on
// something else.
package race
