//go:build !interleave && !race

package ports

import (
	"os"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/overlay"
)

// TestChecked runs the ports under the model checker, as it does diatomic's own code.
// (Mutex is no port: it relies on sync.)
func TestChecked(t *testing.T) {
	out, err := check(t)
	if err != nil || strings.Count(out, "stateful: ok") != 9 {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(out) {
		if strings.Contains(line, "stateful: ok") {
			t.Log(strings.TrimSpace(line))
		}
	}
}

// TestCheckNotices: a port that loses wake-ups doesn't pass.
func TestCheckNotices(t *testing.T) {
	for name, mutation := range map[string]overlay.Mutation{
		"AtomicWaker sleeps on a wake-up": {File: "ports/atomicwaker.go", Old: "in hand or none.\n		w.Wake()",
			New: "in hand or none.\n		_ = 0"},
		"OnePointer never sets the box": {File: "ports/onepointer.go", Old: "p.current.Store(p.last)", New: "_ = 0"},
		"SeqLock takes by a store": {File: "ports/seqlock.go",
			Old: "if q.state.CompareAndSwap(s, s&^seqRegistered) {",
			New: "if q.state.Store(s &^ seqRegistered); true {"},
	} {
		if out, err := check(t, mutation); err == nil || !strings.Contains(out, "deadlock") &&
			!strings.Contains(out, "race") {
			t.Errorf("%s: not noticed:\n%s", name, out)
		}
	}
}

func check(t *testing.T, mutations ...overlay.Mutation) (string, error) {
	t.Helper()
	// Read what the models run, so that no cached pass is reported after a change.
	for _, f := range []string{"atomicwaker.go", "onepointer.go", "seqlock.go", "model_test.go"} {
		if _, err := os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	o, err := overlay.New(overlay.Config{
		Dir: "..", Packages: []string{"ports"}, Except: []string{"ports/mutex.go"}, Mutate: mutations,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	out, err := o.Test("./ports", "-run=^TestModel$", "-v")
	return string(out), err
}
