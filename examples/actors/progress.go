package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress is a line on a terminal that tells how far something is. Elsewhere it is
// nothing.
type progress struct {
	w     io.Writer
	live  bool
	width int       // of the line that stands there
	last  time.Time // when it was written
}

// pace is how long a line stands at least.
const pace = 100 * time.Millisecond

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok {
		return &progress{w: w}
	}
	info, err := f.Stat()
	return &progress{w: w, live: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// say replaces the line, if the last one has stood for long enough.
func (p *progress) say(format string, args ...any) {
	if !p.live {
		return
	}
	if now := time.Now(); now.Sub(p.last) >= pace {
		p.last = now
		line := fmt.Sprintf(format, args...)
		fmt.Fprintf(p.w, "\r%-*s", p.width, line)
		p.width = len(line)
	}
}

// end removes the line.
func (p *progress) end() {
	if p.width > 0 {
		// Two more, for the ^C that a terminal shows when that is typed.
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.width+2))
		p.width, p.last = 0, time.Time{}
	}
}
