package testenv

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
)

// LeakProfile returns the profile that looks for leaked goroutines. It skips the test if
// the toolchain has no such profile.
func LeakProfile(t testing.TB) *pprof.Profile {
	t.Helper()
	profile := pprof.Lookup("goroutineleak")
	if profile == nil {
		t.Skip("this toolchain has no goroutineleak profile")
	}
	return profile
}

// Leak is a call that blocks for good.
type Leak struct {
	Name  string
	Block func() // refers to nothing that the caller keeps alive
	Seen  bool   // whether the profile reports the goroutine
}

// TestLeaks tests whether the profile reports leaked goroutines.
func TestLeaks(t *testing.T, leaks ...Leak) {
	profile := LeakProfile(t)
	for _, l := range leaks {
		t.Run(l.Name, func(t *testing.T) {
			label := fmt.Sprintf("%q:%q", "leak", t.Name())
			id := make(chan string)
			go pprof.Do(context.Background(), pprof.Labels("leak", t.Name()), func(context.Context) {
				name, _, _ := strings.Cut(dump(false), "[") // goroutine 12 [running]
				id <- name
				l.Block()
			})
			name := <-id
			Eventually(t, "the goroutine is blocked", func() bool {
				_, state, _ := strings.Cut("\n"+dump(true), "\n"+name+"[")
				for _, s := range []string{"sync.Cond.Wait", "chan receive", "select"} {
					if strings.HasPrefix(state, s) {
						return true
					}
				}
				return false
			})
			// What is in a sync.Pool, such as mpsc's spare places, stays alive for two
			// collections, and what it refers to with it.
			for range 2 {
				runtime.GC()
			}
			var report bytes.Buffer
			if err := profile.WriteTo(&report, 1); err != nil {
				t.Fatal(err)
			}
			if seen := strings.Contains(report.String(), label); seen != l.Seen {
				t.Errorf("reported as leaked: %t, want %t:\n%s", seen, l.Seen, report.String())
			}
		})
	}
}

func dump(all bool) string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, all)])
}
