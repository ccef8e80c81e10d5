package figures

import (
	"os"
	"path/filepath"
	"runtime"
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

// Writable changes nothing, and leaves nothing behind.
func TestWritable(t *testing.T) {
	dir := t.TempDir()
	old, none := filepath.Join(dir, "old"), filepath.Join(dir, "none")
	if err := os.WriteFile(old, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := Writable(old, none); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(old); string(text) != "text" {
		t.Errorf("the file is now %q", text)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("it has left a file")
	}
	for _, file := range unwritable(t) {
		if err := Writable(old, file); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

// Nothing is measured for a page that can't be written.
func TestMeasureUnwritable(t *testing.T) {
	bare := filepath.Join(t.TempDir(), "bare.md") // without markers
	if err := os.WriteFile(bare, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, page := range append(unwritable(t), bare) {
		err := Measure(nil, page, "command", 1, func(*strings.Builder) error {
			t.Errorf("%s: measured", page)
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), page) {
			t.Errorf("%s: got %v", page, err)
		}
	}
}

// unwritable are files that not even root can write.
func unwritable(t *testing.T) []string {
	list := []string{t.TempDir(), filepath.Join(t.TempDir(), "none", "page.md")}
	if runtime.GOOS != "linux" {
		return list
	}
	// The file of a program that runs. Only that it can't be written is wrong with it.
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := around(self); err != nil {
		t.Fatal(err)
	}
	return append(list, self)
}
