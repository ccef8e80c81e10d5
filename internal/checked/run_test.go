//go:build !js

package checked

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestChecked runs the other tests of this package by the interleave command.
func TestChecked(t *testing.T) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	out, err := exec.Command("go", "run", "../../interleave/cmd/interleave", "-tags=diatomic_portable", "-v",
		"-run=^TestLinear", ".").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if n, all := strings.Count(string(out), "interleave: all interleavings of "),
		strings.Count(string(out), "=== RUN"); n != all || n < 9 {
		t.Errorf("%d of %d tests have come to their end\n%s", n, all, out)
	}
	t.Logf("%s", out)
}
