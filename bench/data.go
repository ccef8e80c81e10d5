package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchmath"
)

// data is what was measured: for each parker, benchmark and unit one value per pass.
type data struct {
	values map[series][]float64
	config map[string]string
}

type series struct{ parker, name, unit string }

var procs = regexp.MustCompile(`-\d+$`)

func readData(file string) (*data, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := &data{make(map[series][]float64), make(map[string]string)}
	r := benchfmt.NewReader(f, file)
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.SyntaxError:
			return nil, rec
		case *benchfmt.Result:
			for _, c := range rec.Config {
				d.config[c.Key] = string(c.Value)
			}
			name := procs.ReplaceAllString(rec.Name.String(), "")
			for _, v := range rec.Values {
				unit, value := v.Unit, v.Value
				if v.OrigUnit != "" {
					unit, value = v.OrigUnit, v.OrigValue
				}
				s := series{rec.GetConfig("parker"), name, unit}
				d.values[s] = append(d.values[s], value)
			}
		}
	}
	return d, r.Err()
}

// get is of the runtime parker.
func (d *data) get(unit, format string, args ...any) []float64 {
	return d.of("runtime", unit, format, args...)
}

func (d *data) of(parker, unit, format string, args ...any) []float64 {
	return d.values[series{parker, fmt.Sprintf(format, args...), unit}]
}

// summary is the median and its confidence interval of 95 %.
func summary(values []float64) benchmath.Summary {
	// NewSample sorts what it is given, which would break up the pairs of ratios.
	sample := benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
	return benchmath.AssumeNothing.Summary(sample, 0.95)
}

func median(values []float64) float64 { return summary(values).Center }

// ratios are a over b, pass by pass: what befell the machine in a pass befell both.
func ratios(a, b []float64) []float64 {
	var q []float64
	for i := range min(len(a), len(b)) {
		if b[i] != 0 {
			q = append(q, a[i]/b[i])
		}
	}
	return q
}

// number writes x with three digits or so.
func number(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x < 10:
		return strings.TrimSuffix(fmt.Sprintf("%.2f", x), ".00")
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	s := fmt.Sprintf("%.0f", x)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:] // a thin space
	}
	return s
}

// roundNumber writes a number that has few digits, as ticks have.
func roundNumber(x float64) string {
	if s := number(x); strings.Contains(s, ".") {
		return strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return number(x)
}

// withInterval writes a median and its interval.
func withInterval(values []float64, unit string) string {
	s := summary(values)
	if math.IsInf(s.Hi, 0) || number(s.Lo) == number(s.Hi) { // too few values, or all the same
		return number(s.Center) + unit
	}
	return fmt.Sprintf("%s%s (%s–%s)", number(s.Center), unit, number(s.Lo), number(s.Hi))
}
