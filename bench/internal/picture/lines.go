package picture

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Lines is a line per peer, with its label at the right end.
type Lines struct {
	All  []Line
	Room float64 // on the right for the labels, as a part of the width
	Log  bool    // the x axis is
}

// Line is one of them.
type Line struct {
	Name   string
	X, Y   []float64
	Color  color.Color
	Dashed bool
	Shape  draw.GlyphDrawer // of its points, and beside its name; a circle if nil
}

// Add adds a line, if it has points.
func (l *Lines) Add(s Line) {
	if len(s.X) > 0 {
		l.All = append(l.All, s)
	}
}

func (l *Lines) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, ymin, xmax, ymax = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range l.All {
		xmin, xmax = min(xmin, slices.Min(s.X)), max(xmax, slices.Max(s.X))
		ymin, ymax = min(ymin, slices.Min(s.Y)), max(ymax, slices.Max(s.Y))
	}
	if l.Log {
		return xmin, xmax * math.Pow(xmax/xmin, l.Room), ymin, ymax
	}
	return xmin, xmax + (xmax-xmin)*l.Room, ymin, ymax
}

func (l *Lines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	// Ours last, on top.
	order := slices.Clone(l.All)
	slices.SortStableFunc(order, func(a, b Line) int { return rank(a.Color) - rank(b.Color) })
	type end struct {
		at vg.Point
		Line
	}
	var ends []end
	for _, s := range order {
		var pts []vg.Point
		for i := range s.X {
			pts = append(pts, vg.Point{X: x(s.X[i]), Y: y(s.Y[i])})
		}
		width := vg.Length(1.4)
		if rank(s.Color) >= 2 {
			width = 2.8
		}
		style := draw.LineStyle{Color: s.Color, Width: width}
		if s.Dashed {
			style.Dashes = []vg.Length{5, 4}
		}
		c.StrokeLines(style, pts)
		if len(pts) < 9 {
			for _, pt := range pts {
				c.DrawGlyph(s.glyph(width+1), pt)
			}
		}
		ends = append(ends, end{pts[len(pts)-1], s})
	}
	// Labels that would overlap are pushed apart, and kept inside.
	slices.SortFunc(ends, func(a, b end) int { return cmp.Compare(a.at.Y, b.at.Y) })
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
		style := label(11, e.Color)
		if e.Color == Others || e.Color == Light {
			style.Color = Ink
		}
		if math.Abs(float64(places[i]-e.at.Y)) > 3 {
			c.StrokeLine2(draw.LineStyle{Color: Others, Width: 0.5}, e.at.X+4, e.at.Y, e.at.X+14, places[i])
		}
		at := vg.Point{X: e.at.X + 17, Y: places[i]}
		if e.Shape != nil {
			at.X += 4
			c.DrawGlyph(e.glyph(3), at)
			at.X += 7
		}
		c.FillText(style, at, e.Name)
	}
}

func (s Line) glyph(radius vg.Length) draw.GlyphStyle {
	if s.Shape == nil {
		return draw.GlyphStyle{Color: s.Color, Radius: radius, Shape: draw.CircleGlyph{}}
	}
	return draw.GlyphStyle{Color: s.Color, Radius: max(radius, 3), Shape: s.Shape}
}

func rank(c color.Color) int {
	switch c {
	case Ours:
		return 3
	case Light:
		return 2
	case Second:
		return 1
	}
	return 0
}
