package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

func batchOf(text string) *batch {
	b := &batch{text: []byte(text)}
	new(scanner).scan(b, 0, true)
	return b
}

func topOf(c *counts, n int) string {
	var s []string
	for _, e := range c.top(n) {
		s = append(s, fmt.Sprint(string(c.word(e)), e.count))
	}
	return strings.Join(s, " ")
}

func TestTop(t *testing.T) {
	c := newCounts()
	c.add(messageOf("b c a c d b c"))
	for n, want := range []string{"", "c3", "c3 b2", "c3 b2 a1", "c3 b2 a1 d1", "c3 b2 a1 d1"} {
		if got := topOf(c, n); got != want {
			t.Errorf("top %d is %q, want %q", n, got, want)
		}
	}
	if got := topOf(newCounts(), 3); got != "" {
		t.Errorf("top of nothing is %q", got)
	}
}

func TestCountGrows(t *testing.T) {
	const n = 20_000
	c := newCounts()
	for range 3 {
		for i := range n {
			c.add(messageOf(fmt.Sprint("word", i)))
		}
	}
	if c.distinct != n || c.words != 3*n {
		t.Fatalf("%d words, %d different", c.words, c.distinct)
	}
	for _, e := range c.top(n) {
		if e.count != 3 {
			t.Fatalf("%s came %d times", c.word(e), e.count)
		}
	}
	if 2*c.distinct > len(c.table)+2 {
		t.Errorf("%d words in a table of %d", c.distinct, len(c.table))
	}
}

func TestCountSameHash(t *testing.T) {
	c := newCounts()
	for _, w := range strings.Fields("x y x z x y") {
		c.addWord(1<<63-1, []byte(w))
	}
	if got := topOf(c, 9); got != "x3 y2 z1" {
		t.Errorf("got %s", got)
	}
}

func TestCountAllocates(t *testing.T) {
	testenv.CountsAllocations(t)
	c, m := newCounts(), messageOf("one two three two")
	c.add(m)
	if n := testing.AllocsPerRun(100, func() { c.add(m) }); n != 0 {
		t.Errorf("counting known words allocates %v times", n)
	}
}

func TestCompare(t *testing.T) {
	c := newCounts()
	c.add(messageOf("a b b"))
	n := func(i int) *int { return &i }
	for _, test := range []struct {
		m    map[string]*int
		want string // in the error
	}{
		{map[string]*int{"a": n(1), "b": n(2)}, ""},
		{map[string]*int{"a": n(1), "b": n(3)}, `"b" was counted 2 times, and 3`},
		{map[string]*int{"b": n(2)}, `"a" was counted 1 times, and 0`},
		{map[string]*int{"a": n(1), "b": n(2), "c": n(1)}, `"c" was counted 0 times, and 1`},
		{map[string]*int{"b": n(2), "c": n(1)}, `"a" was counted 1 times, and 0`},
	} {
		err := compare(c, test.m)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}
