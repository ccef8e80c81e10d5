package figures

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPublish(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("before\n"+begin+"old\n"+end+"after\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Publish(nil, page, "new\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(page)
	if want := "before\n" + begin + "\nnew\n\n" + end + "after\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := os.WriteFile(page, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := Publish(nil, page, "new\n"); err == nil {
		t.Error("no error for a page without markers")
	}
	var out strings.Builder
	if err := Publish(&out, "-", "new\n"); err != nil || out.String() != "new\n" {
		t.Errorf("printed %q, %v", out.String(), err)
	}
}

func TestStats(t *testing.T) {
	v := []float64{4, 1, 3, 2}
	if got := Spread(v); got != "2.50 (1.75–3.25)" {
		t.Error(got)
	}
	if got := Times(v, []float64{2, 1, 1, 1}); got != "2.00" {
		t.Error(got)
	}
	if got := Times(v, make([]float64, 4)); got != "–" {
		t.Error(got)
	}
	if got := Figure(1234.5) + " " + Figure(12.34); got != "1234 12.3" {
		t.Error(got)
	}
	if Differ(v, []float64{3, 3, 4}) || Differ(v, []float64{9, 9}) || !Differ(v, []float64{4, 4, 4}) ||
		!Differ([]float64{4, 4, 4}, v) {
		t.Error("Differ goes by the quartiles, of three values at least")
	}
	if got := Median(nil); got != 0 {
		t.Error(got)
	}
}
