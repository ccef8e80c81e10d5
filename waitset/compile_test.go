//go:build !js && !race && !interleave

package waitset_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/waitset"
)

// TestInlining asserts that the compiler keeps in line what a notifier does for a source that is ready, and the frames away
// that a woken goroutine would have to return through.
func TestInlining(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hot.go")
	if err := os.WriteFile(file, []byte(`package hot

import (
	"context"

	"github.com/diatomic-go/diatomic/waitset"
)

func Hot(s waitset.Source, w *waitset.Set[*int]) {
	s.Notify()
	w.Try()
	w.Wait(context.Background())
}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		cmd := exec.Command("go", "build", "-gcflags=-m", "-o", os.DevNull, file)
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOOS=linux", "GOARCH="+arch)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, call := range []string{`waitset\.Source\.Notify`, `waitset\.\(\*Set\[.*\]\)\.Try`, `waitset\.\(\*Set\[.*\]\)\.Wait`} {
			if !regexp.MustCompile(`inlining call to ` + call).Match(out) {
				t.Errorf("%s: the compiler doesn't inline %s:\n%s", arch, call, out)
			}
		}
	}
}

func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(waitset.Source{}); n != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("a Source takes %d bytes, want a pointer's", n)
	}
}
