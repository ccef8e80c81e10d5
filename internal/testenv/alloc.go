package testenv

import (
	"regexp"
	"runtime/debug"
	"testing"

	"github.com/diatomic-go/diatomic/internal/race"
)

// CountsAllocations skips the test, which counts allocations, in a build that itself
// allocates: where the compiler adds checks, or leaves out optimizations, variables move
// to the heap.
func CountsAllocations(t testing.TB) {
	t.Helper()
	if why := allocates(); why != "" {
		t.Skipf("this build allocates by itself: it has %s", why)
	}
}

// Options of the compiler for which this is so.
var deoptimizes = regexp.MustCompile(`(^|[ ="])-(N|l|l=\d+|d=\S*checkptr\S*)([ "]|$)`)

// allocates names what makes the build allocate, or is empty.
func allocates() string {
	if race.Enabled {
		return "-race"
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return allocatesWith(info.Settings)
}

func allocatesWith(settings []debug.BuildSetting) string {
	for _, s := range settings {
		switch {
		case (s.Key == "-asan" || s.Key == "-msan") && s.Value == "true",
			s.Key == "-gcflags" && deoptimizes.MatchString(s.Value):
			return s.Key + " " + s.Value
		}
	}
	return ""
}
