//go:build !js

package main

import (
	"path/filepath"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestStates: the queues take as few states as they should.
func TestStates(t *testing.T) {
	testenv.NeedGo(t)
	t.Chdir("../..")
	tmp := t.TempDir()
	tool := filepath.Join(tmp, "interleave.exe")
	if _, err := command(t.Context(), "go", "build", "-o", tool, "./interleave/cmd/interleave"); err != nil {
		t.Fatal(err)
	}
	m := new(measured)
	if err := m.searches(t.Context(), tool, filepath.Join(tmp, "json"), "SPSC$|MPMC"); err != nil {
		t.Fatal(err)
	}
	for _, x := range m.targets()[1:3] {
		if !x.holds() {
			t.Errorf("%s: %v, want %v at most", x.what, x.values, x.limit)
		}
	}
}

// TestSetup: the model that is written with Setup holds, and is as large as the other.
func TestSetup(t *testing.T) {
	r := interleave.Check(model(3), interleave.Options{})
	if r.Verdict != interleave.OK || r.States < 40 || r.States > 150 {
		t.Error(interleave.Summary(r))
	}
}
