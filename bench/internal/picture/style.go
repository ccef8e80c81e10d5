// Package picture draws what was measured, as SVG.
package picture

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"os"
	"regexp"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Blue is ours, whatever the picture; the others are told apart by their labels and by
// lightness, so that no colour need be recognised.
var (
	Ours   = color.RGBA{0x00, 0x5a, 0xb5, 0xff}
	Light  = color.RGBA{0x58, 0xa6, 0xe6, 0xff} // another way to use ours
	Second = color.RGBA{0xc8, 0x50, 0x00, 0xff} // stands off blue for all kinds of colour-blindness
	Others = color.RGBA{0x8c, 0x8c, 0x8c, 0xff}
	Ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
)

// New is an empty plot.
func New(title, x string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.Padding = 10
	p.X.Label.Text = x
	p.X.Label.Padding = 4
	for _, s := range []*text.Style{&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label} {
		s.Font.Variant = "Sans"
		s.Font.Size = 11
		s.Color = Ink
	}
	p.Title.TextStyle.Font.Size = 14
	return p
}

func label(size vg.Length, c color.Color) text.Style {
	s := plot.New().X.Tick.Label
	s.Font.Variant, s.Font.Size, s.Color = "Sans", size, c
	s.XAlign, s.YAlign = text.XLeft, -0.4
	return s
}

// Panel is a plot of some height. Without a plot there is nothing to draw.
type Panel struct {
	Plot   *plot.Plot
	Height vg.Length
}

// Save writes the panels one above the other, as an SVG that falls back on the fonts that there are.
// It writes nothing if there are none.
func Save(file string, panels ...Panel) error {
	const width = 7 * vg.Inch
	var (
		height vg.Length
		plots  [][]*plot.Plot
	)
	for _, p := range panels {
		if p.Plot != nil {
			height += p.Height
			plots = append(plots, []*plot.Plot{p.Plot})
		}
	}
	if plots == nil {
		return nil
	}
	c := vgsvg.New(width, height)
	tiles := draw.Tiles{Rows: len(plots), Cols: 1, PadTop: 6, PadBottom: 6, PadLeft: 6, PadRight: 10, PadY: 14}
	for i, row := range plot.Align(plots, tiles, draw.New(c)) {
		plots[i][0].Draw(row[0])
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(anyFont(b.String())), 0o666)
}

var svgText = regexp.MustCompile(`(?s)(<text [^>]*?style="font-family:)Liberation Sans(;[^"]*?font-size:([\d.]+)px[^"]*)"([^>]*)>([^<]*)<`)

// anyFont makes the pictures look the same where the font isn't: it names those of the same widths,
// and says how long each text is, for all others.
func anyFont(svg string) string {
	return svgText.ReplaceAllStringFunc(svg, func(s string) string {
		m := svgText.FindStringSubmatch(s)
		size, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return s
		}
		width := label(vg.Length(size), Ink).Width(html.UnescapeString(m[5]))
		return fmt.Sprintf(`%s'Liberation Sans',Arial,Helvetica,sans-serif%s"%s textLength="%.1f" lengthAdjust="spacingAndGlyphs">%s<`,
			m[1], m[2], m[4], float64(width), m[5])
	})
}
