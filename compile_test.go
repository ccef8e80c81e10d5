package diatomic_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestInlining asserts that the compiler keeps the hot paths in line. The stack's depth
// at a goroutine switch costs: see wait in wait.go.
func TestInlining(t *testing.T) {
	hot := []string{`WakeSource\.Notify`, `\(\*WakeSink\)\.cached`, `\(\*WakeSink\)\.Wait`,
		`\(\*WakeSink\)\.WaitTimeout`, `\(\*WakeSink\)\.Unregister`}
	if seam.CanPark {
		hot = append(hot, `\(\*parker\)\.park`)
	}
	for i, f := range hot {
		hot[i] = `can inline ` + f + `\b`
	}
	testenv.Inlined(t, ".", hot...)
}

// TestIdleNotify asserts that an idle Notify is a plain load: no locked instruction
// before the call of the slow path.
func TestIdleNotify(t *testing.T) {
	testenv.NeedGo(t)
	file := testenv.Source(t, `package hot

import "github.com/diatomic-go/diatomic"

func Idle(s diatomic.WakeSource) { s.Notify() }
`)
	for _, arch := range []string{"amd64", "arm64"} {
		out := testenv.Go(t, []string{"GOARCH=" + arch, "GOOS=linux"}, "build", "-gcflags=-S", "-o", os.DevNull, file)
		code := regexp.MustCompile(`(?ms)^\S*\.Idle STEXT.*?^\S`).FindString(out)
		if !strings.Contains(code, "diatomic.(*WakeSink).notify") {
			t.Fatalf("%s: no call of the slow path in:\n%s", arch, out)
		}
		if m := regexp.MustCompile(`\s(LOCK|XCHG|LDADD|CAS|SWP|LDAXR|STLR|DMB)\w*`).FindString(code); m != "" {
			t.Errorf("%s: the inlined path has%s:\n%s", arch, m, code)
		}
		if strings.Contains(code, "WakeSource.Notify(SB)") {
			t.Errorf("%s: Notify is called, not inlined:\n%s", arch, code)
		}
	}
}

// go vet notices a copy of a sink.
func TestVet(t *testing.T) {
	testenv.Copies(t, 1, `package copied

import "github.com/diatomic-go/diatomic"

func Copy(s *diatomic.WakeSink) diatomic.WakeSource {
	c := *s
	return c.Source()
}
`)
}

func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(diatomic.WakeSink{}); n > 64 && !race.Enabled {
		t.Errorf("a WakeSink takes %d bytes, want at most 64", n)
	}
	if n := unsafe.Sizeof(diatomic.WakeSource{}); n != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("a WakeSource takes %d bytes, want a pointer's", n)
	}
}
