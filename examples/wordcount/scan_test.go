package main

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// scanPieces scans text as a producer does that can read only size bytes at once. The end
// comes with the last of them, or alone.
func scanPieces(t *testing.T, text string, size int, alone bool) (words []string) {
	var s scanner
	carry := ""
	for more := true; more; {
		piece := text[:min(size, len(text))]
		text = text[len(piece):]
		more = text != "" || alone && piece != ""
		b := &batch{text: []byte(carry + piece)}
		rest := s.scan(b, 0, !more)
		for _, w := range b.words {
			words = append(words, string(b.text[w.at:w.at+w.n]))
		}
		carry = string(b.text[rest:])
		if len(carry) > maxWord+2 {
			t.Fatalf("%d bytes are carried over", len(carry))
		}
	}
	if carry != "" || s.cut {
		t.Fatalf("at the end %q is left, cut %v", carry, s.cut)
	}
	return words
}

func TestScan(t *testing.T) {
	a := func(n int) string { return strings.Repeat("a", n) }
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"separators only", " \n\t.-\x00", nil},
		{"ascii", "one two_2,Three\nif(x)", []string{"one", "two_2", "Three", "if", "x"}},
		{"no separator at the ends", "one", []string{"one"}},
		{"letters of Unicode", "Größe—größer, Πι 語彙。١٢", []string{"Größe", "größer", "Πι", "語彙", "١٢"}},
		{"marks", "e\u0301t\u00e9", []string{"e\u0301t\u00e9"}},
		{"not UTF-8", "a\xffb\xc3 c\xe4\xb8", []string{"a", "b", "c"}},
		{"the replacement character", "a\ufffdb", []string{"a", "b"}},
		{"longest word", a(maxWord) + " b", []string{a(maxWord), "b"}},
		{"too long", a(maxWord+1) + " b", []string{a(maxWord), "b"}},
		{"far too long", "x " + a(20*maxWord) + " b", []string{"x", a(maxWord), "b"}},
		{"too long at the end", a(maxWord + 1), []string{a(maxWord)}},
		{"too long, cut before a character", a(maxWord-1) + "é é", []string{a(maxWord - 1), "é"}},
		{"too long, then not UTF-8", a(maxWord+1) + "\xc3(b", []string{a(maxWord), "b"}},
	} {
		for _, size := range []int{1, 2, 3, 5, maxWord - 1, maxWord, maxWord + 1, 1 << 20} {
			t.Run(fmt.Sprintf("%s/%d", test.name, size), func(t *testing.T) {
				for _, alone := range []bool{false, true} {
					if got := scanPieces(t, test.text, size, alone); !slices.Equal(got, test.want) {
						t.Errorf("got %q, want %q", got, test.want)
					}
				}
			})
		}
	}
}

// FuzzScan compares the scanner with that of -verify.
func FuzzScan(f *testing.F) {
	f.Add([]byte("one two é\xff語 "+strings.Repeat("ä", 200)), 7, true)
	f.Add([]byte(strings.Repeat("a", maxWord)+"\xc3\xa9_b"), 256, false)
	f.Fuzz(func(t *testing.T, text []byte, size int, alone bool) {
		want := map[string]*int{}
		recountText(want, bufio.NewReader(bytes.NewReader(text)))
		got := map[string]int{}
		for _, w := range scanPieces(t, string(text), max(size, 1), alone) {
			got[w]++
		}
		if !maps.EqualFunc(got, want, func(a int, b *int) bool { return a == *b }) {
			t.Errorf("%q: got %v, want the keys %q", text, got, slices.Sorted(maps.Keys(want)))
		}
	})
}
