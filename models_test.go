//go:build !interleave && !race

package diatomic_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestModels runs the quick set of models, and holds internal/protocol/abstraction
// against the code, on the files as they are now: in another build of this package, whose
// atomics are the model checker's. The full set, and the mutants, are run by
//
//	go run ./internal/verify
func TestModels(t *testing.T) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("not with -short")
	}
	// The go command knows that this test read these files (package protocol is below
	// internal), and so doesn't report a cached pass after one of them has changed.
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && path != "." && !strings.HasPrefix(path, "internal") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			_, err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o, err := overlay.New(overlay.Config{Dir: ".", Packages: []string{".", "internal/protocol"}})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	tags := "-tags=interleave"
	if !seam.CanPark {
		tags += ",diatomic_portable"
	}
	// The oracle, and executions at random, notice what the models leave out of the
	// state.
	out, err := o.Test(".", tags, "-run=^Test(Model|Mapped)", "-interleave.oracle=300ms", "-v")
	if err != nil {
		t.Fatalf("%s", out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "stateful: ok") {
			t.Log(strings.TrimSpace(line))
		}
	}
}

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
