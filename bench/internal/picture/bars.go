package picture

import (
	"image/color"
	"math"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars is a horizontal bar per row, with its label on the left and its value at the end.
type Bars struct {
	Rows []Bar
	Unit string
}

// Bar is one row.
type Bar struct {
	Name  string
	Value []float64 // none: a heading
	Part  []float64 // of it, drawn in our colour
	Color color.Color
	Limit float64 // where a mark stands, if not 0
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
func (b *Bars) Draw(title, x string) Panel {
	measured := false
	for _, row := range b.Rows {
		measured = measured || row.Value != nil
	}
	if !measured {
		return Panel{}
	}
	p := New(title, x)
	p.X.Min = 0
	p.Add(b)
	var names []string
	for i := len(b.Rows) - 1; i >= 0; i-- {
		name := b.Rows[i].Name
		if b.Rows[i].Value == nil {
			name = "" // a heading, drawn with the bars
		}
		names = append(names, name)
	}
	p.NominalY(names...)
	p.Y.Tick.Label.YAlign = -0.4
	p.Y.LineStyle.Width = 0
	p.X.Tick.Marker = Evenly{}
	return Panel{p, vg.Length(len(b.Rows))*20 + 90}
}

func (b *Bars) DataRange() (xmin, xmax, ymin, ymax float64) {
	for _, row := range b.Rows {
		if row.Value != nil {
			s := stats.Summary(row.Value)
			if !math.IsInf(s.Hi, 0) {
				xmax = max(xmax, s.Hi)
			}
			xmax = max(xmax, s.Center, row.Limit)
		}
	}
	return 0, xmax * 1.22, -0.6, float64(len(b.Rows)) - 0.4 // room for the value of the longest
}

func (b *Bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const half = 7
	rect := func(to float64, at vg.Length, fill color.Color) {
		c.FillPolygon(fill, []vg.Point{{X: x(0), Y: at - half}, {X: x(to), Y: at - half}, {X: x(to), Y: at + half}, {X: x(0), Y: at + half}})
	}
	for i, row := range b.Rows {
		at := y(float64(len(b.Rows) - 1 - i))
		if row.Value == nil {
			style := label(12, Ink)
			style.Font.Weight = 2 // bold
			c.FillText(style, vg.Point{X: x(0), Y: at - 2}, row.Name)
			continue
		}
		s := stats.Summary(row.Value)
		rect(s.Center, at, row.Color)
		if row.Part != nil {
			rect(s.Center-stats.Median(row.Part), at, Ours)
		}
		end := x(s.Center)
		if s.Hi > s.Lo && !math.IsInf(s.Hi, 0) {
			hi, lo := min(s.Hi, p.X.Max), max(s.Lo, 0)
			c.StrokeLine2(draw.LineStyle{Color: Ink, Width: 1}, x(lo), at, x(hi), at)
			end = max(end, x(hi))
		}
		if row.Limit > 0 {
			c.StrokeLine2(draw.LineStyle{Color: Ink, Width: 2}, x(row.Limit), at-half-1.5, x(row.Limit), at+half+1.5)
			if mark := x(row.Limit); mark-end < 36 { // else there is room before it
				end = max(end, mark)
			}
		}
		c.FillText(label(11, Ink), vg.Point{X: end + 4, Y: at}, stats.Number(s.Center)+b.Unit)
	}
}
