package seam

import (
	"fmt"
	"go/build/constraint"
	"os"
	"strings"
	"testing"
)

// built reports whether the file is in a build with these tags.
func built(t *testing.T, file string, tags map[string]bool) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	expr, err := constraint.Parse(line)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return expr.Eval(func(tag string) bool { return tags[tag] })
}

// The runtime parks goroutines where that was tested, and only there. A Go version that
// isn't known yet is like one that was not tested.
func TestConstraints(t *testing.T) {
	for minor := 25; minor < 40; minor++ {
		for _, c := range []struct {
			tags   string
			tested bool
		}{
			{"gc", minor <= 27},
			{"gc race", false},
			{"gc diatomic_portable", false},
			{"gc tinygo", false},
			{"gccgo", false},
		} {
			tags := map[string]bool{}
			for v := 1; v <= minor; v++ {
				tags[fmt.Sprintf("go1.%d", v)] = true
			}
			for tag := range strings.FieldsSeq(c.tags) {
				tags[tag] = true
			}
			runtime, none := built(t, "park_runtime.go", tags), built(t, "park_none.go", tags)
			if runtime != c.tested || none == runtime {
				t.Errorf("go1.%d with %s: the runtime parker %t, the other one %t; want %t, %t",
					minor, c.tags, runtime, none, c.tested, !c.tested)
			}
		}
	}
}
