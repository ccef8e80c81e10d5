package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// report makes tables of the data.
type report struct{ data *stats.Data }

func newReport(d *stats.Data) driver.Report {
	r := &report{d}
	sections := []page.Section{{Name: "run", Title: "The run", Text: page.Run(d, "waitset-raw.txt")}}
	for _, w := range works {
		sections = append(sections, page.Section{Name: w.name, Title: w.title, Text: r.table(w)})
	}
	return driver.Report{Sections: sections}
}

func (r *report) times(w work, n int, peer string) []float64 {
	return r.data.Get("ns/op", "Many/%s", caseName(w, n, peer))
}

// table has a row for each peer: the times, what they are divided by those of ours, and
// how they grow.
func (r *report) table(w work) string {
	first, last := counts[0], counts[len(counts)-1]
	head := []string{"sources:"}
	for _, n := range counts {
		head = append(head, stats.RoundNumber(float64(n)), "÷ waitset")
	}
	head = append(head, fmt.Sprintf("%s ÷ %d", stats.RoundNumber(float64(last)), first))
	var rows [][]string
	for _, p := range peers {
		row := []string{p.text}
		for _, n := range counts {
			v := r.times(w, n, p.name)
			row = append(row, page.Cell(v, " ns"), page.Against(v, r.times(w, n, peers[0].name)))
		}
		rows = append(rows, append(row, page.Against(r.times(w, last, p.name), r.times(w, first, p.name))))
	}
	return page.Table(head, rows)
}
