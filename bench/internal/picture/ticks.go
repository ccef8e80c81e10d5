package picture

import (
	"math"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
)

// Evenly has a few round numbers as ticks.
type Evenly struct{}

func (Evenly) Ticks(lo, hi float64) (ticks []plot.Tick) {
	step := math.Pow(10, math.Floor(math.Log10(hi)))
	for hi/step < 4 {
		step /= 2
	}
	for v := 0.0; v <= hi; v += step {
		ticks = append(ticks, plot.Tick{Value: v, Label: stats.RoundNumber(v)})
	}
	return ticks
}

// Decades are ticks at 1, 2 and 5 of each power of ten.
type Decades struct{ Unit string }

func (d Decades) Ticks(lo, hi float64) (ticks []plot.Tick) {
	for e := math.Floor(math.Log10(lo)); e <= math.Ceil(math.Log10(hi)); e++ {
		for _, m := range []float64{1, 2, 5} {
			if v := m * math.Pow(10, e); v >= lo*0.999 && v <= hi*1.001 {
				ticks = append(ticks, plot.Tick{Value: v, Label: stats.RoundNumber(v) + d.Unit})
			}
		}
	}
	return ticks
}

// At has a tick at each of the numbers.
func At(numbers []int) plot.Ticker {
	var ticks plot.ConstantTicks
	for _, n := range numbers {
		ticks = append(ticks, plot.Tick{Value: float64(n), Label: stats.RoundNumber(float64(n))})
	}
	return ticks
}
