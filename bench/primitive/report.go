package main

import (
	"image/color"
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
	return driver.Report{Sections: r.sections(), Targets: r.targets(), Table: r.targetTable(), Pictures: r.pictures()}
}

func (r *report) sections() []page.Section {
	return []page.Section{
		{Name: "run", Title: "The run", Text: page.Run(r.data, "raw.txt")},
		{Name: "notify", Title: "Notify", Text: r.notifyTable()},
		{Name: "scaling", Title: "Idle notify, scaling", Text: r.scalingTable()},
		{Name: "callback", Title: "Callbacks", Text: r.callbackTable()},
		{Name: "contention", Title: "Contention", Text: r.contentionTable()},
		{Name: "pingpong", Title: "Ping-pong", Text: r.pingPongTable()},
		{Name: "requests", Title: "Requests", Text: r.replyTable()},
		{Name: "bursts", Title: "Bursts", Text: r.burstTable()},
		{Name: "idle", Title: "Idle consumers", Text: r.idleTable()},
		{Name: "rust", Title: "The Rust crates", Text: rustTables()},
	}
}

func (r *report) pictures() map[string][]picture.Panel {
	return map[string][]picture.Panel{
		"notify":     {r.plotNotify()},
		"scaling":    {r.plotScaling()},
		"callback":   {r.plotCallback()},
		"contention": r.plotContention(),
		"pingpong":   {r.plotPingPong()},
		"bursts":     {r.plotBursts()},
		"memory":     r.plotMemory(),
	}
}

// each makes one row per peer.
func each(cells func(p *peer) []string) (rows [][]string) {
	for _, p := range peers {
		rows = append(rows, append([]string{p.text}, cells(p)...))
	}
	return rows
}

// plain is a peer's name without Markdown.
func plain(p *peer) string {
	return strings.NewReplacer(
		"`", "", "*", "", "diatomic.WakeSink", "diatomic", " (the notifier blocks)", "", ": schedule on 0 → 1", "",
	).Replace(p.text)
}

// hue is the colour of a peer: ours, what a user would pick, others.
func hue(p *peer) color.Color {
	switch {
	case p.name == "sink":
		return picture.Ours
	case p.user:
		return picture.Second
	}
	return picture.Others
}
