// Command event measures ways in which several goroutines can wait for one thing, side by
// side, and writes tables. As Go benchmarks: go test -bench . ./event. See -h.
package main

import (
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
)

var command = driver.Command{
	Room:   "event",
	Title:  "ways in which several goroutines can wait for one thing",
	Page:   "performance-event.md",
	Prefix: "event-",
	Tags:   map[string]string{"runtime": ""},
	Passes: passes,
	Report: newReport,
}

func main() { command.Main() }

// passes are as many as are asked for; in each the peers of a case run one right after
// the other.
func passes(o driver.Options) []driver.Pass {
	short, long, about := "8ms", "30ms", 20*time.Second
	if o.Quick {
		short, long, about = "2ms", "5ms", 6*time.Second
	}
	var passes []driver.Pass
	for i := range o.Count {
		passes = append(passes, driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count), Steps: []driver.Step{
			{Parker: "runtime", Bench: o.Only("Idle"), Args: []string{"-test.benchtime=" + short}, About: about / 8},
			{Parker: "runtime", Bench: o.Only("PingPong", "One", "All", "Queue"),
				Args: []string{"-test.benchtime=" + long}, About: about * 5 / 8},
			{Parker: "runtime", Bench: o.Only("Paced"), Args: []string{"-test.benchtime=400x"}, About: about / 8},
			{Parker: "runtime", Bench: o.Only("Memory"), Args: []string{"-test.benchtime=1x"}, About: about / 8},
		}})
	}
	return passes
}
