package main

import (
	"fmt"
	"strings"

	"github.com/aclements/go-moremath/stats"
	"github.com/diatomic-go/diatomic/internal/figures"
)

// figure is something that is measured.
type figure struct {
	title string
	ratio string // what the ratio is
	of    func(sample) float64
	more  bool // is better: the ratio is actors to goroutines, else the other way
	unit  float64
}

var measured = []figure{
	{"Bytes per idle actor", "times less", func(s sample) float64 { return s.Bytes }, false, 1},
	{"Start-up, ns per actor", "times faster", func(s sample) float64 { return s.Start }, false, 1},
	{"Million messages/s, 16 under way", "times more", func(s sample) float64 { return s.Rate }, true, 1e6},
	{"Million messages/s, a single one under way", "times more", func(s sample) float64 { return s.Alone }, true, 1e6},
}

// better says which is, for titles.
func (f figure) better() string {
	if f.more {
		return " (more is better)"
	}
	return " (less is better)"
}

// table is a figure for all numbers of actors, in Markdown.
func (r *results) table(f figure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n| actors | `actor.Actor` | goroutine and channel | %s |\n|---:|---:|---:|---:|\n",
		f.title, f.ratio)
	for _, n := range r.sizes {
		ours, theirs := r.column(byActors, n, f), r.column(byGoroutines, n, f)
		fmt.Fprintf(&b, "| %s | %s | %s | **%s** (%s–%s) |\n", grouped(n), spread(ours, f.unit), spread(theirs, f.unit),
			ratios(ours, theirs, f.more, 0.5), ratios(ours, theirs, f.more, 0.25), ratios(ours, theirs, f.more, 0.75))
	}
	return b.String()
}

func quantile(v []float64, p float64) float64 { return stats.Sample{Xs: v}.Quantile(p) }

// spread is the median, and in brackets the quartiles.
func spread(v []float64, unit float64) string {
	q := func(p float64) string { return figures.Figure(quantile(v, p) / unit) }
	return fmt.Sprintf("%s (%s–%s)", q(0.5), q(0.25), q(0.75))
}

// ratios is a quantile of how much better ours is. Each run is compared with the other
// kind's in the same turn.
func ratios(ours, theirs []float64, more bool, p float64) string {
	v := make([]float64, len(ours))
	for i := range v {
		v[i] = theirs[i] / ours[i]
		if more {
			v[i] = ours[i] / theirs[i]
		}
	}
	return figures.Figure(quantile(v, p))
}

// grouped writes n with a space after each three digits.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}
