// Command actor measures the actors of package actor beside what Go programs use in their
// place, and writes tables. As Go benchmarks: go test -bench . ./actor. See -h.
package main

import (
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
)

var command = driver.Command{
	Room:   "actor",
	Title:  "actors, and goroutines in their place",
	Page:   "performance-actor.md",
	Prefix: "actor-",
	Tags:   map[string]string{"runtime": ""},
	Passes: passes,
	Report: newReport,
}

func main() { command.Main() }

func passes(o driver.Options) []driver.Pass {
	benchtime, about := 100*time.Millisecond, []time.Duration{40 * time.Second, 30 * time.Second}
	if o.Quick {
		benchtime, about = 10*time.Millisecond, []time.Duration{8 * time.Second, 30 * time.Second}
	}
	timed := fmt.Sprint("-test.benchtime=", benchtime)
	step := func(bench, arg string, about time.Duration) driver.Step {
		return driver.Step{Parker: "runtime", Bench: bench, Args: []string{arg}, About: about}
	}
	var passes []driver.Pass
	for i := range o.Count {
		passes = append(passes, driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count), Steps: []driver.Step{
			step(o.Only("Pinball", "Walk", "Ping", "Ring", "Funnel", "Latency"), timed, about[0]),
			step(o.Only("Skynet", "Idle"), "-test.benchtime=1x", about[1]),
		}})
	}
	return passes
}
