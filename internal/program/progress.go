package program

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Progress is a line on a terminal that tells how far a program is. Elsewhere it is
// nothing. Its methods must be called one at a time.
type Progress struct {
	w       io.Writer
	columns func() (n int, ok bool) // of the terminal; false if w is none
	live    bool
	width   int       // of what stands there, with the blanks behind
	last    time.Time // when it was written
}

// Pace is how long a line stands at least.
const Pace = 100 * time.Millisecond

// margin is what a line leaves free: room for the ^C that a terminal shows when that is
// typed, and one column, since a full line makes some terminals begin the next one.
const margin = 3

// NewProgress returns a line on w.
func NewProgress(w io.Writer) *Progress {
	f, ok := w.(*os.File)
	if !ok {
		return &Progress{w: w}
	}
	return ProgressOf(w, func() (int, bool) { return columns(f) })
}

// ProgressOf returns a line on w, a terminal that is so wide.
func ProgressOf(w io.Writer, columns func() (n int, ok bool)) *Progress {
	_, live := columns()
	return &Progress{w: w, columns: columns, live: live}
}

// Live reports whether there is a terminal.
func (p *Progress) Live() bool { return p.live }

// Show replaces the line, if there is a terminal, and the last line has stood for long
// enough. The line is cut off where the terminal ends: it could not be replaced if it
// took two lines.
func (p *Progress) Show(format string, args ...any) {
	if !p.live {
		return
	}
	now := time.Now()
	if now.Sub(p.last) < Pace {
		return
	}
	p.last = now
	line, room := []rune(fmt.Sprintf(format, args...)), p.room()
	line = line[:min(len(line), room)]
	p.width = max(min(p.width, room), len(line))
	fmt.Fprintf(p.w, "\r%-*s", p.width, string(line))
}

// End removes the line.
func (p *Progress) End() {
	if p.width > 0 {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", min(p.width, p.room())+margin-1))
		p.width, p.last = 0, time.Time{}
	}
}

// room is how long a line may be.
func (p *Progress) room() int {
	n, ok := p.columns()
	if !ok || n <= 0 {
		n = 80
	}
	return max(n-margin, 0)
}
