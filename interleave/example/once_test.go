package example

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// told is a test that notes what becomes of it.
type told struct {
	testing.TB
	skipped, failed string
}

func (t *told) Skip(args ...any)  { t.skipped = args[0].(string) }
func (t *told) Error(args ...any) { t.failed = args[0].(string) }
func (t *told) Failed() bool      { return false }

// This package was not rewritten by the command.
func TestOnce(t *testing.T) {
	for _, require := range []bool{false, true} {
		if require {
			t.Setenv("INTERLEAVE", "require")
		} else {
			t.Setenv("INTERLEAVE", "")
		}
		runs, fake := 0, &told{TB: t}
		interleave.Test(fake, func(t *interleave.T) {
			t.Logf("run %d of %s", runs, t.Name())
			runs++
		})
		if runs != 1 || (fake.failed != "") != require || (fake.skipped != "") == require {
			t.Errorf("require %t: %d runs, skipped %q, failed %q", require, runs, fake.skipped, fake.failed)
		}
	}
}
