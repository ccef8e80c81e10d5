//go:build !interleave && !race

package actor_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestModels explores each model for a while. In full, internal/verify does.
func TestModels(t *testing.T) { mutants.TestModels(t, "..", mutants.Actor, "-limit=1s") }
