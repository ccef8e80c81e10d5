package figures

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Text that begins with one of these is centred at its place, or ends there, in any font.
// The library that writes SVG knows only where a text begins in the font that it has.
const (
	Middle = "\ue001"
	End    = "\ue002"
)

var (
	viewBox = regexp.MustCompile(`viewBox="0 0 ([\d.]+) ([\d.]+)"`)
	marked  = regexp.MustCompile(`(<text x="[^"]*" y="[^"]*" transform="[^"]*")([^>]*>)(` + Middle + `|` + End + `)`)
	family  = regexp.MustCompile(
		`font-family:Liberation Sans;(font-variant:normal;font-weight:normal;font-style:normal;)?`,
	)
	anchor = map[string]string{Middle: "middle", End: "end"}
)

// Card finishes an SVG of gonum's. It puts the picture on a white card, whatever the page
// is like, since its ink is dark; names fonts of the same widths, for where the first
// isn't there; and anchors what is marked.
func Card(svg string) string {
	svg = family.ReplaceAllString(svg, "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")
	svg = marked.ReplaceAllStringFunc(svg, func(s string) string {
		m := marked.FindStringSubmatch(s)
		return m[1] + ` text-anchor="` + anchor[m[3]] + `"` + m[2]
	})
	size := viewBox.FindStringSubmatch(svg)
	first := strings.Index(svg, "<g ")
	if size == nil || first < 0 {
		return svg
	}
	side := func(s string) float64 {
		x, _ := strconv.ParseFloat(s, 64)
		return x - 1
	}
	card := fmt.Sprintf(
		`<rect x="0.5" y="0.5" width="%g" height="%g" rx="6" style="fill:#FFFFFF;stroke:#D0D7DE" />`+"\n",
		side(size[1]),
		side(size[2]),
	)
	return svg[:first] + card + svg[first:]
}
