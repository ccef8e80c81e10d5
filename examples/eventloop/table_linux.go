package main

import (
	"fmt"
	"strings"
)

// table is what was measured under l, as a table in Markdown. The first bell is 1.
func table(l load, all [][]sample) string {
	first, second := "ns per task", "CPU, ns per task"
	figures := []func(sample) float64{
		func(s sample) float64 { return s.wall },
		func(s sample) float64 { return s.cpu },
	}
	if l.every > 0 {
		first, second = "CPU, µs per task", "from post to done, µs"
		figures = []func(sample) float64{
			func(s sample) float64 { return s.cpu / 1e3 },
			func(s sample) float64 { return s.latency / 1e3 },
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n", l.name)
	fmt.Fprintf(&b, "| | %s | times the sink's | %s | times the sink's | writes per 1000 tasks | sleeps per 1000 tasks |\n", first, second)
	b.WriteString("|---|---:|---:|---:|---:|---:|---:|\n")
	for i, samples := range all {
		fmt.Fprintf(&b, "| %s |", bells[i].name)
		for _, f := range figures {
			v := of(samples, f)
			fmt.Fprintf(&b, " %s | %s |", spread(v), times(v, of(all[0], f)))
		}
		fmt.Fprintf(&b, " %s | %s |\n",
			figure(median(of(samples, func(s sample) float64 { return s.writes }))),
			figure(median(of(samples, func(s sample) float64 { return s.sleeps }))))
	}
	return b.String()
}
