package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"time"
)

// summary prints the result.
func summary(w io.Writer, c *counts, top, skipped int, took time.Duration, h handover, producers int) error {
	out := bufio.NewWriter(w)
	p := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	p("%12s words, %s of them different", number(c.words), number(c.distinct))
	p("%12s files read, %s binary left out, %s skipped", number(c.files), number(c.binary), number(skipped))
	p("%10.3f s wall time, %s words/s", took.Seconds(), number(int(float64(c.words)/max(took.Seconds(), 1e-9))))
	p("%12s sleeps of the consumer, for %s batches (producers: %d)", number(h.slept()), number(c.batches), producers)
	if words := c.top(top); len(words) > 0 {
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
