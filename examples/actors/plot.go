package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"

	"github.com/diatomic-go/diatomic/internal/figures"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

var (
	ours   = color.RGBA{0x00, 0x5a, 0xb5, 0xff}
	theirs = color.RGBA{0xc8, 0x50, 0x00, 0xff} // stands off blue for all kinds of colour-blindness
	ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
	faint  = color.RGBA{0xdd, 0xdd, 0xdd, 0xff}
)

// plot draws memory and rate over the number of actors, one above the other.
func (r *results) plot(file string) error {
	const width, height, pad, head = 7 * vg.Inch, 6.8 * vg.Inch, 14, 24
	memory, err := r.panel(measured[0], []float64{10, 100, 1000, 10_000})
	if err != nil {
		return err
	}
	rate, err := r.panel(measured[2], []float64{0.1, 0.3, 1, 3, 10, 30})
	if err != nil {
		return err
	}
	rate.X.Label.Text = "number of actors"
	c := vgsvg.New(width, height)
	all := draw.New(c)
	// The left edges of both are in line.
	tiles := draw.Tiles{Rows: 2, Cols: 1, PadTop: pad + head, PadBottom: pad, PadLeft: 2 * pad, PadRight: pad,
		PadY: pad + head}
	plots := [][]*plot.Plot{{memory}, {rate}}
	for i, row := range plot.Align(plots, tiles, all) {
		plots[i][0].Draw(row[0])
		title := style(14, ink, plots[i][0].X.Tick.Label)
		title.XAlign = text.XLeft
		all.FillText(title, vg.Point{X: pad, Y: row[0].Max.Y + head}, measured[2*i].title+measured[2*i].better())
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(figures.Card(b.String())), 0o666)
}

// panel draws a figure for both kinds, with the quartiles as bars. Both axes are
// logarithmic.
func (r *results) panel(f figure, ticks []float64) (*plot.Plot, error) {
	p := plot.New()
	p.BackgroundColor = nil // the card's
	for _, s := range []*text.Style{&p.X.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label} {
		*s = style(11, ink, *s)
	}
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = marks(floats(r.sizes), "%.0f"), marks(ticks, "%g")
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Vertical.Color = faint, faint
	p.Add(grid)
	for _, k := range []struct {
		kind, name string
		color      color.Color
	}{{byGoroutines, "goroutine and channel", theirs}, {byActors, "actor.Actor", ours}} {
		if err := r.line(p, f, k.kind, k.name, k.color); err != nil {
			return nil, err
		}
	}
	p.Y.Min, p.Y.Max = around10(p.Y.Min, p.Y.Max, ticks)
	p.X.Min = float64(r.sizes[0]) * 0.8
	p.X.Max = float64(r.sizes[len(r.sizes)-1]) * 1.4
	return p, nil
}

// line draws one kind, and writes its name above the line.
func (r *results) line(p *plot.Plot, f figure, kind, name string, c color.Color) error {
	var points struct {
		plotter.XYs
		plotter.YErrors
	}
	for _, n := range r.sizes {
		v := r.column(kind, n, f)
		y := quantile(v, 0.5) / f.unit
		points.XYs = append(points.XYs, plotter.XY{X: float64(n), Y: y})
		points.YErrors = append(points.YErrors, struct{ Low, High float64 }{y - quantile(v, 0.25)/f.unit,
			quantile(v, 0.75)/f.unit - y})
	}
	line, dots, err := plotter.NewLinePoints(points.XYs)
	if err != nil {
		return err
	}
	line.Color, line.Width = c, 2
	dots.Color, dots.Shape, dots.Radius = c, draw.CircleGlyph{}, 3
	bars, err := plotter.NewYErrorBars(points)
	if err != nil {
		return err
	}
	bars.Color, bars.CapWidth = c, 6
	names, err := plotter.NewLabels(plotter.XYLabels{XYs: points.XYs[:1], Labels: []string{name}})
	if err != nil {
		return err
	}
	names.TextStyle[0] = style(11, c, names.TextStyle[0])
	names.Offset = vg.Point{X: 6, Y: 7}
	p.Add(line, dots, bars, names)
	return nil
}

func style(size vg.Length, c color.Color, s text.Style) text.Style {
	s.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	s.Color = c
	if _, ok := s.Handler.(anchored); !ok {
		s.Handler = anchored{s.Handler}
	}
	return s
}

// anchored writes text that is centred or ends at a point so that it does in any font:
// see figures.Card.
type anchored struct{ text.Handler }

func (h anchored) Draw(c vg.Canvas, txt string, s text.Style, at vg.Point) {
	switch s.XAlign {
	case text.XCenter:
		txt = figures.Middle + txt
	case text.XRight:
		txt = figures.End + txt
	}
	s.XAlign = text.XLeft
	h.Handler.Draw(c, txt, s, at)
}

// marks labels these values and no others.
func marks(values []float64, format string) plot.ConstantTicks {
	var t plot.ConstantTicks
	for _, v := range values {
		label := fmt.Sprintf(format, v)
		if v >= 1000 {
			label = grouped(int(v))
		}
		t = append(t, plot.Tick{Value: v, Label: label})
	}
	return t
}

// around10 widens a range to the ticks around it.
func around10(low, high float64, ticks []float64) (float64, float64) {
	bottom, top := ticks[0], ticks[len(ticks)-1]
	for _, t := range ticks {
		if t <= low {
			bottom = t
		}
	}
	for i := len(ticks) - 1; i >= 0; i-- {
		if ticks[i] >= high {
			top = ticks[i]
		}
	}
	return min(bottom, low), max(top, high)
}

func floats(v []int) []float64 {
	f := make([]float64, len(v))
	for i, x := range v {
		f[i] = float64(x)
	}
	return f
}
