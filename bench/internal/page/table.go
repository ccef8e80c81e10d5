// Package page writes what was measured as Markdown.
package page

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// Table writes a Markdown table; rows without a figure are left out.
func Table(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(head)
	b.WriteString("|---|" + strings.Repeat("---:|", len(head)-1) + "\n")
	n := 0
	for _, cells := range rows {
		if strings.Join(cells[1:], "") != "" {
			line(cells)
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return b.String()
}

// Cell writes the median and its interval, or nothing if nothing was measured.
func Cell(values []float64, unit string) string {
	if len(values) == 0 {
		return ""
	}
	return stats.WithInterval(values, unit)
}

// Centre writes the median.
func Centre(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	return stats.Number(stats.Median(values))
}

// Count writes the median of what is counted.
func Count(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	return stats.RoundNumber(stats.Median(values))
}

// Against writes the ratio of the values to those of another peer.
func Against(values, other []float64) string {
	q := stats.Ratios(values, other)
	if len(q) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", stats.Median(q))
}

// Run describes the run that the data are of; raw is the name of their file.
func Run(d *stats.Data, raw string) string {
	c := d.Config
	procs := ""
	if n := c["gomaxprocs"]; n != "" {
		procs = ", GOMAXPROCS " + n
	}
	text := fmt.Sprintf("Measured on %s: %s, %s cores%s, %s/%s, %s, commit %s.",
		c["date"], c["cpu"], c["cores"], procs, c["goos"], c["goarch"], c["go"], c["commit"])
	if c["mode"] == "quick" {
		text += " A quick run: good for a look, not for conclusions."
	}
	return text + " Each figure is the median of the passes, in brackets its 95 % confidence interval. The raw data are in " + raw + ".\n"
}
