package driver

import (
	"fmt"
	"io"
	"time"

	"github.com/diatomic-go/diatomic/internal/program"
)

// progress tells how far a run is: on a terminal a line that is rewritten, and elsewhere
// one line a pass.
type progress struct {
	total, passed time.Duration // as estimated beforehand
	start         time.Time
	stderr        io.Writer
	line          *program.Progress
	last          string
	cpu           string
}

func newProgress(stderr io.Writer) *progress {
	return &progress{stderr: stderr, line: program.NewProgress(stderr)}
}

func (p *progress) begin() {
	p.start = time.Now()
	p.say("this takes about %v", p.total.Round(10*time.Second))
}

func (p *progress) say(format string, args ...any) {
	p.line.End()
	fmt.Fprintf(p.stderr, format+"\n", args...)
}

// done says that a step is over which was estimated at d.
func (p *progress) done(d time.Duration) { p.passed += d }

func (p *progress) show(where, what string) {
	switch {
	case p.line.Live():
		p.line.Show("%s, about %v left: %s", where, p.left(), what)
	case where != p.last:
		p.say("%s, about %v left", where, p.left())
	}
	p.last = where
}

// left goes by the estimate at first, and then by how the estimate holds.
func (p *progress) left() time.Duration {
	left := p.total - p.passed
	if p.passed > p.total/20 {
		left = time.Duration(float64(left) * float64(time.Since(p.start)) / float64(p.passed))
	}
	return max(left, 0).Round(time.Second)
}

func (p *progress) end() {
	p.say("took %v", time.Since(p.start).Round(time.Second))
}
