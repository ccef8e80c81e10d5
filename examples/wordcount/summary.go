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
	median := func(w outcome, f func(sample) float64) float64 { return figures.Median(figures.Of(w.samples, f)) }
	runs, base := 0, all[len(all)-1]
	for _, w := range all {
		runs += len(w.samples)
		if w.counts == nil {
			continue // interrupted before its turn
		}
		than := ""
		if base.counts != nil && w.way.name != base.way.name {
			than = fmt.Sprintf(" (%s times those via %s)", w.times(base), base.way.name)
		}
		p("%12s words/s via %s%s: %.3f s, %s sleeps of the consumer, for %s messages", number(int(median(w, rate))), w.way.name, than,
			median(w, seconds), number(int(median(w, sleeps))), number(w.counts.messages))
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

// number writes n with its digits in groups of three.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
