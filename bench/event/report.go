package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// idlers are the numbers of goroutines that notify nobody.
var idlers = []int{1, 2, 4, 8}

type section = page.Section

// report makes tables of the data.
type report struct{ data *stats.Data }

func newReport(d *stats.Data) driver.Report {
	r := &report{d}
	return driver.Report{
		Sections: []section{
			{Name: "run", Title: "The run", Text: page.Run(d, "event-raw.txt")},
			{Name: "idle", Title: "Idle notifications", Text: r.idleTable()},
			{Name: "pingpong", Title: "Ping-pong", Text: r.pingPongTable()},
			{Name: "one", Title: "Wake one", Text: r.crowdTable("One")},
			{Name: "all", Title: "Wake all", Text: r.crowdTable("All")},
			{Name: "queue", Title: "A queue", Text: r.queueTable("ns/op", "ns per item, room for:")},
			{Name: "cpu", Title: "A queue, processor time",
				Text: r.queueTable("cpu-ns/op", "processor time per item, room for:")},
			{Name: "paced", Title: "A queue, items come slowly", Text: r.pacedTable()},
			{Name: "memory", Title: "Memory", Text: r.memoryTable()},
		},
		Targets: r.targets(),
		Table:   page.TargetTable(r.targets(), d.Quick()),
	}
}

func caseName(n int, peer string) string { return fmt.Sprintf("n=%d/peer=%s", n, peer) }

func (r *report) idle(g int, peer string) []float64 {
	return r.data.Get("ns/op", "Idle/goroutines=%d/peer=%s", g, peer)
}

func (r *report) pingPong(kind, peer string) []float64 {
	return r.data.Get("ns/op", "PingPong/wait=%s/peer=%s", kind, peer)
}

func (r *report) crowd(bench string, n int, peer string) []float64 {
	return r.data.Get("ns/op", "%s/%s", bench, caseName(n, peer))
}

func (r *report) queue(unit string, room int, way string) []float64 {
	return r.data.Get(unit, "Queue/room=%d/way=%s", room, way)
}

func (r *report) idleTable() string {
	head := []string{"goroutines:"}
	for _, g := range idlers {
		head = append(head, stats.RoundNumber(float64(g)), "÷ event")
	}
	return page.Table(head, rows(func(p peer) (cells []string) {
		for _, g := range idlers {
			v := r.idle(g, p.name)
			cells = append(cells, page.Cell(v, " ns"), page.Against(v, r.idle(g, reference)))
		}
		return cells
	}))
}

func (r *report) pingPongTable() string {
	head := []string{"round trip"}
	for _, k := range kinds {
		head = append(head, k.text, "÷ event")
	}
	return page.Table(head, rows(func(p peer) (cells []string) {
		for _, k := range kinds {
			v := r.pingPong(k.name, p.name)
			cells = append(cells, page.Cell(v, " ns"), page.Against(v, r.pingPong(k.name, reference)))
		}
		return cells
	}))
}

// crowdTable has a column for each number of waiters, and how the times grow.
func (r *report) crowdTable(bench string) string {
	first, last := counts[0], counts[len(counts)-1]
	head := []string{"waiters:"}
	for _, n := range counts {
		head = append(head, stats.RoundNumber(float64(n)), "÷ event")
	}
	head = append(head, fmt.Sprintf("%s ÷ %d", stats.RoundNumber(float64(last)), first))
	return page.Table(head, rows(func(p peer) (cells []string) {
		for _, n := range counts {
			v := r.crowd(bench, n, p.name)
			cells = append(cells, page.Cell(v, " ns"), page.Against(v, r.crowd(bench, n, reference)))
		}
		return append(cells, page.Against(r.crowd(bench, last, p.name), r.crowd(bench, first, p.name)))
	}))
}

func (r *report) queueTable(unit, title string) string {
	head := []string{title}
	for _, room := range rooms {
		head = append(head, stats.RoundNumber(float64(room)), "÷ event")
	}
	var all [][]string
	for _, h := range handovers {
		row := []string{h.text}
		for _, room := range rooms {
			v := r.queue(unit, room, h.name)
			row = append(row, page.Cell(v, " ns"), page.Against(v, r.queue(unit, room, reference)))
		}
		all = append(all, row)
	}
	return page.Table(head, all)
}

func (r *report) paced(way string) []float64 {
	return stats.Scaled(r.data.Get("cpu-ns/op", "Paced/way=%s", way), 1e-3)
}

func (r *report) pacedTable() string {
	var all [][]string
	for _, h := range handovers {
		v := r.paced(h.name)
		all = append(all, []string{h.text, page.Cell(v, " µs"), page.Against(v, r.paced(reference))})
	}
	return page.Table([]string{"an item every 100 µs, room for 1024", "processor time per item", "÷ event"}, all)
}

func (r *report) memoryTable() string {
	head := []string{"bytes per waiter"}
	for _, k := range kinds[:2] {
		head = append(head, k.text)
	}
	return page.Table(head, rows(func(p peer) (cells []string) {
		for _, k := range kinds[:2] {
			cells = append(cells, page.Count(r.data.Get("B/waiter", "Memory/wait=%s/peer=%s", k.name, p.name)))
		}
		return cells
	}))
}

// rows makes one row per peer.
func rows(cells func(p peer) []string) (rows [][]string) {
	for _, p := range peers {
		rows = append(rows, append([]string{p.text}, cells(p)...))
	}
	return rows
}

func (r *report) targets() []page.Target {
	targets := []page.Target{
		{Text: "idle notify / `WakeSource.Notify`", Limit: 1.1,
			Ratio: stats.Ratios(r.idle(1, reference), r.idle(1, "sink"))},
		{Text: "ping-pong / through two channels", Limit: 1.1,
			Ratio: stats.Ratios(r.pingPong("plain", reference), r.pingPong("plain", "chan"))},
		{Text: "ping-pong with a context / `sync.Cond` with `context.AfterFunc`", Limit: 0.6,
			Ratio: stats.Ratios(r.pingPong("context", reference), r.pingPong("context", "cond"))},
	}
	grows := func(peer string) []float64 {
		return stats.Ratios(r.crowd("One", counts[len(counts)-1], peer), r.crowd("One", counts[0], peer))
	}
	targets = append(targets, page.Target{Text: "waking one of 1000 over one of 2 / the same of `sync.Cond`",
		Limit: 1.1, Ratio: stats.Ratios(grows(reference), grows("cond"))})
	targets = append(targets, page.Target{Text: "processor time per item, one every 100 µs / polling", Limit: 0.5,
		Ratio: stats.Ratios(r.paced(reference), r.paced("poll"))})
	for _, room := range rooms {
		targets = append(targets, page.Target{
			Text: fmt.Sprintf("processor time per item, full rate, room for %d / polling", room), Limit: 0.5,
			Ratio: stats.Ratios(r.queue("cpu-ns/op", room, reference), r.queue("cpu-ns/op", room, "poll")),
		})
	}
	for _, room := range rooms {
		if room >= 100 {
			targets = append(targets, page.Target{
				Text: fmt.Sprintf("time per item, full rate, room for %d / a channel", room), Limit: 1,
				Ratio: stats.Ratios(r.queue("ns/op", room, reference), r.queue("ns/op", room, "chan")),
			})
		}
	}
	return targets
}
