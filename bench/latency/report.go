package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/latency"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// report makes tables and plots of the data.
type report struct{ data *stats.Data }

func newReport(d *stats.Data) driver.Report {
	r := &report{d}
	sections := []page.Section{{Name: "run", Title: "The run", Text: page.Run(d, "latency-raw.txt")}}
	pictures := make(map[string][]picture.Panel)
	for _, k := range kinds {
		sections = append(sections, page.Section{Name: k.section, Title: k.title, Text: r.tables(k)})
		pictures[k.section] = r.panels(k)
	}
	return driver.Report{Sections: sections, Pictures: pictures}
}

func (r *report) times(k kind, rate int, p peer, unit string) []float64 {
	return r.data.Of(p.parker, unit, "%s/rate=%d/peer=%s", k.bench, rate, p.name)
}

// tables has one for each rate.
func (r *report) tables(k kind) string {
	var tables []string
	for _, rate := range latency.Rates {
		head := []string{fmt.Sprintf("µs, at %s %s/s", stats.RoundNumber(float64(rate)), k.unit)}
		for _, since := range []string{"due", "sent"} {
			for _, q := range []string{"median", "99 %", "99.9 %"} {
				head = append(head, "since "+since+": "+q)
			}
		}
		var rows [][]string
		for _, p := range k.peers {
			row := []string{p.text}
			for _, prefix := range []string{"", "sent-"} {
				for _, q := range []string{"p50-ns", "p99-ns", "p99.9-ns"} {
					row = append(row, page.Cell(stats.Scaled(r.times(k, rate, p, prefix+q), 1e-3), ""))
				}
			}
			rows = append(rows, row)
		}
		if text := page.Table(head, rows); text != "" {
			tables = append(tables, text)
		}
	}
	return strings.Join(tables, "\n")
}

// panels has one for each rate.
func (r *report) panels(k kind) (panels []picture.Panel) {
	for _, rate := range latency.Rates {
		l := &picture.Lines{}
		for _, p := range k.peers {
			if p.line.Name == "" {
				continue
			}
			l.Add(picture.Distribution(p.line, latency.Quantiles, func(unit string) []float64 {
				return r.times(k, rate, p, unit)
			}))
		}
		panels = append(panels, l.DrawDistribution(
			fmt.Sprintf("%s %s a second", stats.RoundNumber(float64(rate)), k.unit), "time (less is better)",
			fmt.Sprintf("this part of all %s was %s within that time of when it was due", k.unit, k.arrives)))
	}
	return panels
}
