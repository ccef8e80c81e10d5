// Package picture draws what was measured, as SVG.
package picture

import (
	"bytes"
	"image/color"
	"os"

	"github.com/diatomic-go/diatomic/internal/figures"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Blue is ours, whatever the picture. Lines are told apart by their shapes as well, so
// that no colour need be recognised. Each colour has enough contrast on the card for
// text.
var (
	Ours   = color.RGBA{0x00, 0x5a, 0xb5, 0xff}
	Light  = color.RGBA{0x2f, 0x7c, 0xc4, 0xff} // another way to use ours
	Second = color.RGBA{0xc8, 0x50, 0x00, 0xff} // stands off blue for all kinds of colour-blindness
	Others = color.RGBA{0x8c, 0x8c, 0x8c, 0xff}
	Ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
)

// further are the colours and shapes of lines that are neither ours nor the second.
var further = []struct {
	color color.Color
	shape draw.GlyphDrawer
}{
	{color.RGBA{0x1a, 0x7f, 0x37, 0xff}, draw.BoxGlyph{}},
	{color.RGBA{0x82, 0x50, 0xdf, 0xff}, draw.PyramidGlyph{}},
	{color.RGBA{0x57, 0x60, 0x6a, 0xff}, draw.TriangleGlyph{}},
	{color.RGBA{0xb0, 0x2a, 0x7a, 0xff}, draw.SquareGlyph{}},
	{color.RGBA{0x0e, 0x76, 0x7e, 0xff}, draw.PlusGlyph{}},
}

// apart is how many times the greatest value may be the least on a linear axis.
const apart = 20

// New is an empty plot. Title and units stand over it, see Panel.
func New() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil // the card's
	p.X.Label.Padding = 4
	for _, s := range []*text.Style{&p.X.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label} {
		s.Font.Variant = "Sans"
		s.Font.Size = 11
		s.Color = Ink
		s.Handler = anchored{p.TextHandler}
	}
	return p
}

func label(size vg.Length, c color.Color) text.Style {
	s := plot.New().X.Tick.Label
	s.Font.Variant, s.Font.Size, s.Color = "Sans", size, c
	s.XAlign, s.YAlign = text.XLeft, -0.4
	return s
}

// Panel is a plot of some height, with its title and what is measured over it. Without a
// plot there is nothing to draw.
type Panel struct {
	Title, Units string
	Plot         *plot.Plot
	Height       vg.Length // of the plot
}

const (
	width = 7 * vg.Inch
	pad   = 14
	head  = 40 // for title and units
	spare = 10 // on the left, for fonts that are wider
)

// Save writes the panels one above the other. It writes nothing if there are none.
func Save(file string, panels ...Panel) error {
	height := vg.Length(pad)
	for _, p := range panels {
		if p.Plot != nil {
			height += head + p.Height + pad
		}
	}
	if height == pad {
		return nil
	}
	c := vgsvg.New(width, height)
	top := height
	for _, p := range panels {
		if p.Plot == nil {
			continue
		}
		top -= pad
		all := draw.New(c)
		all.FillText(label(14, Ink), vg.Point{X: pad, Y: top - 8}, p.Title)
		all.FillText(label(11, Ink), vg.Point{X: pad, Y: top - 25}, p.Units)
		top -= head + p.Height
		p.Plot.Draw(draw.Crop(all, pad+spare, -pad, top, top+p.Height-height))
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(figures.Card(b.String())), 0o666)
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
