package page

import (
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

func TestRatios(t *testing.T) {
	if got := Against([]float64{1, 2, 3}, []float64{2, 4, 6}); got != "0.50" {
		t.Error(got)
	}
	v := []float64{3, 1, 2}
	if stats.Summary(v); v[0] != 3 {
		t.Error("a summary sorts its values: ratios are taken pass by pass")
	}
	for x, want := range map[float64]string{0: "0", 0.349: "0.35", 2: "2", 24.56: "24.6", 999.6: "1\u202f000",
		1234567: "1\u202f234\u202f567"} {
		if got := stats.Number(x); got != want {
			t.Errorf("number(%g) = %q, want %q", x, got, want)
		}
	}
}
