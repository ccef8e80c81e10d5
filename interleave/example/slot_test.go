//go:build !interleave && !js

package example

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/overlay"
)

func check(t *testing.T, args []string, mutate ...overlay.Mutation) (string, bool) {
	t.Helper()
	// Read what the models run, so that the go command does not report a cached pass
	// after a change.
	for _, f := range []string{"slot.go", "model_test.go"} {
		if _, err := os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	const dir = "interleave/example"
	o, err := overlay.New(overlay.Config{Dir: "../..", Packages: []string{dir}, Mutate: mutate})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	out, err := o.Test("./"+dir, append([]string{"-run", "TestModel", "-v"}, args...)...)
	return string(out), err == nil
}

func TestSlot(t *testing.T) {
	out, ok := check(t, []string{"-interleave.oracle=100ms"})
	if !ok || !strings.Contains(out, "call Put: at most 2 own steps, alone 2") {
		t.Fatalf("%s", out)
	}
	t.Log(out)
}

// Without the overlay the model would check nothing: it fails, and says how to run it.
func TestNoOverlay(t *testing.T) {
	cmd := exec.Command("go", "test", "-tags=interleave", "-vet=off", "-count=1", "-run=TestModel", ".")
	out, err := cmd.CombinedOutput()
	const want = "package github.com/diatomic-go/diatomic/interleave/example was not rewritten"
	if err == nil || !strings.Contains(string(out), want) ||
		!strings.Contains(string(out), "go run ./internal/overlay/cmd/models") {
		t.Fatalf("%v, want %q in\n%s", err, want, out)
	}
}

const file = "interleave/example/slot.go"

func TestMutants(t *testing.T) {
	for _, m := range []struct {
		name, want string
		mutations  []overlay.Mutation
	}{
		{"publish before the value is written", "data race on slot.val", []overlay.Mutation{
			{File: file, Old: "	s.val.Set(v)\n", New: "	s.full.Store(true)\n"},
			{File: file, Old: "	s.full.Store(true) // pairs", New: "	s.val.Set(v) // pairs"},
		}},
		{"Put overwrites", "data race on slot.val", []overlay.Mutation{
			{File: file, Old: "if s.full.Load() {", New: "if s.full.Load(); false {"},
		}},
		{"Take leaves the value", "livelock: sender can go on forever", []overlay.Mutation{
			{File: file, Old: "	s.full.Store(false)\n", New: "\n"},
		}},
		{"Take empties the slot first", "data race on slot.val", []overlay.Mutation{
			{File: file, Old: "v := s.val.Get()", New: "s.full.Store(false); v := s.val.Get()"},
		}},
	} {
		out, ok := check(t, nil, m.mutations...)
		if ok || !strings.Contains(out, m.want) || !strings.Contains(out, "slot.go:") {
			t.Errorf("%s: want %q in\n%s", m.name, m.want, out)
		}
		t.Log(out)
	}
}
