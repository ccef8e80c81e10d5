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

// room is for the labels on the right, as a part of the width.
const room = 0.75

// Lines is a line per peer, with its label at the right end, in its colour.
type Lines struct {
	All []Line
	Log bool // the x axis is
}

// Line is one of them.
type Line struct {
	Name   string
	X, Y   []float64
	Color  color.Color // Others: one of its own
	Dashed bool

	shape draw.GlyphDrawer // of its points
}

// Add adds a line, if it has points.
func (l *Lines) Add(s Line) {
	if len(s.X) == 0 {
		return
	}
	s.shape = draw.CircleGlyph{}
	if s.Color == Others {
		n := 0
		for _, other := range l.All {
			if rank(other.Color) == 0 {
				n++
			}
		}
		f := further[n%len(further)]
		s.Color, s.shape = f.color, f.shape
	}
	l.All = append(l.All, s)
}

// Draw makes a plot of them, if anything was measured. Its y axis is logarithmic if
// values are far apart, and begins at zero otherwise. unit is that of its ticks.
func (l *Lines) Draw(title, units, unit string) Panel {
	if l.All == nil {
		return Panel{}
	}
	p := New()
	if _, _, least, most := l.DataRange(); least > 0 && most > apart*least {
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, Decades{unit}
		units += "; logarithmic"
	} else {
		p.Y.Min, p.Y.Tick.Marker = 0, Evenly{}
	}
	if l.Log {
		p.X.Scale = plot.LogScale{}
	}
	p.Add(l)
	return Panel{title, units, p, 3.6 * vg.Inch}
}

func (l *Lines) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, ymin, xmax, ymax = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range l.All {
		xmin, xmax = min(xmin, slices.Min(s.X)), max(xmax, slices.Max(s.X))
		ymin, ymax = min(ymin, slices.Min(s.Y)), max(ymax, slices.Max(s.Y))
	}
	if l.Log {
		return xmin, xmax * math.Pow(xmax/xmin, room), ymin, ymax
	}
	return xmin, xmax + (xmax-xmin)*room, ymin, ymax
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
		c.StrokeLines(s.style(), pts)
		if len(pts) < 9 {
			for _, pt := range pts {
				c.DrawGlyph(s.glyph(), pt)
			}
		}
		ends = append(ends, end{pts[len(pts)-1], s})
	}
	// Labels that would overlap are pushed apart, and kept inside.
	slices.SortFunc(ends, func(a, b end) int { return cmp.Compare(a.at.Y, b.at.Y) })
	const height = 14
	places := make([]vg.Length, len(ends))
	for i, e := range ends {
		places[i] = max(e.at.Y, c.Min.Y+height/2)
		if i > 0 {
			places[i] = max(places[i], places[i-1]+height)
		}
	}
	for i, top := len(ends)-1, c.Max.Y; i >= 0; i, top = i-1, min(places[i], top)-height {
		places[i] = min(places[i], top)
	}
	for i, e := range ends {
		// A thin line leads to the label, which begins with a piece of the line.
		c.StrokeLine2(draw.LineStyle{Color: e.Color, Width: 0.5}, e.at.X+5, e.at.Y, e.at.X+18, places[i])
		at := vg.Point{X: e.at.X + 20, Y: places[i]}
		c.StrokeLine2(e.style(), at.X, at.Y, at.X+22, at.Y)
		c.DrawGlyph(e.glyph(), vg.Point{X: at.X + 11, Y: at.Y})
		c.FillText(label(11, e.Color), vg.Point{X: at.X + 27, Y: at.Y}, e.Name)
	}
}

func (s Line) width() vg.Length {
	if rank(s.Color) >= 2 {
		return 2.4
	}
	return 1.4
}

func (s Line) style() draw.LineStyle {
	style := draw.LineStyle{Color: s.Color, Width: s.width()}
	if s.Dashed {
		style.Dashes = []vg.Length{4, 3}
	}
	return style
}

func (s Line) glyph() draw.GlyphStyle {
	return draw.GlyphStyle{Color: s.Color, Radius: s.width() + 1.2, Shape: s.shape}
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
