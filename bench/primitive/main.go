// Command primitive measures the primitive beside what else Go offers for a wake-up, and
// writes tables and plots. As Go benchmarks: go test -bench . ./primitive. See -h.
//
// Each peer's work is small functions of the same shape: the compiler stops inlining
// inside big ones. What takes less than 5 ns stands eight times in its loop, which counts
// down: to count up keeps one more variable in memory.
package main

import "github.com/diatomic-go/diatomic/bench/internal/driver"

var command = driver.Command{
	Room:   "primitive",
	Title:  "the primitive and its peers",
	Page:   "performance.md",
	Tags:   map[string]string{"runtime": "", "portable": "diatomic_portable"},
	Passes: passes,
	Paths:  paths,
	Report: newReport,
}

func main() { command.Main() }
