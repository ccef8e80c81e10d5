package figures

import (
	"fmt"
	"slices"
)

// Of picks one figure of each sample.
func Of[S any](samples []S, figure func(S) float64) []float64 {
	v := make([]float64, len(samples))
	for i, s := range samples {
		v[i] = figure(s)
	}
	return v
}

func quantile(v []float64, p float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	at := p * float64(len(v)-1)
	i := int(at)
	j := min(i+1, len(v)-1)
	return v[i] + (v[j]-v[i])*(at-float64(i))
}

// Median is 0 if there are no values.
func Median(v []float64) float64 { return quantile(v, 0.5) }

// Times is how many times base v is: the median over the runs, each compared with the run
// of base in the same turn.
func Times(v, base []float64) string {
	ratios := make([]float64, len(v))
	for i := range v {
		if base[i] <= 0 {
			return "–"
		}
		ratios[i] = v[i] / base[i]
	}
	return Figure(Median(ratios))
}

// Differ reports whether v and w don't overlap from quartile to quartile. With fewer than
// three values of either there is no telling.
func Differ(v, w []float64) bool {
	if min(len(v), len(w)) < 3 {
		return false
	}
	return quantile(v, 0.75) < quantile(w, 0.25) || quantile(w, 0.75) < quantile(v, 0.25)
}

// Spread is the median, and in brackets the quartiles.
func Spread(v []float64) string {
	return fmt.Sprintf("%s (%s–%s)", Figure(Median(v)), Figure(quantile(v, 0.25)), Figure(quantile(v, 0.75)))
}

// Figure has three digits, or all before the point.
func Figure(x float64) string {
	switch {
	case x >= 99.95:
		return fmt.Sprintf("%.0f", x)
	case x >= 9.995:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
