package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// rustText stands over figures that are not from this run, nor can they be: the crates
// aren't built here.
const rustText = `The columns in italics are **not from this run**: no date given; another machine, a 2-core
x86-64 virtual machine where one read-modify-write takes about 5.4 ns; Rust, release build, two workers; and a Go
channel there. Million messages/s.

`

// anchors are those figures, by capacity or number of balls.
var (
	funnelAnchors = map[string][]float64{
		"chan":      {9.8, 20.2, 29, 31},
		"tachyonix": {7.4, 16.6, 35, 49},
		"tokio":     {5.0, 6.4, 14, 16},
	}
	pinballAnchors = []float64{13.7, 18.5, 26, 41}
)

func (r *report) rustTables() string {
	var rows [][]string
	for i, c := range capacities {
		row := []string{"funnel 61×13, capacity " + stats.RoundNumber(float64(c))}
		for _, p := range []string{"chan", "mpsc", "batch"} {
			row = append(row, page.Centre(r.funnel("M/s", shapes[0], "int", c, p)))
		}
		if row[1] == "" {
			continue
		}
		there := funnelAnchors["chan"][i]
		row = append(row, page.Against(r.funnel("M/s", shapes[0], "int", c, "mpsc"),
			r.funnel("M/s", shapes[0], "int", c, "chan")), stats.Number(there))
		for _, crate := range []string{"tachyonix", "tokio"} {
			v := funnelAnchors[crate][i]
			row = append(row, stats.Number(v), fmt.Sprintf("%.2f", v/there))
		}
		rows = append(rows, row)
	}
	for i, n := range balls {
		row := []string{fmt.Sprintf("pinball, balls: %d", n)}
		for _, p := range []string{"chan", "mpsc", "batch"} {
			row = append(row, page.Centre(r.pinball("M/s", n, p)))
		}
		if row[1] == "" {
			continue
		}
		rows = append(rows, append(row, page.Against(r.pinball("M/s", n, "mpsc"), r.pinball("M/s", n, "chan")), "",
			stats.Number(pinballAnchors[i]), "", "", ""))
	}
	if rows == nil {
		return ""
	}
	return rustText + page.Table([]string{"", "Go channel", "mpsc, `Recv`", "mpsc, `RecvBatch`", "mpsc ÷ Go",
		"*Go channel, there*", "*tachyonix*", "*÷ Go, there*", "*tokio mpsc*", "*÷ Go, there*"}, rows)
}
