//go:build !race && !interleave

package waitset_test

import (
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/waitset"
)

// TestInlining asserts that the compiler keeps in line what a notifier does for a source
// that is ready, and the frames away that a woken goroutine would have to return through.
func TestInlining(t *testing.T) {
	testenv.Inlined(t, testenv.Source(t, `package hot

import (
	"context"

	"github.com/diatomic-go/diatomic/waitset"
)

func Hot(s waitset.Source, w *waitset.Set[*int]) {
	s.Notify()
	w.Try()
	w.Wait(context.Background())
}
`),
		`inlining call to waitset\.Source\.Notify`,
		`inlining call to waitset\.\(\*Set\[.*\]\)\.Try`,
		`inlining call to waitset\.\(\*Set\[.*\]\)\.Wait`,
	)
}

// go vet notices a copy of a set.
func TestVet(t *testing.T) {
	testenv.Copies(t, 1, `package copied

import "github.com/diatomic-go/diatomic/waitset"

func Copy(s *waitset.Set[int]) waitset.Source {
	c := *s
	return c.Add(1)
}
`)
}

func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(waitset.Source{}); n != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("a Source takes %d bytes, want a pointer's", n)
	}
}
