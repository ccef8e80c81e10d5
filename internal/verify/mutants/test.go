package mutants

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"github.com/diatomic-go/diatomic/internal/overlay"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestModels runs the models of a suite under the model checker, on the files as they
// are, in a test of their own package, with the parker of this build. dir is the root of
// the module. The oracle explores each for a moment beside the search, or for as long as
// the environment variable DIATOMIC_ORACLE says: it notices what the models, or the
// checkpoints in the code, leave out of the state. The full set, and the mutants, are run
// by
//
//	go run ./internal/verify
func TestModels(t *testing.T, dir string, s Suite, args ...string) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("slow: the model checker runs")
	}
	Touch(t, dir, s)
	o, err := overlay.New(overlay.Config{Dir: dir, Packages: s.Packages, Models: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	tags := "-tags=interleave"
	if !seam.CanPark {
		tags += ",diatomic_portable"
	}
	oracle := cmp.Or(os.Getenv("DIATOMIC_ORACLE"), "100ms")
	args = append([]string{tags, "-run=^Test(Model|Mapped)", "-interleave.oracle=" + oracle, "-v"}, args...)
	out, err := o.Test(s.Package, args...)
	if err != nil {
		t.Fatalf("%s", out)
	}
	t.Logf("%s", out)
}

// Checkpoint is a line of the checked code, and the same line with a wrong checkpoint, or
// a wrong keep, and perhaps a fault that it hides.
type Checkpoint struct {
	What           string
	File, Old, New string
	Model          string // which must notice it, as in Mutant.Run
}

// TestCheckpoints plants each of them in turn. The search then counts different states as
// one, and the executions beside it must come to some that it has not seen.
func TestCheckpoints(t *testing.T, dir string, s Suite, list ...Checkpoint) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("slow: the model checker runs")
	}
	Touch(t, dir, s)
	for _, c := range list {
		t.Run(c.What, func(t *testing.T) {
			t.Parallel()
			try := func(flag string, edits ...overlay.Mutation) ([]byte, error) {
				o, err := overlay.New(overlay.Config{Dir: dir, Packages: s.Packages, Mutate: edits, Models: true})
				if err != nil {
					t.Fatal(err)
				}
				defer o.Close()
				return o.Test(s.Package, "-run="+pattern(c.Model), flag)
			}
			const oracle = "-interleave.oracle=2s"
			planted := edit(c.File, c.Old, c.New)
			if out, err := try(oracle); err != nil {
				t.Errorf("fails as it is:\n%s", out)
			}
			if out, err := try("-v", planted); err != nil {
				t.Errorf("noticed without the oracle:\n%s", out)
			}
			if out, err := try(oracle, planted); err == nil || !bytes.Contains(out, []byte("has not seen this state")) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// Touch reads what the models run, so that the go command doesn't report a cached pass
// after a change.
func Touch(t *testing.T, dir string, s Suite) {
	for _, p := range s.Packages {
		files, err := filepath.Glob(filepath.Join(dir, p, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if _, err := os.ReadFile(f); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestMutants tries the mutants of a suite that models must notice, several at a time:
// one of every so many, since each takes some seconds.
func TestMutants(t *testing.T, dir string, s Suite, every int) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("slow: the model checker runs for each mutant")
	}
	Touch(t, dir, s)
	for i, m := range Of(s) {
		if i%every != 0 || m.Tests {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			d, err := m.Try(t.Context(), dir)
			if err != nil {
				t.Fatalf("%v\n%s", err, d.Story)
			}
			if !d.Killed {
				t.Errorf("no model notices: %s", m.Breaks)
			}
		})
	}
}
