package testenv

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

func TestAllocates(t *testing.T) {
	for flags, want := range map[string]bool{
		"": false, "-m": false, "-live": false, "all=-m=2": false, "-d=ssa/check/on": false, "-lang=go1.25": false,
		"all=-N -l": true, "-N": true, "-m -l": true, "all=-l=4": true, "-d=checkptr": true, "all=-d=checkptr=2": true,
		"-d=libfuzzer,checkptr=1": true,
	} {
		if got := allocatesWith([]debug.BuildSetting{{Key: "-gcflags", Value: flags}}); (got != "") != want {
			t.Errorf("-gcflags=%q: %q", flags, got)
		}
	}
	for key, want := range map[string]string{"-asan": "-asan true", "-msan": "-msan true", "-race": "", "-cover": ""} {
		if got := allocatesWith([]debug.BuildSetting{{Key: key, Value: "true"}}); got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
}

// A test that takes longer than the limit ends with the stacks of all goroutines. It runs
// itself.
func TestLimit(t *testing.T) {
	if os.Getenv("DIATOMIC_HANG") != "" {
		go func() { select {} }()
		alarm(t.Name(), time.Millisecond)
		<-make(chan int)
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no processes here")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestLimit$", "-test.timeout=1m")
	cmd.Env = append(os.Environ(), "DIATOMIC_HANG=1")
	out, err := cmd.CombinedOutput()
	for _, want := range []string{"TestLimit hangs", "[chan receive", "[select (no cases)"} {
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v, without %q:\n%s", err, want, out)
		}
	}
}
