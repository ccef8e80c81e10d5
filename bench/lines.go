package main

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// lines is a line per peer, with its label at the right end.
type lines struct {
	all  []line
	room float64 // on the right for the labels, as a part of the width
}

type line struct {
	name  string
	x, y  []float64
	color color.Color
}

func (l *lines) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, ymin, xmax, ymax = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range l.all {
		xmin, xmax = min(xmin, slices.Min(s.x)), max(xmax, slices.Max(s.x))
		ymin, ymax = min(ymin, slices.Min(s.y)), max(ymax, slices.Max(s.y))
	}
	return xmin, xmax + (xmax-xmin)*l.room, ymin, ymax
}

func (l *lines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	// Ours last, on top.
	order := slices.Clone(l.all)
	slices.SortStableFunc(order, func(a, b line) int { return rank(a.color) - rank(b.color) })
	type end struct {
		at vg.Point
		line
	}
	var ends []end
	for _, s := range order {
		var pts []vg.Point
		for i := range s.x {
			pts = append(pts, vg.Point{X: x(s.x[i]), Y: y(s.y[i])})
		}
		width := vg.Length(1.4)
		if s.color == ours {
			width = 2.8
		}
		c.StrokeLines(draw.LineStyle{Color: s.color, Width: width}, pts)
		if len(pts) < 9 {
			for _, pt := range pts {
				c.DrawGlyph(draw.GlyphStyle{Color: s.color, Radius: width + 1, Shape: draw.CircleGlyph{}}, pt)
			}
		}
		ends = append(ends, end{pts[len(pts)-1], s})
	}
	// Labels that would overlap are pushed apart, and kept inside.
	slices.SortFunc(ends, func(a, b end) int {
		switch {
		case a.at.Y < b.at.Y:
			return -1
		case a.at.Y > b.at.Y:
			return 1
		}
		return 0
	})
	const apart = 13
	places := make([]vg.Length, len(ends))
	for i, e := range ends {
		places[i] = max(e.at.Y, c.Min.Y+apart/2)
		if i > 0 {
			places[i] = max(places[i], places[i-1]+apart)
		}
	}
	for i, top := len(ends)-1, c.Max.Y; i >= 0; i, top = i-1, min(places[i], top)-apart {
		places[i] = min(places[i], top)
	}
	for i, e := range ends {
		style := label(11, e.color)
		if e.color == others {
			style.Color = ink
		}
		if math.Abs(float64(places[i]-e.at.Y)) > 3 {
			c.StrokeLine2(draw.LineStyle{Color: others, Width: 0.5}, e.at.X+4, e.at.Y, e.at.X+14, places[i])
		}
		c.FillText(style, vg.Point{X: e.at.X + 17, Y: places[i]}, e.name)
	}
}

func rank(c color.Color) int {
	switch c {
	case ours:
		return 2
	case second:
		return 1
	}
	return 0
}
