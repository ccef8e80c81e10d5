package main

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// plain is a peer's name for pictures.
func (p *peer) plain() string {
	return strings.NewReplacer(
		"Go channel in a `select` with `ctx.Done()`", "Go channel, context",
		"cancellable context", "context",
		", yielding", "", "`", "", "*", "",
	).Replace(p.text)
}

// hue is the colour of a peer: ours, what a user would pick, others.
func (p *peer) hue() color.Color {
	switch {
	case p.ours && strings.HasPrefix(p.name, "batch"):
		return picture.Light
	case p.ours:
		return picture.Ours
	case p.name == p.base:
		return picture.Second
	}
	return picture.Others
}

func (p *peer) line() picture.Line {
	return picture.Line{Name: p.plain(), Color: p.hue(), Dashed: p.base == "select"}
}

// lined are the peers that have a line in pictures. The tables have all of them.
func lined() (few []*peer) {
	for _, p := range peers {
		if p.name != "spsc" && p.name != "batchctx" {
			few = append(few, p)
		}
	}
	return few
}

// against draws a line for each peer over numbers that grow by about the same factor.
func against(title, x string, numbers []int, get func(p *peer, n int) []float64) picture.Panel {
	l := &picture.Lines{Log: true}
	for _, p := range lined() {
		s := p.line()
		for _, n := range numbers {
			if v := get(p, n); len(v) > 0 {
				s.X, s.Y = append(s.X, float64(n)), append(s.Y, stats.Median(v))
			}
		}
		l.Add(s)
	}
	panel := l.Draw(title, "million messages/s (more is better)", "")
	if panel.Plot != nil {
		panel.Plot.X.Label.Text = x
		panel.Plot.X.Tick.Marker = picture.At(numbers)
	}
	return panel
}

func (r *report) plotFunnel(s shape) picture.Panel {
	return against("Funnel, "+s.text(), "capacity", capacities, func(p *peer, n int) []float64 {
		return r.funnel("M/s", s, "int", n, p.name)
	})
}

func (r *report) plotPinball() picture.Panel {
	return against("Balls that walk through 61 complete graphs of 13 nodes", "balls per graph", balls,
		func(p *peer, n int) []float64 { return r.pinball("M/s", n, p.name) })
}

// plotRatios has a bar for each ratio, for messages of type int.
func (r *report) plotRatios() picture.Panel {
	b := picture.Bars{Equal: 1}
	add := func(name string, ratio []float64, c color.Color) {
		b.Add(picture.Bar{Name: name, Value: ratio, Color: c})
	}
	for _, s := range shapes {
		b.Heading("Funnel, " + s.text())
		for _, c := range capacities {
			add("capacity "+stats.RoundNumber(float64(c)), r.funnelRatios(s, c, "mpsc")[0], picture.Ours)
		}
		add(fmt.Sprintf("capacity %s, RecvBatch", stats.RoundNumber(batchCapacity)),
			r.funnelRatios(s, batchCapacity, "batch")[0], picture.Light)
	}
	b.Heading("Pinball")
	for _, n := range balls {
		ratio := stats.Ratios(r.pinball("M/s", n, "mpsc"), r.pinball("M/s", n, "chan"))
		add(fmt.Sprintf("balls: %d", n), ratio, picture.Ours)
	}
	return b.Draw(
		"mpsc beside Go's channel, messages of type int",
		"messages/s ÷ those of Go's channel (more is better)",
	)
}
