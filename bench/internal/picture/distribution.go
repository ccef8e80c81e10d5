package picture

import (
	"fmt"
	"math"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
)

// nines is where a percentile stands on an axis on which each further nine takes the same
// room.
func nines(q float64) float64 { return -math.Log10(1 - q/100) }

// Distribution adds the points of a distribution to a line; get returns what was measured
// in units like p99.9-ns.
func Distribution(s Line, quantiles []float64, get func(unit string) []float64) Line {
	for _, q := range quantiles {
		if v := get(fmt.Sprintf("p%g-ns", q)); len(v) > 0 {
			s.X, s.Y = append(s.X, nines(q)), append(s.Y, stats.Median(v)/1e3)
		}
	}
	return s
}

// DrawDistribution makes a plot of lines that are distributions, if anything was
// measured. x says what the parts are.
func (l *Lines) DrawDistribution(title, units, x string) Panel {
	panel := l.Draw(title, units, " µs")
	if panel.Plot == nil {
		return panel
	}
	var ticks []plot.Tick
	for _, q := range []float64{50, 90, 99, 99.9} {
		ticks = append(ticks, plot.Tick{Value: nines(q), Label: fmt.Sprintf("%g %%", q)})
	}
	panel.Plot.X.Tick.Marker = plot.ConstantTicks(ticks)
	panel.Plot.X.Label.Text = x
	return panel
}
