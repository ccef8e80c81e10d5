package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
)

// sniff is how much of a file is looked at to see whether it is binary, as git does.
const sniff = 8000

func isBinary(head []byte) bool {
	return bytes.IndexByte(head[:min(len(head), sniff)], 0) >= 0
}

// producer reads files and hands their words over.
type producer struct {
	fsys    fs.FS
	words   int // of a message, at most
	send    func(message) error
	skipped func(error)
	b       *batch
	scan    scanner
}

// run scans the named files. It returns an error of send at once.
func (p *producer) run(names <-chan string) error {
	p.b = newBatch()
	for name := range names {
		if err := p.file(name); err != nil {
			return err
		}
	}
	return p.hand()
}

// file scans one file. Its words begin in the batch of the file before, for most files
// are small.
func (p *producer) file(name string) error {
	f, err := p.fsys.Open(name)
	if err != nil {
		p.skipped(err)
		return nil
	}
	defer f.Close()
	rest := len(p.b.text) // from here on is still to be scanned
	for first := true; ; first = false {
		if cap(p.b.text)-len(p.b.text) < sniff {
			if err := p.flush(rest); err != nil {
				return err
			}
			rest = 0
		}
		n, err := io.ReadAtLeast(f, p.b.text[len(p.b.text):cap(p.b.text)], sniff)
		p.b.text = p.b.text[:len(p.b.text)+n]
		if first && isBinary(p.b.text[rest:]) {
			p.b.text = p.b.text[:rest]
			p.b.binary++
			return nil
		}
		rest = p.scan.scan(p.b, rest, err != nil)
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			p.b.files++
		default:
			p.skipped(err)
		}
		return nil
	}
}

// flush hands the batch over, and begins a new one with the text from rest on.
func (p *producer) flush(rest int) error {
	next := newBatch()
	next.text = append(next.text, p.b.text[rest:]...)
	err := p.hand()
	p.b = next
	return err
}

// hand hands the batch over, in as many messages as it takes. It may have no words, but
// files.
func (p *producer) hand() error {
	n := len(p.b.words) // the batch isn't to be touched once its last message was sent
	for from := 0; ; from += p.words {
		to := min(from+p.words, n)
		if err := p.send(message{p.b, from, to}); err != nil || to == n {
			return err
		}
	}
}
