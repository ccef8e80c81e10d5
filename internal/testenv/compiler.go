package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// NeedGo skips the test where the go command can't be run: there is none in wasm, nor
// where CI runs a test binary under an emulator, which can't run itself either.
func NeedGo(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
}

// Go runs the go command, with the tags of this build, and returns what it prints.
func Go(t testing.TB, env []string, args ...string) string {
	t.Helper()
	out, err := goCommand(env, args...)
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func goCommand(env []string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(append(os.Environ(), "GOFLAGS="), env...)
	if !seam.CanPark {
		cmd.Env = append(cmd.Env, "GOFLAGS=-tags=diatomic_portable")
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Source writes text to a Go file, and returns the name of the file.
func Source(t testing.TB, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "source.go")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// Inlined asserts that the compiler, when it builds the target (a package or file) for
// each of two architectures, prints a match for each regular expression in say.
func Inlined(t *testing.T, target string, say ...string) {
	NeedGo(t)
	for _, arch := range []string{"amd64", "arm64"} {
		out := Go(t, []string{"GOOS=linux", "GOARCH=" + arch}, "build", "-gcflags=-m", "-o", os.DevNull, target)
		for _, s := range say {
			if !regexp.MustCompile(s).MatchString(out) {
				t.Errorf("%s: the compiler doesn't say %q", arch, s)
			}
		}
	}
}

// Copies asserts that go vet reports want copies in a file that contains text.
func Copies(t *testing.T, want int, text string) {
	NeedGo(t)
	out, err := goCommand(nil, "vet", Source(t, text))
	if n := strings.Count(out, "assignment copies lock value"); err == nil || n != want {
		t.Errorf("go vet reports %d copies of %d: %v\n%s", n, want, err, out)
	}
}
