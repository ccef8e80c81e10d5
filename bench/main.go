// Command bench runs the benchmarks of package suite, all peers side by side, and
// writes tables and plots. See -h.
package main

import (
	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/suite"
)

const usage = `bench runs diatomic and its peers side by side, and writes tables and plots.

	go run .                    the full run: rewrites ../docs/perf and the tables in ../docs/performance.md
	go run . -quick             about two minutes; writes into ./out
	go run . -run 'Same|Unit'   some of the benchmarks; writes into ./out
	go run . -draw -o ../docs/perf -page ../docs/performance.md    no run: draws again from the raw data
`

var command = driver.Command{
	Name:    "bench",
	Usage:   usage,
	Package: "./suite",
	Tags:    map[string]string{"runtime": "", "portable": "diatomic_portable"},
	Page:    "performance.md",
	Passes:  passes,
	Paths:   suite.Paths,
	Report:  newReport,
}

func main() { command.Main() }
