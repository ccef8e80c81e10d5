package interleave_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave/seam"
)

// words has one thread that sets a word plainly and then a flag, and one that reads the
// flag and then does something to the word.
func words(first bool, do func(w *seam.Uint32), always bool) model {
	return model{Setup: func(s *sim) {
		m, w := new(message), new(seam.Uint32)
		s.Name(m, "m")
		s.Name(w, "w")
		set := func() { w.Set(1); m.flag.Store(1) }
		if !first {
			set = func() { m.flag.Store(1); w.Set(1) }
		}
		s.Go("owner", set)
		s.Go("other", func() {
			if m.flag.Load() == 1 || always {
				do(w)
			}
		})
	}}
}

// A plain store of a word is a race with whatever isn't ordered by something else, though
// the word is atomic.
func TestWord(t *testing.T) {
	for _, do := range []func(w *seam.Uint32){
		func(w *seam.Uint32) { w.Load() },
		func(w *seam.Uint32) { w.Store(2) },
		func(w *seam.Uint32) { w.Swap(2) },
		func(w *seam.Uint32) { w.CompareAndSwap(1, 2) },
		func(w *seam.Uint32) { w.Set(2) },
	} {
		want(t, words(true, do, false), "")
		want(t, words(true, do, true), "race")
		want(t, words(false, do, false), "race")
	}
	want(t, words(true, func(w *seam.Uint32) {
		if w.Load() != 1 {
			panic("the store is not seen")
		}
	}, false), "")
}

// The atomic operations among themselves are none.
func TestWordAtomic(t *testing.T) {
	want(t, model{Setup: func(s *sim) {
		w := new(seam.Uint64)
		s.Go("store", func() { w.Store(1) })
		s.Go("load", func() { w.Load() })
	}}, "")
}
