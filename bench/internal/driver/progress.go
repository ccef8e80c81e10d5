package driver

import (
	"fmt"
	"os"
	"time"
)

// progress tells on the terminal how far a run is: a line that is rewritten, or elsewhere
// one line a pass.
type progress struct {
	total, passed time.Duration // as estimated beforehand
	start         time.Time
	terminal      bool
	last          string
	cpu           string
}

func (p *progress) begin() {
	p.start = time.Now()
	if st, err := os.Stderr.Stat(); err == nil {
		p.terminal = st.Mode()&os.ModeCharDevice != 0
	}
	p.say("this takes about %v", p.total.Round(10*time.Second))
}

func (p *progress) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

// done says that a step is over which was estimated at d.
func (p *progress) done(d time.Duration) { p.passed += d }

func (p *progress) show(where, what string) {
	if !p.terminal {
		if where != p.last {
			p.say("%s, about %v left", where, p.left())
		}
		p.last = where
		return
	}
	fmt.Fprintf(os.Stderr, "\r\x1b[K%s, about %v left: %.60s", where, p.left(), what)
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
	if p.terminal {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
	p.say("took %v", time.Since(p.start).Round(time.Second))
}
