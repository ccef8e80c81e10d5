package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"unicode/utf8"
)

// recount counts once more: one goroutine, one character after the other, into a plain
// map. It shares only the definition of a word and of a binary file with the scanner that
// it checks.
func recount(ctx context.Context, fsys fs.FS) (map[string]*int, error) {
	m := make(map[string]*int)
	in := bufio.NewReaderSize(nil, batchSize)
	ignore := func(error) {} // reported by tally
	err := walk(fsys, ignore, func(name string) error {
		f, err := fsys.Open(name)
		if err != nil {
			return nil
		}
		defer f.Close()
		in.Reset(f)
		if head, _ := in.Peek(sniff); !isBinary(head) {
			recountText(m, in)
		}
		return ctx.Err()
	})
	return m, err
}

// recountText counts up to the first error of in.
func recountText(m map[string]*int, in *bufio.Reader) {
	var (
		word []byte
		over bool // more characters came than count
	)
	for {
		r, size, err := in.ReadRune()
		if err == nil && inWord(r) {
			over = over || len(word)+size > maxWord
			if !over {
				word = utf8.AppendRune(word, r)
			}
			continue
		}
		if len(word) > 0 {
			n := m[string(word)]
			if n == nil {
				n = new(int)
				m[string(word)] = n
			}
			*n++
		}
		if err != nil {
			return
		}
		word, over = word[:0], false
	}
}

// compare returns an error that names the first word that m counted otherwise than c.
func compare(c *counts, m map[string]*int) error {
	for i := range c.table {
		e := &c.table[i]
		if e.count == 0 {
			continue
		}
		w := c.word(e)
		n := m[string(w)]
		if n == nil {
			return differ(w, e.count, 0)
		}
		if *n != e.count {
			return differ(w, e.count, *n)
		}
	}
	if len(m) == c.distinct {
		return nil
	}
	// All words of c are in m, so m has more.
	for _, w := range slices.Sorted(maps.Keys(m)) {
		b := []byte(w)
		if e := c.find(hashOf(b), b); e.count == 0 {
			return differ(b, 0, *m[w])
		}
	}
	return nil
}

func differ(w []byte, first, second int) error {
	return fmt.Errorf("%q was counted %d times, and %d times in one goroutine (did a file change meanwhile?)",
		bytes.ToValidUTF8(w, nil), first, second)
}
