package page

import (
	"fmt"
	"io"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// Target is a ratio that is to hold.
type Target struct {
	Text    string
	Limit   float64
	AtLeast bool
	Aim     bool // missing it is no failure
	Ratio   []float64
}

// Met compares the median with the limit, as the table shows them.
func (t Target) Met() bool {
	m := stats.Median(t.Ratio)
	if t.AtLeast {
		return m >= t.Limit
	}
	return m <= t.Limit
}

// LimitText says what is to hold.
func (t Target) LimitText() string {
	if t.AtLeast {
		return "at least " + stats.Number(t.Limit)
	}
	return "at most " + stats.Number(t.Limit)
}

// Measured writes the ratio, or a dash if there is none.
func (t Target) Measured() string {
	if len(t.Ratio) == 0 {
		return "–"
	}
	return stats.WithInterval(t.Ratio, "")
}

// Holds writes whether it does.
func (t Target) Holds() string {
	switch {
	case len(t.Ratio) == 0:
		return ""
	case t.Met():
		return "yes"
	}
	return "**no**"
}

// TargetTable is of those that were measured. A quick run judges nothing.
func TargetTable(targets []Target, quick bool) string {
	head := []string{"", "limit", "measured"}
	if !quick {
		head = append(head, "holds")
	}
	var rows [][]string
	for _, t := range targets {
		if len(t.Ratio) > 0 {
			rows = append(rows, []string{t.Text, t.LimitText(), t.Measured(), t.Holds()}[:len(head)])
		}
	}
	return Table(head, rows)
}

// PrintTargets says for each whether it holds, and returns whether all do that were
// measured. Of a quick run it prints what was measured, and no verdict.
func PrintTargets(w io.Writer, targets []Target, quick bool) (met bool) {
	if len(targets) == 0 {
		return true
	}
	fmt.Fprintln(w)
	met = true
	for _, t := range targets {
		verdict := "ok    "
		switch {
		case len(t.Ratio) == 0:
			verdict = "no run"
		case quick:
			verdict = "      "
		case !t.Met():
			verdict = "MISSED"
			met = met && t.Aim
		}
		fmt.Fprintf(w, "%s  %-72s %s, measured %s\n", verdict, t.Text, t.LimitText(), t.Measured())
	}
	if quick {
		fmt.Fprintln(w, "\nA quick run judges nothing.")
	}
	return met
}
