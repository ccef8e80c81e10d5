package picture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// A picture stands on a card, and its text is where it belongs in any font.
func TestSave(t *testing.T) {
	b := Bars{}
	b.Heading("nothing below")
	b.Heading("near")
	b.Add(Bar{Name: "one", Value: []float64{1}, Color: Ours})
	b.Add(Bar{Name: "two", Value: []float64{2}, Color: Others})
	far := b
	far.Rows = append(far.Rows[:3:3], Bar{Name: "far", Value: []float64{100}, Color: Others})
	file := filepath.Join(t.TempDir(), "bars.svg")
	if err := Save(file, b.Draw("Near", "more is better"), Panel{}, far.Draw("Far", "more is better")); err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]int{
		"<rect ": 1, "fill:#FFFFFF": 1, "nothing below": 0, ">near<": 2, "logarithmic": 1,
		figures.Middle: 0, figures.End: 0, "textLength": 0,
	} {
		if got := strings.Count(string(svg), want); got != n {
			t.Errorf("%q is there %d times, want %d", want, got, n)
		}
	}
	if !strings.Contains(string(svg), `text-anchor="end"`) || !strings.Contains(string(svg), `text-anchor="middle"`) {
		t.Error("no text is anchored")
	}
}
