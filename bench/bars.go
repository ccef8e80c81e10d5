package main

import (
	"image/color"
	"math"

	"github.com/diatomic-go/diatomic/bench/suite"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars is a horizontal bar per row, with its label on the left and its value at the end.
type bars struct {
	rows []bar
	unit string
}

type bar struct {
	name  string
	value []float64 // none: a heading
	part  []float64 // of it, drawn lighter
	color color.Color
}

func (b *bars) add(p *suite.Peer, values []float64) {
	if len(values) > 0 {
		b.rows = append(b.rows, bar{name: plain(p), value: values, color: hue(p)})
	}
}

// draw makes a plot of them, or nil if nothing was measured.
func (b *bars) draw(title, x string) (*plot.Plot, vg.Length) {
	measured := false
	for _, row := range b.rows {
		measured = measured || row.value != nil
	}
	if !measured {
		return nil, 0
	}
	p := newPlot(title, x)
	p.X.Min = 0
	p.Add(b)
	var names []string
	for i := len(b.rows) - 1; i >= 0; i-- {
		name := b.rows[i].name
		if b.rows[i].value == nil {
			name = "" // a heading, drawn with the bars
		}
		names = append(names, name)
	}
	p.NominalY(names...)
	p.Y.Tick.Label.YAlign = -0.4
	p.Y.LineStyle.Width = 0
	p.X.Tick.Marker = evenly{}
	return p, vg.Length(len(b.rows))*20 + 90
}

func (b *bars) DataRange() (xmin, xmax, ymin, ymax float64) {
	for _, row := range b.rows {
		if row.value != nil {
			s := summary(row.value)
			if !math.IsInf(s.Hi, 0) {
				xmax = max(xmax, s.Hi)
			}
			xmax = max(xmax, s.Center)
		}
	}
	return 0, xmax * 1.22, -0.6, float64(len(b.rows)) - 0.4 // room for the value of the longest
}

func (b *bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const half = 7
	rect := func(to float64, at vg.Length, fill color.Color) {
		c.FillPolygon(fill, []vg.Point{{X: x(0), Y: at - half}, {X: x(to), Y: at - half}, {X: x(to), Y: at + half}, {X: x(0), Y: at + half}})
	}
	for i, row := range b.rows {
		at := y(float64(len(b.rows) - 1 - i))
		if row.value == nil {
			style := label(12, ink)
			style.Font.Weight = 2 // bold
			c.FillText(style, vg.Point{X: x(0), Y: at - 2}, row.name)
			continue
		}
		s := summary(row.value)
		rect(s.Center, at, row.color)
		if row.part != nil {
			rect(s.Center-median(row.part), at, ours)
		}
		end := x(s.Center)
		if s.Hi > s.Lo && !math.IsInf(s.Hi, 0) {
			hi, lo := min(s.Hi, p.X.Max), max(s.Lo, 0)
			c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1}, x(lo), at, x(hi), at)
			end = max(end, x(hi))
		}
		c.FillText(label(11, ink), vg.Point{X: end + 4, Y: at}, number(s.Center)+b.unit)
	}
}

// evenly has a few round numbers as ticks.
type evenly struct{}

func (evenly) Ticks(lo, hi float64) (ticks []plot.Tick) {
	step := math.Pow(10, math.Floor(math.Log10(hi)))
	for hi/step < 4 {
		step /= 2
	}
	for v := 0.0; v <= hi; v += step {
		ticks = append(ticks, plot.Tick{Value: v, Label: roundNumber(v)})
	}
	return ticks
}
