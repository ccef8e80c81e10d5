//go:build !interleave && !race && !diatomic_portable

package mpsc_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestCheckpoints adds checkpoints that forget what is still needed.
func TestCheckpoints(t *testing.T) {
	mutants.TestCheckpoints(t, "..", mutants.Channel,
		mutants.Checkpoint{What: "close forgets tail", File: "mpsc/channel.go",
			Old:   "tail.Load()\n		if t&closed != 0 {\n			return",
			New:   "tail.Load() //interleave:checkpoint\n		if t&closed != 0 {\n			return",
			Model: "Try/one that tries, and close"},
		mutants.Checkpoint{What: "Recv doesn't keep the message", File: "mpsc/receive.go",
			Old:   "//interleave:keep *v",
			New:   "//interleave:keep",
			Model: "Given/any of 2 messages"},
	)
}

// TestMutants tries a few of them. All are tried by internal/verify.
func TestMutants(t *testing.T) { mutants.TestMutants(t, "..", mutants.Channel, 12) }
