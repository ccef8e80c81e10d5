//go:build !interleave && !race

package event_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestModels explores each model for a while. In full, internal/verify does.
func TestModels(t *testing.T) { mutants.TestModels(t, "..", mutants.Event, "-limit=200ms") }
