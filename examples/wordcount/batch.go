package main

import (
	"hash/maphash"
	"sync"
)

// batch is text, and where its words are. A batch is the producer's until the first
// message of it is sent, then nobody changes it until the consumer has received the last
// one: then it is the consumer's.
type batch struct {
	text   []byte
	words  []word
	files  int // read to their end
	binary int // left out
}

// word is text[at:at+n] of its batch. Its hash is worked out by the producer, of which
// there are many, for the consumer, of which there is one.
type word struct {
	hash  uint64
	at, n uint32
}

// batchSize is the room for text. Larger batches mean fewer sleeps, but fall out of the
// cache before they are counted.
const batchSize = 64 << 10

// maxBatch is how many words fit into that: something stands between two of them.
const maxBatch = batchSize / 2

var seed = maphash.MakeSeed()

func hashOf(w []byte) uint64 { return maphash.Bytes(seed, w) }

func (b *batch) add(from, to int) {
	b.words = append(b.words, word{hashOf(b.text[from:to]), uint32(from), uint32(to - from)})
}

// batches holds those not in use.
var batches = sync.Pool{New: func() any {
	return &batch{text: make([]byte, 0, batchSize), words: make([]word, 0, batchSize/4)}
}}

func newBatch() *batch { return batches.Get().(*batch) }

func (b *batch) recycle() {
	*b = batch{text: b.text[:0], words: b.words[:0]}
	batches.Put(b)
}
