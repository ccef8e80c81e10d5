package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// status writes what happens on the way: what is skipped, and on a terminal how far the
// consumer is.
type status struct {
	mu      sync.Mutex
	w       io.Writer
	live    bool      // w is a terminal
	run     string    // which, if there are many
	again   bool      // not the first run: what can't be read was reported
	width   int       // of the progress line that stands there
	last    time.Time // when it was written
	skipped int
}

// pace is how long a progress line stands at least.
const pace = 100 * time.Millisecond

// isTerminal reports whether w is a character device, as terminals are.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// begin is called before each run.
func (s *status) begin(o options, run int, w way) {
	s.skipped = 0
	if n := o.runs * len(o.ways); n > 1 {
		s.run = fmt.Sprintf("via %s, run %d of %d, batches of %d words: ", w.name, run+1, o.runs, o.batch)
	}
}

// skip reports what can't be read.
func (s *status) skip(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skipped++
	if s.again {
		return
	}
	s.clear()
	fmt.Fprintf(s.w, "wordcount: skipped: %v\n", err)
}

// progress is called by the consumer after each batch, so nobody has to watch a clock.
func (s *status) progress(c *counts) {
	if !s.live {
		return
	}
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.last) < pace {
		return
	}
	s.last = now
	line := fmt.Sprintf("%s%s files, %s words", s.run, number(c.files), number(c.words))
	fmt.Fprintf(s.w, "\r%-*s", s.width, line)
	s.width = len(line)
}

// end removes the progress line.
func (s *status) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.again = true
}

func (s *status) clear() {
	if s.width > 0 {
		// Two more, for the ^C that a terminal shows when that is typed.
		fmt.Fprintf(s.w, "\r%s\r", strings.Repeat(" ", s.width+2))
		s.width = 0
	}
}
