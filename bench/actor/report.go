package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
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

// anchors are what tachyonix 0.3.1 on tokio 1.53.1, Rust 1.95, gave for pinball on
// 2026-11-29, on a machine of the kind that the page is measured on: by number of balls,
// in million messages/s, and as a ratio to Go's channels on that machine and day.
var (
	anchorRates = []float64{27.2, 30.4, 57.2, 100.2}
	anchors     = []float64{2.8, 2.7, 2.3, 2.4}
)

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
			{Name: "latency", Title: "Latency under load", Text: r.latency()},
			{Name: "idle", Title: "Many that are idle, and skynet", Text: r.idle()},
		},
		Pictures: map[string][]picture.Panel{
			"pinball": {r.bars("Pinball", "million messages/s", courtColumns()...)},
			"small":   {r.bars("Ping-pong, ring and funnel", "million messages/s", ping, ring, funnel)},
			"walk":    {r.bars("A walk among many, 16 under way", "million messages/s", walkColumns(16)...)},
		},
		Targets: r.targets(),
		Table:   page.TargetTable(r.targets(), d.Quick()),
	}
}

// column is one measurement, for each peer: what stands above it in a table and in a
// picture, its unit and its name.
type column struct{ head, text, unit, name string }

func (r *report) get(c column, peer string) []float64 {
	return r.data.Get(c.unit, "%speer=%s", c.name, peer)
}

// table has a row for each peer: the figures, and how much of those of Go's channels they
// are.
func (r *report) table(what string, columns ...column) string {
	head, rows := r.rows(what, columns...)
	return page.Table(head, rows)
}

func (r *report) rows(what string, columns ...column) (head []string, rows [][]string) {
	head = []string{what}
	for _, c := range columns {
		head = append(head, c.head, "÷ Go")
	}
	for _, p := range peers {
		row := []string{p.text}
		for _, c := range columns {
			v := r.get(c, p.name)
			row = append(row, page.Cell(v, ""), page.Against(v, r.get(c, "chan")))
		}
		rows = append(rows, row)
	}
	return head, rows
}

func pinballOf(n int) column {
	head := stats.RoundNumber(float64(n))
	return column{head, "balls: " + head, "M/s", fmt.Sprintf("Pinball/balls=%d/", n)}
}

func (r *report) pinball() string {
	head, rows := r.rows("million messages/s, balls a graph:", courtColumns()...)
	row := []string{"tachyonix on tokio, 2026-11-29"}
	for i, rate := range anchorRates {
		row = append(row, fmt.Sprintf("%.1f", rate), fmt.Sprintf("%.1f", anchors[i]))
	}
	return page.Table(head, append(rows, row))
}

func courtColumns() (all []column) {
	for _, n := range balls {
		all = append(all, pinballOf(n))
	}
	return all
}

// bars has a heading for each column, and a bar for each peer.
func (r *report) bars(title, units string, columns ...column) picture.Panel {
	var b picture.Bars
	for _, c := range columns {
		b.Heading(c.text)
		for _, p := range peers {
			hue := picture.Others
			if p.name == "actor" {
				hue = picture.Ours
			}
			b.Add(picture.Bar{Name: strings.ReplaceAll(p.text, "`", ""), Value: r.get(c, p.name), Color: hue})
		}
	}
	return b.Draw(title, units)
}

var (
	ping   = column{"ping-pong", "ping-pong", "M/s", "Ping/"}
	ring   = column{"ring of 1000", "ring of 1000", "M/s", "Ring/"}
	funnel = column{"13 to 1 and back, 61 at once", "funnel", "M/s", "Funnel/"}
)

func (r *report) small() string {
	return r.table("million messages/s", ping, ring, funnel)
}

func (r *report) walk() (text string) {
	for _, k := range walkers {
		table := r.table(fmt.Sprintf("million messages/s, %d under way, consumers:", k), walkColumns(k)...)
		if text != "" && table != "" {
			text += "\n"
		}
		text += table
	}
	return text
}

func walkColumns(k int) (all []column) {
	for _, n := range walks {
		head := stats.RoundNumber(float64(n))
		all = append(all, column{head, "consumers: " + head, "M/s", fmt.Sprintf("Walk/n=%d/balls=%d/", n, k)})
	}
	return all
}

func (r *report) latency() string {
	return r.table("ns, from outside", column{head: "median", unit: "p50-ns", name: "Latency/"},
		column{head: "99 %", unit: "p99-ns", name: "Latency/"})
}

func (r *report) idle() string {
	return r.table(fmt.Sprintf("%s consumers", stats.RoundNumber(idle)),
		column{head: "bytes each", unit: "B/node", name: "Idle/"},
		column{head: "ns each, to the first message", unit: "ns/node", name: "Idle/"},
		column{head: "skynet, ns", unit: "ns/op", name: "Skynet/"})
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
