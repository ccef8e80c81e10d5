package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// table is what was measured under l, as a table in Markdown. The first way is 1.
func table(l load, ways []way, all [][]sample) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n", l.name)
	if l.every > 0 {
		b.WriteString("| | CPU, µs per message | times the sink's | from put to got, µs | times the sink's |\n")
	} else {
		b.WriteString("| | ns per message | times the sink's | CPU, ns per message | times the sink's |\n")
	}
	b.WriteString("|---|---:|---:|---:|---:|\n")
	wall := func(s sample) float64 { return s.wall }
	cpu := func(s sample) float64 { return s.cpu }
	cpuMicros := func(s sample) float64 { return s.cpu / 1e3 }
	latency := func(s sample) float64 { return s.latency / 1e3 }
	for i, w := range ways {
		switch samples := all[i]; {
		case samples == nil:
		case l.every == 0:
			row(&b, w.name, samples, all[0], wall, cpu)
		case samples[0].latency == 0:
			row(&b, w.name, samples, all[0], cpuMicros, nil)
		default:
			row(&b, w.name, samples, all[0], cpuMicros, latency)
		}
	}
	return b.String()
}

// row has each figure, and how many times that of base it is.
func row(b *strings.Builder, name string, samples, base []sample, columns ...func(sample) float64) {
	fmt.Fprintf(b, "| %s |", name)
	for _, f := range columns {
		if f == nil {
			b.WriteString(" | |")
			continue
		}
		v := figures.Of(samples, f)
		fmt.Fprintf(b, " %s | %s |", figures.Spread(v), figures.Times(v, figures.Of(base, f)))
	}
	b.WriteString("\n")
}
