// Package page writes what was measured as Markdown.
package page

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// Table writes a Markdown table. Rows and columns without a figure are left out.
func Table(head []string, rows [][]string) string {
	measured := make([]bool, len(head))
	var kept [][]string
	for _, cells := range rows {
		if strings.Join(cells[1:], "") != "" {
			kept = append(kept, cells)
		}
		for i, c := range cells {
			measured[i] = measured[i] || i == 0 || c != ""
		}
	}
	if kept == nil {
		return ""
	}
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range cells {
			if measured[i] {
				fmt.Fprintf(&b, "| %s ", c)
			}
		}
		b.WriteString("|\n")
	}
	line(head)
	columns := 0
	for _, m := range measured {
		if m {
			columns++
		}
	}
	b.WriteString("|---|" + strings.Repeat("---:|", columns-1) + "\n")
	for _, cells := range kept {
		line(cells)
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
	if d.Quick() {
		text += " A quick run: good for a look, not for conclusions."
	}
	return text + " Each figure is the median of the passes, in brackets its 95 % confidence interval." +
		" The raw data are in " + raw + ".\n"
}
