// Command mpsc measures the channel of package mpsc beside what Go programs use in its
// place, and writes tables and plots. As Go benchmarks: go test -bench . ./mpsc. See -h.
package main

import (
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
)

var command = driver.Command{
	Room:   "mpsc",
	Title:  "the channel of package mpsc and its peers",
	Page:   "performance-mpsc.md",
	Prefix: "mpsc-",
	Tags:   map[string]string{"runtime": ""},
	Passes: passes,
	Paths:  paths,
	Report: newReport,
}

func main() { command.Main() }

func passes(o driver.Options) []driver.Pass {
	benchtime := 100 * time.Millisecond
	about := []time.Duration{54 * time.Second, 15 * time.Second, 9 * time.Second}
	rest := ""
	if o.Quick {
		benchtime = 10 * time.Millisecond
		about = []time.Duration{6 * time.Second, 3 * time.Second, time.Second}
		rest = "/rigs=/senders=/msg=int$"
	}
	step := func(bench string, about time.Duration, args ...string) driver.Step {
		return driver.Step{Parker: "runtime", Bench: bench, About: about, Args: args}
	}
	timed := fmt.Sprint("-test.benchtime=", benchtime)
	var passes []driver.Pass
	for i := range o.Count {
		passes = append(passes, driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count), Steps: []driver.Step{
			step(o.Only("Funnel")+rest, about[0], timed),
			step(o.Only("Contexts", "Pinball", "Path"), about[1], timed),
			step(o.Only("Unbounded"), about[2], timed),
		}})
	}
	return append(passes, driver.Pass{Name: "memory", Steps: []driver.Step{
		step(o.Only("Memory"), 5e9, "-test.benchtime=1x"),
	}})
}
