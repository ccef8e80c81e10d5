package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// table is what was measured under l, as a table in Markdown. The first bell is 1.
func table(l load, all [][]sample) string {
	first, second := "ns per task", "CPU, ns per task"
	columns := []func(sample) float64{
		func(s sample) float64 { return s.wall },
		func(s sample) float64 { return s.cpu },
	}
	if l.every > 0 {
		first, second = "CPU, µs per task", "from post to done, µs"
		columns = []func(sample) float64{
			func(s sample) float64 { return s.cpu / 1e3 },
			func(s sample) float64 { return s.latency / 1e3 },
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n", l.name)
	fmt.Fprintf(
		&b,
		"| | %s | times the sink's | %s | times the sink's | writes per 1000 tasks | sleeps per 1000 tasks |\n",
		first,
		second,
	)
	b.WriteString("|---|---:|---:|---:|---:|---:|---:|\n")
	for i, samples := range all {
		fmt.Fprintf(&b, "| %s |", bells[i].name)
		for _, f := range columns {
			v := figures.Of(samples, f)
			fmt.Fprintf(&b, " %s | %s |", figures.Spread(v), figures.Times(v, figures.Of(all[0], f)))
		}
		fmt.Fprintf(&b, " %s | %s |\n",
			figures.Figure(figures.Median(figures.Of(samples, func(s sample) float64 { return s.writes }))),
			figures.Figure(figures.Median(figures.Of(samples, func(s sample) float64 { return s.sleeps }))))
	}
	return b.String()
}
