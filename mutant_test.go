//go:build !interleave && !race && !diatomic_portable

package diatomic_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestCheckpoints makes checkpoints forget what is still needed.
func TestCheckpoints(t *testing.T) {
	mutants.TestCheckpoints(t, ".", mutants.Primitive,
		mutants.Checkpoint{What: "WaitUntil forgets the value", File: "wait.go",
			Old:   "		v, ok = try()\n",
			New:   "		v, ok = try() //interleave:checkpoint ok\n",
			Model: "Until/WaitUntil, 1 value"},
		mutants.Checkpoint{What: "PollUntil forgets the value", File: "poll.go",
			Old:   "		v, ok = try()\n",
			New:   "		v, ok = try() //interleave:checkpoint ok\n",
			Model: "Until/PollUntil, 1 value"},
	)
}
