package main

import (
	"bytes"
	"cmp"
	"slices"
)

// counts is the consumer's: how often each word came. Its table has no pointers and takes
// the hashes of the producers: a map[string]int would make the consumer what everybody
// waits for.
type counts struct {
	table    []entry // at most half full; its length is a power of two
	text     []byte  // each different word, once
	distinct int

	words, files, binary, messages int
}

// entry is a word, text[at:at+n], that came count times; it is free if count is 0.
type entry struct {
	hash  uint64
	at, n int
	count int
}

func newCounts() *counts { return &counts{table: make([]entry, 1<<12)} }

// add counts the words of m, and the files with the last ones.
func (c *counts) add(m message) {
	b := m.batch
	c.messages++
	c.words += m.to - m.from
	for _, w := range b.words[m.from:m.to] {
		c.addWord(w.hash, b.text[w.at:w.at+w.n])
	}
	if m.isLast() {
		c.files += b.files
		c.binary += b.binary
	}
}

// agrees reports whether the sums of c and d are the same.
func (c *counts) agrees(d *counts) bool {
	return c.words == d.words && c.distinct == d.distinct && c.files == d.files && c.binary == d.binary
}

func (c *counts) addWord(hash uint64, w []byte) {
	e := c.find(hash, w)
	if e.count == 0 {
		if 2*c.distinct >= len(c.table) {
			c.grow()
			e = c.find(hash, w)
		}
		c.distinct++
		*e = entry{hash: hash, at: len(c.text), n: len(w)}
		c.text = append(c.text, w...)
	}
	e.count++
}

// find returns the entry of w, or the free one where it belongs.
func (c *counts) find(hash uint64, w []byte) *entry {
	mask := uint64(len(c.table) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		e := &c.table[i]
		if e.count == 0 || e.hash == hash && bytes.Equal(c.word(e), w) {
			return e
		}
	}
}

func (c *counts) word(e *entry) []byte { return c.text[e.at : e.at+e.n] }

func (c *counts) grow() {
	old := c.table
	c.table = make([]entry, 2*len(old))
	mask := uint64(len(c.table) - 1)
	for _, e := range old {
		if e.count == 0 {
			continue
		}
		i := e.hash & mask
		for c.table[i].count != 0 {
			i = (i + 1) & mask
		}
		c.table[i] = e
	}
}

// top returns the n most frequent words, those of the same count in the order of their
// bytes.
func (c *counts) top(n int) []*entry {
	n = min(n, c.distinct)
	if n <= 0 {
		return nil
	}
	// Most words are rare: sort the numbers first, and then only the words that can be
	// among them.
	all := make([]int, 0, c.distinct)
	for i := range c.table {
		if k := c.table[i].count; k > 0 {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	least := all[len(all)-n]
	var top []*entry
	for i := range c.table {
		if c.table[i].count >= least {
			top = append(top, &c.table[i])
		}
	}
	slices.SortFunc(top, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(b.count, a.count), bytes.Compare(c.word(a), c.word(b)))
	})
	return top[:n]
}
