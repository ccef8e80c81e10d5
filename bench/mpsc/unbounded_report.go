package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

func sendersText(n int) string { return shape{1, n}.text()[len("one rig of "):] }

func (r *report) unbounded(unit string, senders int, msg, peer string) []float64 {
	return r.data.Get(unit, "Unbounded/senders=%d/msg=%s/peer=%s", senders, msg, peer)
}

// unboundedRatios are those of our rates to a peer's, for each type of messages.
func (r *report) unboundedRatios(senders int, peer string) (ratio [][]float64) {
	for _, m := range messages {
		ratio = append(ratio, stats.Ratios(r.unbounded("M/s", senders, m.name, "unbounded"),
			r.unbounded("M/s", senders, m.name, peer)))
	}
	return ratio
}

func (r *report) unboundedPinball(balls int, peer string) []float64 {
	return r.data.Get("M/s", "Unbounded/balls=%d/peer=%s", balls, peer)
}

func (r *report) unboundedTables() string {
	var text string
	add := func(table string) {
		if text != "" && table != "" {
			text += "\n"
		}
		text += table
	}
	rows := func(cells func(p *peer) []string) (rows [][]string) {
		for _, p := range unboundedPeers {
			rows = append(rows, append([]string{p.text}, cells(p)...))
		}
		return rows
	}
	for _, m := range messages {
		head := []string{"million messages/s of " + m.text}
		for _, n := range unboundedSenders {
			head = append(head, sendersText(n), "÷ `UMPSCQueue`", "processor time")
		}
		add(page.Table(head, rows(func(p *peer) (cells []string) {
			for _, n := range unboundedSenders {
				v := r.unbounded("M/s", n, m.name, p.name)
				cells = append(cells, page.Cell(v, ""), page.Against(v, r.unbounded("M/s", n, m.name, "umpsc")),
					nanoseconds(r.unbounded("cpu-ns/msg", n, m.name, p.name)))
			}
			return cells
		})))
	}
	head := []string{"pinball, million messages/s, balls per graph:"}
	for _, n := range balls {
		head = append(head, fmt.Sprint(n), "÷ `UMPSCQueue`")
	}
	add(page.Table(head, rows(func(p *peer) (cells []string) {
		for _, n := range balls {
			v := r.unboundedPinball(n, p.name)
			cells = append(cells, page.Cell(v, ""), page.Against(v, r.unboundedPinball(n, "umpsc")))
		}
		return cells
	})))
	path := func(unit, name, peer string) []float64 {
		return r.data.Get(unit, "Unbounded/path=%s/peer=%s", name, peer)
	}
	add(page.Table([]string{"", "send + receive, nobody else there", "round trip", "bytes when idle, T = int"},
		rows(func(p *peer) []string {
			return []string{
				page.Cell(path("ns/op", "free", p.name), " ns"),
				page.Cell(path("ns/op", "roundtrip", p.name), " ns"),
				page.Centre(r.data.Get("B/channel", "Memory/unbounded/peer=%s", p.name)),
			}
		})))
	return text
}

// unboundedGoals are what an unbounded channel should reach.
func (r *report) unboundedGoals() (goals []goal) {
	for _, n := range unboundedSenders {
		goals = append(goals, goal{"÷ `UMPSCQueue`: unbounded, " + sendersText(n), 1, r.unboundedRatios(n, "umpsc")})
	}
	for _, n := range balls {
		ratio := stats.Ratios(r.unboundedPinball(n, "unbounded"), r.unboundedPinball(n, "umpsc"))
		text := fmt.Sprintf("÷ `UMPSCQueue`: unbounded, pinball, balls: %d", n)
		goals = append(goals, goal{text, 1, [][]float64{ratio}})
	}
	return append(goals,
		goal{"÷ mutex and slices: unbounded, 1 sender", 1.5, r.unboundedRatios(1, "slices")},
		goal{"÷ mutex and slices: unbounded, 13 senders", 0.9, r.unboundedRatios(13, "slices")})
}

// plotUnbounded has a bar for each ratio.
func (r *report) plotUnbounded() picture.Panel {
	b := picture.Bars{Equal: 1}
	for _, to := range []struct{ name, text string }{
		{"umpsc", "÷ xsync.UMPSCQueue"}, {"slices", "÷ mutex and two slices"}, {"chan", "÷ Go channel"},
	} {
		b.Heading(to.text)
		for _, n := range unboundedSenders {
			for i, ratio := range r.unboundedRatios(n, to.name) {
				b.Add(picture.Bar{Name: sendersText(n) + ", " + messages[i].text, Value: ratio, Color: picture.Ours})
			}
		}
	}
	return b.Draw(
		"mpsc.NewUnbounded beside other channels without a bound",
		"messages/s ÷ those of the other (more is better)",
	)
}
