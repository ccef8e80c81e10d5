// Command waitset measures ways of waiting for any of many sources, side by side, and
// writes tables. As Go benchmarks: go test -bench . ./waitset. See -h.
package main

import (
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
)

var command = driver.Command{
	Room:   "waitset",
	Title:  "ways of waiting for any of many sources",
	Page:   "performance-waitset.md",
	Prefix: "waitset-",
	Tags:   map[string]string{"runtime": ""},
	Passes: passes,
	Report: newReport,
}

func main() { command.Main() }

// passes are as many as are asked for; in each the peers of a case run one right after
// the other.
func passes(o driver.Options) []driver.Pass {
	benchtime, about := "60ms", 14*time.Second
	if o.Quick {
		benchtime, about = "5ms", 3*time.Second
	}
	var passes []driver.Pass
	for i := range o.Count {
		passes = append(passes, driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count), Steps: []driver.Step{
			{Parker: "runtime", Bench: o.Only("Many"), Args: []string{"-test.benchtime=" + benchtime}, About: about},
		}})
	}
	return passes
}
