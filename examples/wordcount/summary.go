package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// summary prints the result.
func summary(w io.Writer, all []outcome, o options) error {
	out := bufio.NewWriter(w)
	p := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	c := all[0].counts
	p("%12s words, %s of them different", number(c.words), number(c.distinct))
	p("%12s files read, %s binary left out, %s skipped (producers: %d)",
		number(c.files), number(c.binary), number(all[0].skipped), o.producers)
	runs, base := 0, all[len(all)-1]
	for _, w := range all {
		runs += len(w.samples)
		if w.counts == nil {
			continue // interrupted before its turn
		}
		than := ""
		if base.counts != nil && w.way.name != base.way.name {
			than = " (" + w.compared(base) + ")"
		}
		p("%12s words/s via %s%s: %.3f s, %s sleeps of the consumer, for %s messages", number(int(w.median(rate))),
			w.way.name, than,
			w.median(seconds), number(int(w.median(sleeps))), number(w.counts.messages))
	}
	if len(all) > 1 {
		p("%12s (medians; runs in turns: %d)", "", runs)
	}
	if words := c.top(o.top); len(words) > 0 {
		p("")
		for _, e := range words {
			p("%12s %s", number(e.count), c.word(e))
		}
	}
	return out.Flush()
}

func (w outcome) median(f func(sample) float64) float64 {
	return figures.Median(figures.Of(w.samples, f))
}

// compared compares the rate with that of base: by the ratio of the medians, which are
// printed too, unless the runs don't show a difference.
func (w outcome) compared(base outcome) string {
	if !figures.Differ(figures.Of(w.samples, rate), figures.Of(base.samples, rate)) {
		return "no measurable difference from " + base.way.name
	}
	return fmt.Sprintf("%s times those via %s", figures.Figure(w.median(rate)/base.median(rate)), base.way.name)
}

// number writes n with its digits in groups of three.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
