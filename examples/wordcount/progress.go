package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"sync"

	"github.com/diatomic-go/diatomic/internal/program"
)

// status writes what happens on the way: what is skipped, and on a terminal how far the
// consumer is.
type status struct {
	mu      sync.Mutex
	w       io.Writer
	line    *program.Progress
	run     string // which, if there are many
	again   bool   // not the first run: what can't be read was reported
	skipped int
}

func newStatus(w io.Writer) *status { return &status{w: w, line: program.NewProgress(w)} }

// begin is called before each run.
func (s *status) begin(o options, run int, w way) {
	s.skipped = 0
	if n := o.runs * len(o.ways); n > 1 {
		s.run = fmt.Sprintf(", via %s, run %d of %d, batches of %d words", w.name, run+1, o.runs, o.batch)
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
	s.line.End()
	fmt.Fprintf(s.w, "wordcount: skipped: %v\n", quoted(err))
}

// progress is called by the consumer after each batch, so nobody has to watch a clock.
func (s *status) progress(c *counts) {
	if !s.line.Live() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line.Show("%s files, %s words%s", number(c.files), number(c.words), s.run)
}

// end removes the progress line.
func (s *status) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line.End()
	s.again = true
}

// quoted is the text of err with names quoted: a name may have anything in it, escape
// sequences for instance.
func quoted(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return fmt.Sprintf("%s %q: %v", p.Op, p.Path, p.Err)
	}
	text := strconv.Quote(err.Error())
	return text[1 : len(text)-1]
}
