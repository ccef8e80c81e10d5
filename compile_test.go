package diatomic_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic"
)

// TestInlining asserts that the compiler keeps the hot paths in line, and that an idle
// Notify is a plain load: no locked instruction before the call of the slow path.
func TestInlining(t *testing.T) {
	needGoCommand(t)
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "hot.go"), `package hot

import "github.com/diatomic-go/diatomic"

func Idle(s diatomic.WakeSource) { s.Notify() }
`)
	for _, arch := range []string{"amd64", "arm64"} {
		t.Run(arch, func(t *testing.T) {
			out := goCommand(t, []string{"GOARCH=" + arch, "GOOS=linux"},
				"build", "-gcflags=-m", ".")
			// The stack's depth at a goroutine switch costs: see wait in wait.go.
			hot := []string{"WakeSource.Notify", `\(\*WakeSink\).cached`, `\(\*WakeSink\).Wait`,
				`\(\*WakeSink\).WaitTimeout`, `\(\*WakeSink\).Unregister`}
			if runtimeParker {
				hot = append(hot, `\(\*parker\).park`)
			}
			for _, f := range hot {
				if !regexp.MustCompile(`can inline ` + f + `\b`).MatchString(out) {
					t.Errorf("the compiler doesn't inline %s", f)
				}
			}

			out = goCommand(t, []string{"GOARCH=" + arch, "GOOS=linux"},
				"build", "-gcflags=-S", "-o", os.DevNull, filepath.Join(dir, "hot.go"))
			code := regexp.MustCompile(`(?ms)^\S*\.Idle STEXT.*?^\S`).FindString(out)
			slow := strings.Index(code, "diatomic.(*WakeSink).notify")
			if slow < 0 {
				t.Fatalf("no call of the slow path in:\n%s", out)
			}
			if m := regexp.MustCompile(`\s(LOCK|XCHG|LDADD|CAS|SWP|LDAXR|STLR|DMB)\w*`).FindString(code); m != "" {
				t.Errorf("the inlined path has%s:\n%s", m, code)
			}
			if strings.Contains(code, "WakeSource.Notify(SB)") {
				t.Errorf("Notify is called, not inlined:\n%s", code)
			}
		})
	}
}

// TestVet asserts that go vet notices a copy of a sink.
func TestVet(t *testing.T) {
	needGoCommand(t)
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "copied.go"), `package copied

import "github.com/diatomic-go/diatomic"

func Copy(s *diatomic.WakeSink) diatomic.WakeSource {
	c := *s
	return c.Source()
}
`)
	cmd := exec.Command("go", "vet", filepath.Join(dir, "copied.go"))
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "assignment copies lock value") {
		t.Errorf("go vet says nothing about a copied sink: %v\n%s", err, out)
	}
}

func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(diatomic.WakeSink{}); n > 64 && !raceDetector {
		t.Errorf("a WakeSink takes %d bytes, want at most 64", n)
	}
	if n := unsafe.Sizeof(diatomic.WakeSource{}); n != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("a WakeSource takes %d bytes, want a pointer's", n)
	}
}

func needGoCommand(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes on js")
	}
}

func goCommand(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(append(os.Environ(), "GOFLAGS="), env...)
	if !runtimeParker {
		cmd.Env = append(cmd.Env, "GOFLAGS=-tags=diatomic_portable")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func writeFile(t *testing.T, name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
