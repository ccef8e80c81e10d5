package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
)

func TestTable(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("<!-- begin table -->\n<!-- end table -->\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	files := tree(map[string]string{"a": "one two", "b": "two"})
	runOn(t.Context(), files, "-table", page, "-runs", "2", "-producers", "3", "-via", "chan", "dir").check(t, program.OK, `^$`, `^$`)
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
	runOn(t.Context(), files, "-table", filepath.Join(page, "none"), "-runs", "1", "dir").check(t, program.Failed, `^$`, `^wordcount: .*page\.md`)
}
