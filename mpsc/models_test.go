//go:build !interleave && !race

package mpsc_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

func TestModels(t *testing.T) { mutants.TestModels(t, "..", mutants.Channel) }
