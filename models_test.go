//go:build !interleave && !race

package diatomic_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestModels runs the quick set of models, and holds internal/protocol/abstraction
// against the code.
func TestModels(t *testing.T) { mutants.TestModels(t, ".", mutants.Primitive) }
