package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// report makes tables and plots of the data.
type report struct{ data *stats.Data }

func newReport(d *stats.Data) driver.Report {
	r := &report{d}
	sections := []page.Section{
		{Name: "run", Title: "The run", Text: page.Run(d, "mpsc-raw.txt")},
	}
	for i, s := range shapes {
		sections = append(sections, page.Section{
			Name: fmt.Sprintf("funnel%d", i), Title: "Funnel, " + s.text(), Text: r.funnelTables(s),
		})
	}
	sections = append(sections, []page.Section{
		{Name: "unbounded", Title: "Unbounded", Text: r.unboundedTables()},
		{Name: "cpu", Title: "Funnel, processor time", Text: r.cpuTable()},
		{Name: "contexts", Title: "Contexts", Text: r.contextsTable()},
		{Name: "pinball", Title: "Pinball", Text: r.pinballTable()},
		{Name: "path", Title: "One message", Text: r.pathTable()},
		{Name: "memory", Title: "Memory", Text: r.memoryTable()},
		{Name: "rust", Title: "The Rust channels", Text: r.rustTables()},
	}...)
	return driver.Report{
		Sections: sections,
		Targets:  r.targets(),
		Table:    r.targetTable(),
		Pictures: map[string][]picture.Panel{
			"ratios":    {r.plotRatios()},
			"funnel":    {r.plotFunnel(shapes[0])},
			"one":       {r.plotFunnel(shapes[1]), r.plotFunnel(shapes[2]), r.plotFunnel(shapes[3])},
			"pinball":   {r.plotPinball()},
			"unbounded": {r.plotUnbounded()},
		},
	}
}

// text is how the shape is called on the page.
func (s shape) text() string {
	rigs, senders := "one rig", "1 sender"
	if s.rigs > 1 {
		rigs = fmt.Sprintf("%d rigs", s.rigs)
	}
	if s.senders > 1 {
		senders = fmt.Sprintf("%d senders", s.senders)
	}
	if s.rigs > 1 {
		senders += " each"
	}
	return rigs + " of " + senders
}

// each makes one row per peer.
func each(cells func(p *peer) []string) (rows [][]string) {
	for _, p := range peers {
		rows = append(rows, append([]string{p.text}, cells(p)...))
	}
	return rows
}

func (r *report) funnel(unit string, s shape, msg string, capacity int, peer string) []float64 {
	return r.data.Get(unit, "Funnel/%s/msg=%s/cap=%d/peer=%s", s.name(), msg, capacity, peer)
}

func (r *report) funnelTables(s shape) string {
	var b strings.Builder
	for _, m := range messages {
		head := []string{"million messages/s of " + m.text + ", capacity:"}
		for _, c := range capacities {
			head = append(head, stats.RoundNumber(float64(c)), "÷ Go")
		}
		text := page.Table(head, each(func(p *peer) (cells []string) {
			for _, c := range capacities {
				v := r.funnel("M/s", s, m.name, c, p.name)
				cells = append(cells, page.Cell(v, ""), page.Against(v, r.funnel("M/s", s, m.name, c, p.base)))
			}
			return cells
		}))
		if text != "" && b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(text)
	}
	return b.String()
}

func (r *report) cpuTable() string {
	head := []string{"ns of processor time per message (int)"}
	for _, s := range shapes {
		for _, c := range []int{1, 100, 1000} {
			head = append(head, fmt.Sprintf("%d×%d, %s", s.rigs, s.senders, stats.RoundNumber(float64(c))))
		}
	}
	return page.Table(head, each(func(p *peer) (cells []string) {
		for _, s := range shapes {
			for _, c := range []int{1, 100, 1000} {
				cells = append(cells, page.Centre(r.funnel("cpu-ns/msg", s, "int", c, p.name)))
			}
		}
		return cells
	}))
}

func (r *report) contexts(unit string, u use, s shape, peer string) []float64 {
	return r.data.Get(unit, "Contexts/%s", contextsName(u, s, peer))
}

func (r *report) contextsTable() string {
	head := []string{"million messages/s of int, capacity 1"}
	for _, s := range contextShapes {
		head = append(head, s.text(), "÷ select")
	}
	for _, s := range contextShapes {
		head = append(head, "processor time per message, "+s.text(), "allocations")
	}
	var rows [][]string
	for _, u := range uses {
		for _, p := range u.peers {
			row := []string{p.text + ", " + u.text}
			for _, s := range contextShapes {
				v := r.contexts("M/s", u, s, p.name)
				row = append(row, page.Cell(v, ""), page.Against(v, r.contexts("M/s", u, s, "select")))
			}
			for _, s := range contextShapes {
				row = append(row, nanoseconds(r.contexts("cpu-ns/msg", u, s, p.name)),
					page.Count(r.contexts("allocs/op", u, s, p.name)))
			}
			rows = append(rows, row)
		}
	}
	return page.Table(head, rows)
}

func (r *report) pinball(unit string, balls int, peer string) []float64 {
	return r.data.Get(unit, "Pinball/balls=%d/peer=%s", balls, peer)
}

func (r *report) pinballTable() string {
	head := []string{"million messages/s, balls per graph:"}
	for _, n := range balls {
		head = append(head, fmt.Sprint(n), "÷ Go")
	}
	head = append(head, "processor time per message, 1 ball", fmt.Sprint(balls[len(balls)-1]))
	return page.Table(head, each(func(p *peer) (cells []string) {
		for _, n := range balls {
			v := r.pinball("M/s", n, p.name)
			cells = append(cells, page.Cell(v, ""), page.Against(v, r.pinball("M/s", n, p.base)))
		}
		for _, n := range []int{balls[0], balls[len(balls)-1]} {
			cells = append(cells, nanoseconds(r.pinball("cpu-ns/msg", n, p.name)))
		}
		return cells
	}))
}

func nanoseconds(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	return page.Centre(values) + " ns"
}

func (r *report) pathTable() string {
	path := func(unit, name string, p *peer) []float64 {
		return r.data.Get(unit, "Path/path=%s/peer=%s", name, p.name)
	}
	rmw := func(name string, p *peer) string {
		return page.Centre(r.data.Get("rmw/op", "RMW/path=%s/peer=%s", name, p.name))
	}
	return page.Table([]string{"", "send + receive, nobody else there", "RMW of a send", "of both", "round trip",
		"a message while full, 4 senders", "allocations on these paths"},
		each(func(p *peer) []string {
			allocs := ""
			for _, name := range []string{"free", "roundtrip", "full"} {
				if v := path("allocs/op", name, p); len(v) > 0 {
					allocs += ", " + page.Centre(v)
				}
			}
			return []string{
				page.Cell(path("ns/op", "free", p), " ns"), rmw("send", p), rmw("both", p),
				page.Cell(path("ns/op", "roundtrip", p), " ns"), page.Cell(path("ns/op", "full", p), " ns"),
				strings.TrimPrefix(allocs, ", "),
			}
		}))
}

func (r *report) memoryTable() string {
	head := []string{"bytes of a channel, capacity:"}
	for _, m := range messages {
		for _, c := range capacities {
			head = append(head, stats.RoundNumber(float64(c))+" × "+m.text)
		}
	}
	return page.Table(head, each(func(p *peer) (cells []string) {
		for _, m := range messages {
			for _, c := range capacities {
				cells = append(
					cells,
					page.Centre(r.data.Get("B/channel", "Memory/msg=%s/cap=%d/peer=%s", m.name, c, p.name)),
				)
			}
		}
		return cells
	}))
}
