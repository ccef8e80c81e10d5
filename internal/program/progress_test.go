package program

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // for its clock
		var out strings.Builder
		columns := 80
		p := ProgressOf(&out, func() (int, bool) { return columns, true })
		step := func(want string) {
			t.Helper()
			if out.String() != want {
				t.Errorf("wrote %q, want %q", out.String(), want)
			}
			out.Reset()
			time.Sleep(Pace)
		}
		p.Show("%d of %d", 10, 20)
		p.Show("too soon")
		step("\r10 of 20")
		p.Show("short")
		step("\rshort   ")
		p.End()
		step("\r" + strings.Repeat(" ", 10) + "\r")
		p.End()
		step("") // it is gone already
		p.Show("shown")
		p.End()
		p.Show("at once")
		step("\rshown\r       \r\rat once")
		columns = 0 // unknown: as if it were 80
		p.Show("%s", strings.Repeat("x", 100))
		step("\r" + strings.Repeat("x", 77))
	})
}

// On terminals of any width the line takes one line, with the ^C that may be typed, and
// is removed without a trace.
func TestNarrow(t *testing.T) {
	for columns := 4; columns < 50; columns++ {
		synctest.Test(t, func(t *testing.T) {
			s := &screen{columns: columns}
			p := ProgressOf(s, func() (int, bool) { return columns, true })
			for _, line := range []string{
				"30 files of a tree",
				"300 files, é, via mpsc, run 3 of 11, batches of 1000 words",
				"3 files",
			} {
				p.Show("%s", line)
				time.Sleep(Pace)
			}
			fmt.Fprint(s, "^C")
			p.End()
			if s.wrapped || strings.TrimSpace(string(s.line)) != "" {
				t.Errorf("%d columns: wrapped: %v, left behind: %q", columns, s.wrapped, string(s.line))
			}
		})
	}
}

// screen is a terminal of so many columns.
type screen struct {
	columns, at int
	line        []rune
	wrapped     bool
}

func (s *screen) Write(p []byte) (int, error) {
	for _, r := range string(p) {
		if r == '\r' {
			s.at = 0
			continue
		}
		for len(s.line) <= s.at {
			s.line = append(s.line, ' ')
		}
		s.line[s.at] = r
		s.at++
		s.wrapped = s.wrapped || s.at >= s.columns
	}
	return len(p), nil
}

func TestNoTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	var out strings.Builder
	for _, p := range []*Progress{NewProgress(w), NewProgress(&out)} {
		p.Show("nobody reads this")
		p.End()
		if p.Live() || out.Len() > 0 {
			t.Error("a pipe or a buffer passes for a terminal")
		}
	}
}
