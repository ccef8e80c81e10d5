package main

import (
	"unicode"
	"unicode/utf8"
)

// maxWord is how many bytes of a word count. It bounds what is carried from one batch to
// the next.
const maxWord = 256

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// ascii is inWord for the first 128 characters.
var ascii = func() (t [utf8.RuneSelf]bool) {
	for r := range t {
		t[r] = inWord(rune(r))
	}
	return t
}()

// scanner finds words in a text that comes in pieces.
type scanner struct {
	cut bool // inside a word that was added already, as far as it counts
}

// scan adds the words of b.text[at:] to b. It returns where the text begins that it can't
// judge without what follows, at most maxWord bytes and a part of a character: the next
// piece must begin with it. If last is set, nothing follows.
func (s *scanner) scan(b *batch, at int, last bool) int {
	text := b.text
	for {
		for at < len(text) && text[at] < utf8.RuneSelf && !ascii[text[at]] {
			at++
			s.cut = false
		}
		if at == len(text) {
			break
		}
		end := wordEnd(text, at)
		// An empty rest isn't a full rune either.
		more := !last && end > len(text)-utf8.UTFMax && !utf8.FullRune(text[end:])
		if !s.cut {
			if more && end-at < maxWord {
				return at
			}
			if end > at {
				b.add(at, limit(text, at, end))
			}
		}
		s.cut = more
		at = end
		if more {
			return at
		}
		if at < len(text) {
			_, size := utf8.DecodeRune(text[at:])
			at += size
		}
	}
	if last {
		s.cut = false
	}
	return at
}

// wordEnd returns where the run of word characters ends that begins at text[i:].
func wordEnd(text []byte, i int) int {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			if !ascii[c] {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !inWord(r) {
			break
		}
		i += size
	}
	return i
}

// limit returns end, or where the last character ends within maxWord bytes.
func limit(text []byte, at, end int) int {
	if end-at <= maxWord {
		return end
	}
	for end = at + maxWord; !utf8.RuneStart(text[end]); end-- {
	}
	return end
}
