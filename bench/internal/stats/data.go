// Package stats reads what was measured and makes medians, intervals and ratios of it.
package stats

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

// Data is what was measured: for each parker, benchmark and unit one value per pass.
type Data struct {
	values map[series][]float64
	Config map[string]string
}

type series struct{ parker, name, unit string }

var procs = regexp.MustCompile(`-\d+$`)

func Read(file string) (*Data, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := New()
	r := benchfmt.NewReader(f, file)
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.SyntaxError:
			return nil, rec
		case *benchfmt.Result:
			for _, c := range rec.Config {
				d.Config[c.Key] = strings.TrimSpace(string(c.Value))
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
	if err := r.Err(); err != nil {
		return nil, err
	}
	if len(d.values) == 0 {
		return nil, fmt.Errorf("%s has no results of benchmarks", file)
	}
	for _, key := range []string{"date", "commit", "go"} {
		if d.Config[key] == "" {
			return nil, fmt.Errorf("%s lacks a line that begins with %q, as the program writes it", file, key+":")
		}
	}
	return d, nil
}

// New is data without any.
func New() *Data { return &Data{make(map[series][]float64), make(map[string]string)} }

// Add adds values of the runtime parker.
func (d *Data) Add(name, unit string, values ...float64) {
	k := series{"runtime", name, unit}
	d.values[k] = append(d.values[k], values...)
}

// Get is of the runtime parker.
func (d *Data) Get(unit, format string, args ...any) []float64 {
	return d.Of("runtime", unit, format, args...)
}

func (d *Data) Of(parker, unit, format string, args ...any) []float64 {
	return d.values[series{parker, fmt.Sprintf(format, args...), unit}]
}

// Quick reports whether the run was a quick one: good for a look, not for conclusions.
func (d *Data) Quick() bool { return d.Config["mode"] == "quick" }

// Summary is the median and its confidence interval of 95 %.
func Summary(values []float64) benchmath.Summary {
	// NewSample sorts what it is given, which would break up the pairs of Ratios.
	sample := benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
	return benchmath.AssumeNothing.Summary(sample, 0.95)
}

func Median(values []float64) float64 { return Summary(values).Center }

// Ratios are a over b, pass by pass: what disturbed the machine in a pass disturbed both.
func Ratios(a, b []float64) []float64 {
	var q []float64
	for i := range min(len(a), len(b)) {
		if b[i] != 0 {
			q = append(q, a[i]/b[i])
		}
	}
	return q
}

// Number writes x with three digits or so.
func Number(x float64) string {
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

// RoundNumber writes a number that has few digits, as ticks have.
func RoundNumber(x float64) string {
	if s := Number(x); strings.Contains(s, ".") {
		return strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return Number(x)
}

// WithInterval writes a median and its interval.
func WithInterval(values []float64, unit string) string {
	s := Summary(values)
	if math.IsInf(s.Hi, 0) || Number(s.Lo) == Number(s.Hi) { // too few values, or all the same
		return Number(s.Center) + unit
	}
	return fmt.Sprintf("%s%s (%s–%s)", Number(s.Center), unit, Number(s.Lo), Number(s.Hi))
}

// Scaled returns the values, each times by.
func Scaled(values []float64, by float64) []float64 {
	var s []float64
	for _, v := range values {
		s = append(s, v*by)
	}
	return s
}
