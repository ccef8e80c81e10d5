//go:build !interleave && !race

package mpsc_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

func TestModels(t *testing.T) { mutants.TestModels(t, "..", mutants.Channel) }

// TestMutants tries a few of them. All are tried by internal/verify.
func TestMutants(t *testing.T) { mutants.TestMutants(t, "..", mutants.Channel, 12) }
