//go:build !js && !race && !interleave

package mpsc_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestInlining asserts that a message costs its sender two calls, and its receiver one.
func TestInlining(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hot.go")
	if err := os.WriteFile(file, []byte(`package hot

import (
	"context"

	"github.com/diatomic-go/diatomic/mpsc"
)

func Hot(s *mpsc.Sender[int], r *mpsc.Receiver[int]) {
	s.Send(context.Background(), 1)
	r.Recv(context.Background())
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
		for _, call := range []string{
			// Send calls put, which calls nothing but the slow path of Notify.
			`channel.go:\d+:\d+: inlining call to mpsc\.\(\*channel\[go\.shape\.int\]\)\.slot`,
			`channel.go:\d+:\d+: inlining call to diatomic\.WakeSource\.Notify`,
			// Recv calls nothing.
			`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*channel\[go\.shape\.int\]\)\.slot`,
			`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*Receiver\[go\.shape\.int\]\)\.passed`,
			`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*line\[go\.shape\.int\]\)\.anybody`,
		} {
			if !regexp.MustCompile(call).Match(out) {
				t.Errorf("%s: the compiler doesn't say %q", arch, call)
			}
		}
	}
}

// go vet reports copies of either side.
func TestVet(t *testing.T) {
	file := filepath.Join(t.TempDir(), "copied.go")
	if err := os.WriteFile(file, []byte(`package copied

import "github.com/diatomic-go/diatomic/mpsc"

func Copy(r *mpsc.Receiver[int], s *mpsc.Sender[int]) (int, int) {
	a := *r
	b := *s
	return a.Cap(), b.Cap()
}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "vet", file).CombinedOutput()
	if n := strings.Count(string(out), "assignment copies lock value"); err == nil || n != 2 {
		t.Errorf("go vet reports %d copies of two: %v\n%s", n, err, out)
	}
}
