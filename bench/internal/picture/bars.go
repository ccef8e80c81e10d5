package picture

import (
	"image/color"
	"math"
	"slices"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars is a horizontal bar per row, with its label on the left and its value at the end.
// Where values are far apart, it is a dot per row on a logarithmic axis, which has no
// zero for bars to begin at.
type Bars struct {
	Rows  []Bar
	Unit  string
	Equal float64 // where a line stands, if not 0

	log bool
}

// Bar is one row.
type Bar struct {
	Name  string
	Value []float64 // none: a heading
	Part  []float64 // of it, drawn in our colour
	Color color.Color
}

// Heading adds a row without a bar.
func (b *Bars) Heading(text string) { b.Rows = append(b.Rows, Bar{Name: text}) }

// Add adds a row, if there is something to show.
func (b *Bars) Add(row Bar) {
	if len(row.Value) > 0 {
		b.Rows = append(b.Rows, row)
	}
}

// Draw makes a plot of them, if anything was measured.
func (b *Bars) Draw(title, units string) Panel {
	b.Rows = withoutEmpty(b.Rows)
	if len(b.Rows) == 0 {
		return Panel{}
	}
	least, most := math.Inf(1), math.Inf(-1)
	var names []string
	for _, row := range slices.Backward(b.Rows) {
		if row.Value == nil {
			names = append(names, "") // a heading, drawn with the bars
			continue
		}
		names = append(names, row.Name)
		m := stats.Median(row.Value)
		least, most = min(least, m), max(most, m)
	}
	b.log = most > apart*least && least > 0
	p := New()
	if b.log {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, Decades{}
		units += "; logarithmic"
	} else {
		p.X.Min, p.X.Tick.Marker = 0, Evenly{}
	}
	p.Add(b)
	p.NominalY(names...)
	p.Y.Tick.Label.YAlign = -0.55
	p.Y.LineStyle.Width = 0
	return Panel{title, units, p, vg.Length(len(b.Rows))*20 + 40}
}

// withoutEmpty drops headings that have nothing below them.
func withoutEmpty(rows []Bar) (kept []Bar) {
	for i, row := range rows {
		if row.Value != nil || i+1 < len(rows) && rows[i+1].Value != nil {
			kept = append(kept, row)
		}
	}
	return kept
}

func (b *Bars) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin = math.Inf(1)
	for _, row := range b.Rows {
		if row.Value != nil {
			s := stats.Summary(row.Value)
			xmin, xmax = min(xmin, s.Center), max(xmax, s.Center, b.Equal)
			if !math.IsInf(s.Hi, 0) {
				xmin, xmax = min(xmin, s.Lo), max(xmax, s.Hi)
			}
		}
	}
	ymin, ymax = -0.6, float64(len(b.Rows))-0.4
	// Room for the value of the longest.
	if b.log {
		return xmin / 1.5, xmax * math.Pow(xmax/xmin, 0.22), ymin, ymax
	}
	return 0, xmax * 1.22, ymin, ymax
}

func (b *Bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const half = 7
	start := x(p.X.Min)
	rect := func(to float64, at vg.Length, fill color.Color) {
		c.FillPolygon(fill, []vg.Point{{X: start, Y: at - half}, {X: x(to), Y: at - half}, {X: x(to), Y: at + half},
			{X: start, Y: at + half}})
	}
	for i, row := range b.Rows {
		at := y(float64(len(b.Rows) - 1 - i))
		if row.Value == nil {
			style := label(12, Ink)
			style.Font.Weight = 2 // bold
			c.FillText(style, vg.Point{X: start, Y: at - 2}, row.Name)
			continue
		}
		if b.Equal > 0 {
			c.StrokeLine2(draw.LineStyle{Color: Ink, Width: 1}, x(b.Equal), at-half-3, x(b.Equal), at+half+3)
		}
		s := stats.Summary(row.Value)
		end := x(s.Center)
		if b.log {
			c.StrokeLine2(draw.LineStyle{Color: row.Color, Width: 1.5}, start, at, end, at)
			c.DrawGlyph(
				draw.GlyphStyle{Color: row.Color, Radius: 5, Shape: draw.CircleGlyph{}},
				vg.Point{X: end, Y: at},
			)
			end += 5
		} else {
			rect(s.Center, at, row.Color)
		}
		if row.Part != nil {
			rect(s.Center-stats.Median(row.Part), at, Ours)
		}
		if s.Hi > s.Lo && !math.IsInf(s.Hi, 0) {
			hi, lo := min(s.Hi, p.X.Max), max(s.Lo, p.X.Min)
			c.StrokeLine2(draw.LineStyle{Color: Ink, Width: 1}, x(lo), at, x(hi), at)
			end = max(end, x(hi))
		}
		if b.Equal > 0 && end < x(b.Equal)+2 && end > x(b.Equal)-40 { // not across the line
			end = x(b.Equal)
		}
		c.FillText(label(11, Ink), vg.Point{X: end + 4, Y: at}, stats.Number(s.Center)+b.Unit)
	}
}
