//go:build !interleave && !race && !diatomic_portable

package event_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

func TestMutants(t *testing.T) { mutants.TestMutants(t, "..", mutants.Event, 6) }
