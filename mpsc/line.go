package mpsc

import (
	"math/bits"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// line is where senders wait for room. It is made of blocks of 64 places, as many as were ever
// needed at a time; places are used again, those in front first. It is no list that senders are linked into, so
// one that gives up just leaves.
//
// The receiver serves the places in turn, round and round: whoever stands in line is overtaken
// at most once by each other place.
type line[T any] struct {
	// beyond is at least the number of those who wait in other blocks than the first.
	beyond atomic.Int64

	first block[T]

	// at and next are where the receiver looks first for who is to be served.
	at   *block[T]
	next uint
}

// block is a part of the line.
type block[T any] struct {
	// waiting has a bit for each place in which somebody waits. Its sender sets it; the receiver, or the sender,
	// clears it.
	waiting atomic.Uint64

	// taken has a bit for each place that is some sender's.
	taken atomic.Uint64

	// places are made when first taken, by who took them, and stay.
	places [64]seam.Cell[*place[T]]

	following atomic.Pointer[block[T]]
}

// anybody reports whether somebody is in line.
func (l *line[T]) anybody() bool {
	// Pairs with the Or in enter: see there.
	return l.first.waiting.Load() != 0 || l.beyond.Load() != 0
}

// take gives the caller a place.
func (l *line[T]) take(c *channel[T]) *place[T] {
	for b := &l.first; ; b = b.after() {
		for {
			// Pairs with the And in leave, by which the place's last user let go of it.
			old := b.taken.Load()
			if old == 1<<64-1 {
				break
			}
			i := bits.TrailingZeros64(^old)
			if !b.taken.CompareAndSwap(old, old|1<<i) {
				continue // somebody else's step was made
			}
			p := b.places[i].Get()
			if p == nil {
				p = newPlace(c, b, 1<<i)
				b.places[i].Set(p)
			}
			return p
		}
	}
}

// after returns the following block, and makes it if there is none.
func (b *block[T]) after() *block[T] {
	// Pairs with the CompareAndSwap: the block is seen empty, or as others left it.
	if f := b.following.Load(); f != nil {
		return f
	}
	b.following.CompareAndSwap(nil, new(block[T]))
	return b.following.Load()
}

// rouse wakes all who wait, for them to look at the gate.
func (l *line[T]) rouse() {
	for b := &l.first; b != nil; b = b.following.Load() {
		for w := b.waiting.Load(); w != 0; w &= w - 1 {
			b.places[bits.TrailingZeros64(w)].Get().rouse()
		}
	}
}

// turn returns the place whose turn it is, or nil if nobody is in line. The receiver only.
func (l *line[T]) turn() *place[T] {
	// The rest of the block, the others, and then the whole block once more.
	b, mask := l.at, ^uint64(0)<<l.next
	for last := false; ; last = b == l.at {
		// Pairs with the Or in enter, which publishes the place and the message in it.
		if w := b.waiting.Load() & mask; w != 0 {
			i := uint(bits.TrailingZeros64(w))
			l.at, l.next = b, (i+1)&63
			if l.next == 0 {
				l.at = l.wrap(b)
			}
			return b.places[i].Get()
		}
		if last {
			return nil
		}
		b, mask = l.wrap(b), ^uint64(0)
	}
}

// wrap returns the block after b, or the first.
func (l *line[T]) wrap(b *block[T]) *block[T] {
	if f := b.following.Load(); f != nil {
		return f
	}
	return &l.first
}
