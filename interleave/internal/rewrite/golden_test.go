//go:build !js

package rewrite

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds the rewritten text of small packages against what it was, and checks
// its types.
func TestGolden(t *testing.T) {
	testenv.NeedGo(t)
	dirs, err := filepath.Glob("testdata/*")
	if err != nil || len(dirs) < 10 {
		t.Fatal(dirs, err)
	}
	var patterns []string
	for _, d := range dirs {
		patterns = append(patterns, "./"+filepath.ToSlash(d))
	}
	got := map[string]string{}
	rewriteAny(t, got, patterns...)
	if len(got) != 2*len(dirs) {
		t.Errorf("%d files of %d packages", len(got), len(dirs))
	}
	for name, text := range got {
		want := name + ".want"
		if *update {
			if err := os.WriteFile(want, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		old, err := os.ReadFile(want)
		if err != nil {
			t.Error(err)
			continue
		}
		if string(old) != text {
			a, b := strings.Split(string(old), "\n"), strings.Split(text, "\n")
			for i := range b {
				if i >= len(a) || a[i] != b[i] {
					t.Errorf("%s:%d: got\n%s", want, i+1, b[i])
				}
			}
		}
	}
}
