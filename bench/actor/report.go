package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

const (
	courts = 61
	nodes  = 13
	idle   = 100_000
)

var (
	balls   = []int{1, 7, 41, 241}
	walks   = []int{1000, 10_000, 100_000, 1_000_000}
	walkers = []int{1, 16}
)

// anchors are what tachyonix on tokio gave for pinball, by number of balls, as a ratio to
// Go's channel on the same machine and day.
var anchors = []float64{2.8, 2.7, 2.3, 2.4}

// report makes tables of the data.
type report struct{ data *stats.Data }

func newReport(d *stats.Data) driver.Report {
	r := &report{d}
	return driver.Report{
		Sections: []page.Section{
			{Name: "run", Title: "The run", Text: page.Run(d, "actor-raw.txt")},
			{Name: "pinball", Title: "Pinball", Text: r.pinball()},
			{Name: "small", Title: "Ping-pong, ring and funnel", Text: r.small()},
			{Name: "walk", Title: "A walk among many", Text: r.walk()},
			{Name: "idle", Title: "Many that are idle, and skynet", Text: r.idle()},
		},
		Targets: r.targets(),
		Table:   page.TargetTable(r.targets(), d.Quick()),
	}
}

// column is one measurement, for each peer.
type column struct{ head, unit, name string }

func (r *report) get(c column, peer string) []float64 {
	return r.data.Get(c.unit, "%speer=%s", c.name, peer)
}

// table has a row for each peer: the figures, and how much of those of Go's channels they
// are.
func (r *report) table(what string, columns ...column) string {
	head := []string{what}
	for _, c := range columns {
		head = append(head, c.head, "÷ Go")
	}
	var rows [][]string
	for _, p := range peers {
		row := []string{p.text}
		for _, c := range columns {
			v := r.get(c, p.name)
			row = append(row, page.Cell(v, ""), page.Against(v, r.get(c, "chan")))
		}
		rows = append(rows, row)
	}
	return page.Table(head, rows)
}

func pinballOf(n int) column {
	return column{stats.RoundNumber(float64(n)), "M/s", fmt.Sprintf("Pinball/balls=%d/", n)}
}

func (r *report) pinball() string {
	var columns []column
	for _, n := range balls {
		columns = append(columns, pinballOf(n))
	}
	return r.table("million messages/s, balls a graph:", columns...)
}

var (
	ping = column{"ping-pong", "M/s", "Ping/"}
	ring = column{"ring of 1000", "M/s", "Ring/"}
)

func (r *report) small() string {
	return r.table("million messages/s", ping, ring, column{"13 to 1 and back, 61 at once", "M/s", "Funnel/"})
}

func (r *report) walk() (text string) {
	for _, k := range walkers {
		var columns []column
		for _, n := range walks {
			name := fmt.Sprintf("Walk/n=%d/balls=%d/", n, k)
			columns = append(columns, column{stats.RoundNumber(float64(n)), "M/s", name})
		}
		table := r.table(fmt.Sprintf("million messages/s, %d under way, consumers:", k), columns...)
		if text != "" && table != "" {
			text += "\n"
		}
		text += table
	}
	return text
}

func (r *report) idle() string {
	return r.table(fmt.Sprintf("%s consumers", stats.RoundNumber(idle)),
		column{"bytes each", "B/node", "Idle/"}, column{"ns each, to the first message", "ns/node", "Idle/"},
		column{"skynet, ns", "ns/op", "Skynet/"})
}

// targets are those of pinball, which are ahead of tachyonix, and others.
func (r *report) targets() (all []page.Target) {
	limits := []float64{3, 3, 2.7, 2.7}
	add := func(text string, c column, limit float64) {
		all = append(all, page.Target{Text: text, Limit: limit, AtLeast: true,
			Ratio: stats.Ratios(r.get(c, "actor"), r.get(c, "chan"))})
	}
	for i, n := range balls {
		text := fmt.Sprintf("pinball ÷ Go's channels, balls: %d (tachyonix on tokio: %g)", n, anchors[i])
		add(text, pinballOf(n), limits[i])
	}
	add("ping-pong ÷ Go's channels", ping, 3)
	add("ring of 1000 ÷ Go's channels", ring, 3)
	all = append(all, page.Target{Text: "bytes of an idle actor of a benchmark, whose state has 16", Limit: 144,
		Ratio: r.get(column{unit: "B/node", name: "Idle/"}, "actor")})
	return all
}
