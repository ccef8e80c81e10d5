// Command latency measures how long it takes, under three loads, until a consumer that
// was notified runs, and until a message is received; and writes tables and plots. The
// benchmarks are those of the other rooms: go test -bench Latency ./... See -h.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/latency"
)

var command = driver.Command{
	Room:   "latency",
	Title:  "wake-ups and messages under load",
	Page:   "performance-latency.md",
	Prefix: "latency-",
	Tags:   map[string]string{"runtime": "", "portable": "diatomic_portable"},
	Passes: passes,
	Report: newReport,
}

func main() { command.Main() }

// passes are as many as are asked for; in each the peers of a case run one right after
// the other.
func passes(o driver.Options) []driver.Pass {
	window, overhead := 500*time.Millisecond, 30*time.Millisecond
	if o.Quick {
		window = 20 * time.Millisecond
	}
	var passes []driver.Pass
	for i := range o.Count {
		pass := driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count)}
		for _, k := range kinds {
			for _, rate := range latency.Rates {
				for _, group := range k.byBinary() {
					var names []string
					for _, p := range group {
						names = append(names, p.name)
					}
					pass.Steps = append(pass.Steps, driver.Step{
						Room:   group[0].room,
						Parker: group[0].parker,
						Bench:  o.Only(k.bench) + fmt.Sprintf("/^rate=%d$/^peer=(%s)$", rate, strings.Join(names, "|")),
						Args:   []string{fmt.Sprintf("-test.benchtime=%dx", int(window.Seconds()*float64(rate)))},
						About:  time.Duration(len(group)) * (window + overhead),
					})
				}
			}
		}
		passes = append(passes, pass)
	}
	return passes
}
