package main

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// plain is a peer's name for pictures.
func (p *peer) plain() string {
	return strings.NewReplacer("Go channel in a `select` with `ctx.Done()`", "Go channel, context", "cancellable context", "context", ", yielding", "", "`", "", "*", "").Replace(p.text)
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

// shapesOf tell the grey lines apart.
var shapesOf = map[string]draw.GlyphDrawer{"xsync": draw.BoxGlyph{}, "spsc": draw.TriangleGlyph{}, "cond": draw.PyramidGlyph{}}

func (p *peer) line() picture.Line {
	return picture.Line{Name: p.plain(), Color: p.hue(), Dashed: p.base == "select", Shape: shapesOf[p.name]}
}

// against draws a line for each peer over numbers that grow by about the same factor.
func against(title, x string, numbers []int, get func(p *peer, n int) []float64) picture.Panel {
	l := &picture.Lines{Room: 0.62, Log: true}
	for _, p := range peers {
		s := p.line()
		for _, n := range numbers {
			if v := get(p, n); len(v) > 0 {
				s.X, s.Y = append(s.X, float64(n)), append(s.Y, stats.Median(v))
			}
		}
		l.Add(s)
	}
	if l.All == nil {
		return picture.Panel{}
	}
	p := picture.New(title, x)
	p.Y.Label.Text = "million messages/s"
	p.Y.Tick.Marker = picture.Evenly{}
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, picture.At(numbers)
	p.Add(l)
	p.Y.Min = 0
	return picture.Panel{Plot: p, Height: 3.9 * vg.Inch}
}

func (r *report) plotFunnel(s shape) picture.Panel {
	return against("Funnel, "+s.text(), "capacity", capacities, func(p *peer, n int) []float64 {
		return r.funnel("M/s", s, "int", n, p.name)
	})
}

func (r *report) plotPinball() picture.Panel {
	return against("Balls that walk through 61 complete graphs of 13 nodes", "balls per graph", balls, func(p *peer, n int) []float64 {
		return r.pinball("M/s", n, p.name)
	})
}

// plotTargets has a bar for each goal, for messages of type int.
func (r *report) plotTargets() picture.Panel {
	var b picture.Bars
	add := func(name string, limit float64, ratio []float64, c color.Color) {
		b.Add(picture.Bar{Name: name, Value: ratio, Color: c, Limit: limit})
	}
	for _, s := range shapes {
		title := s.text()
		b.Heading("Funnel, " + title)
		for _, c := range capacities {
			add(fmt.Sprintf("capacity %s", stats.RoundNumber(float64(c))), limitsOf(s)[c], r.funnelRatios(s, c, "mpsc")[0], picture.Ours)
		}
		add(fmt.Sprintf("capacity %s, RecvBatch", stats.RoundNumber(batchCapacity)), batchLimit, r.funnelRatios(s, batchCapacity, "batch")[0], picture.Light)
	}
	for _, u := range uses {
		b.Heading("Capacity 1, " + u.text + ", ÷ select")
		for _, s := range contextShapes {
			add(s.text(), u.limit, r.contextsRatio(u, s), picture.Ours)
		}
	}
	b.Heading("Pinball")
	for _, n := range balls {
		add(fmt.Sprintf("balls: %d", n), pinballLimit, stats.Ratios(r.pinball("M/s", n, "mpsc"), r.pinball("M/s", n, "chan")), picture.Ours)
	}
	return b.Draw("mpsc beside Go's channel, messages of type int", "messages/s ÷ those of Go's channel (more is better); black marks: the target")
}

// plotLatency has a panel for each rate.
func (r *report) plotLatency() (panels []picture.Panel) {
	for _, rate := range rates {
		l := &picture.Lines{Room: 0.62}
		for _, p := range peers {
			l.Add(picture.Distribution(p.line(), func(unit string) []float64 {
				return r.data.Get(unit, "Latency/rate=%d/peer=%s", rate, p.name)
			}))
		}
		panel := l.DrawDistribution(fmt.Sprintf("Latency at %s messages/s", stats.RoundNumber(float64(rate))), "this part of all messages was received within that time of when it was due")
		panel.Height = 3.9 * vg.Inch
		panels = append(panels, panel)
	}
	return panels
}
