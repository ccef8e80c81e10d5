//go:build !interleave && !race && !diatomic_portable

package waitset_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestCheckpoints makes a checkpoint forget what is still needed.
func TestCheckpoints(t *testing.T) {
	mutants.TestCheckpoints(t, "..", mutants.Set,
		mutants.Checkpoint{What: "Wait forgets the source", File: "waitset/wait.go",
			Old:   "sink.Wait(ctx, func() (ok bool) {\n		n, ok = l.next()\n",
			New:   "sink.Wait(ctx, func() (ok bool) {\n		n, ok = l.next() //interleave:checkpoint ok\n",
			Model: "Given/Wait, any of 2"},
	)
}

func TestMutants(t *testing.T) { mutants.TestMutants(t, "..", mutants.Set, 1) }
