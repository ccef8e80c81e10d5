package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

func TestTable(t *testing.T) {
	testenv.Limit(t)
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("<!-- begin table -->\n<!-- end table -->\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	files := tree(map[string]string{"a": "one two", "b": "two"})
	runOn(
		t.Context(),
		files,
		"-table",
		page,
		"-runs",
		"2",
		"-producers",
		"3",
		"-via",
		"chan",
		"dir",
	).check(t, program.OK, `^$`, `^$`)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Measured by `go run ./examples/wordcount -table .*page.md -runs 2 -producers 3 dir` on .* Medians of 2 runs",
		`(?m)^\| words in a message \| slots \| mpsc \| chan \| slots ÷ chan \| mpsc ÷ chan \|\n\|(---:\|){6}$`,
		`(?m)^\| 1 \|( \d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\) \|){3}( \d[\d.]* \|){2}$`,
		`(?m)^\| 10 \|`, `(?m)^\| 100 \|`, `(?m)^\| 1,000 \|`, `(?m)^\| a whole batch \|`,
	} {
		if !regexp.MustCompile(want).Match(text) {
			t.Errorf("the page lacks %s:\n%s", want, text)
		}
	}
	runOn(
		t.Context(),
		files,
		"-table",
		filepath.Join(page, "none"),
		"-runs",
		"1",
		"dir",
	).check(t, program.Failed, `^$`, `^wordcount: .*page\.md`)
}

// A ratio is that of the two rates printed beside it.
func TestCompared(t *testing.T) {
	of := func(rates ...float64) (w outcome) {
		w.way.name = "way"
		for _, r := range rates {
			w.samples = append(w.samples, sample{rate: r})
		}
		return w
	}
	base := of(4, 2, 3)
	for _, c := range []struct {
		w    outcome
		want string
	}{
		{of(6, 9, 6), "2.00 times those via way"},
		{of(1, 1.5, 1.2), "0.40 times those via way"},
		{of(3, 4, 9), "no measurable difference from way"},
		{of(9, 9), "no measurable difference from way"},
	} {
		if got := c.w.compared(base); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
