package main

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/diatomic-go/diatomic/bench/suite"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Blue is ours, whatever the picture; the others are told apart by their labels and by
// lightness, so that no colour need be recognised.
var (
	ours   = color.RGBA{0x00, 0x5a, 0xb5, 0xff}
	second = color.RGBA{0xc8, 0x50, 0x00, 0xff} // stands off blue for all kinds of colour-blindness
	others = color.RGBA{0x8c, 0x8c, 0x8c, 0xff}
	ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
)

func (r *report) plots() error {
	for name, draw := range map[string]func() (*plot.Plot, vg.Length){
		"notify.svg":     r.plotNotify,
		"scaling.svg":    r.plotScaling,
		"callback.svg":   r.plotCallback,
		"contention.svg": r.plotContention,
		"pingpong.svg":   r.plotPingPong,
		"latency.svg":    r.plotLatency,
		"bursts.svg":     r.plotBursts,
		"memory.svg":     r.plotMemory,
	} {
		p, height := draw()
		if p == nil {
			continue // not measured
		}
		if err := save(p, 7*vg.Inch, height, filepath.Join(r.dir, name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func newPlot(title, x string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.Padding = 10
	p.X.Label.Text = x
	p.X.Label.Padding = 4
	for _, s := range []*text.Style{&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label} {
		s.Font.Variant = "Sans"
		s.Font.Size = 11
		s.Color = ink
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

// save writes an SVG that falls back on the fonts that there are.
func save(p *plot.Plot, w, h vg.Length, file string) error {
	c := vgsvg.New(w, h)
	p.Draw(draw.Crop(draw.New(c), 6, -10, 6, -6))
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
		width := label(vg.Length(size), ink).Width(html.UnescapeString(m[5]))
		return fmt.Sprintf(`%s'Liberation Sans',Arial,Helvetica,sans-serif%s"%s textLength="%.1f" lengthAdjust="spacingAndGlyphs">%s<`,
			m[1], m[2], m[4], float64(width), m[5])
	})
}

// plain is a peer's name without Markdown.
func plain(p *suite.Peer) string {
	return strings.NewReplacer("`", "", "*", "", "diatomic.WakeSink", "diatomic", " (the notifier blocks)", "", ": schedule on 0 → 1", "").Replace(p.Text)
}

// hue is the colour of a peer: ours, what a user would pick, others.
func hue(p *suite.Peer) color.Color {
	switch {
	case p.Name == "sink":
		return ours
	case p.User:
		return second
	}
	return others
}
