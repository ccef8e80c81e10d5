package diatomic_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// A build constraint chooses the parker, so CI says which one it expects.
// TestGoroutineDump shows that the one chosen is at work.
func TestParkerChosen(t *testing.T) {
	want := os.Getenv("DIATOMIC_PARKER")
	if want == "" {
		t.Skip("DIATOMIC_PARKER isn't set: runtime or portable")
	}
	got := "portable"
	if seam.CanPark {
		got = "runtime"
	}
	if got != want {
		t.Errorf("the parker is the %s one, want the %s one", got, want)
	}
}

// A lost wake-up inside a bubble is reported as a deadlock: the goroutine counts as
// durably blocked. The test runs itself, for that report ends the process.
func TestLostWakeUpIsDeadlock(t *testing.T) {
	if os.Getenv("DIATOMIC_LOSE") != "" {
		synctest.Test(t, func(t *testing.T) {
			var s diatomic.WakeSink
			s.Wait(context.Background(), func() bool { return false })
		})
		return
	}
	testenv.NeedGo(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestLostWakeUpIsDeadlock$", "-test.timeout=1m")
	cmd.Env = append(os.Environ(), "DIATOMIC_LOSE=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "deadlock: main bubble goroutine has exited") &&
		!strings.Contains(string(out), "deadlock: all goroutines in bubble are blocked") {
		t.Errorf("no deadlock reported: %v\n%s", err, out)
	}
}

// A dump names the reason and, at the top, this package.
func TestGoroutineDump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := consumer(func() error { return s.Wait(context.Background(), ok.Load) })
		buf := make([]byte, 1<<20)
		buf = buf[:runtime.Stack(buf, true)]
		ok.Store(true)
		s.Source().Notify()
		<-c
		want := "sync.Cond.Wait"
		if !seam.CanPark {
			want = "chan receive"
		}
		for g := range strings.SplitSeq(string(buf), "\n\n") {
			state, _, _ := strings.Cut(g, "\n")
			if !strings.Contains(g, "diatomic.(*WakeSink).wait(") || !strings.Contains(state, "synctest bubble") {
				continue
			}
			if !strings.Contains(state, "["+want) || !strings.Contains(g, "diatomic.(*WakeSink).Wait(") {
				t.Errorf("not in state %s, or without Wait:\n%s", want, g)
			}
			return
		}
		t.Errorf("no waiting goroutine in\n%s", buf)
	})
}

// An execution trace names the reason too. (It goes by a number of its own.)
func TestTraceReason(t *testing.T) {
	testenv.NeedGo(t)
	if !seam.CanPark {
		t.Skip("the portable parker is a channel")
	}
	file := filepath.Join(t.TempDir(), "trace")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := trace.Start(f); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := consumer(func() error { return s.Wait(context.Background(), ok.Load) })
		ok.Store(true)
		s.Source().Notify()
		<-c
	})
	trace.Stop()
	f.Close()
	out := testenv.Go(t, nil, "tool", "trace", "-d=parsed", file)
	reason := regexp.MustCompile(`Reason="([^"]*)"`)
	for event := range strings.SplitSeq(out, "\nM=") {
		if strings.Contains(event, "Running->Waiting") && strings.Contains(event, "diatomic.(*parker).park ") {
			if m := reason.FindStringSubmatch(event); m == nil || m[1] != "sync.(*Cond).Wait" {
				t.Errorf("the trace gives reason %q", m)
			}
			return
		}
	}
	t.Errorf("no wait in the trace:\n%s", out)
}

// A wait shows in the block profile if it is on a channel, and only then.
func TestBlockProfile(t *testing.T) {
	runtime.SetBlockProfileRate(1)
	defer runtime.SetBlockProfileRate(0)
	shows := func() bool {
		var text strings.Builder
		if err := pprof.Lookup("block").WriteTo(&text, 1); err != nil {
			t.Fatal(err)
		}
		return strings.Contains(text.String(), "diatomic.(*WakeSink).wait")
	}
	if shows() {
		t.Fatal("a wait is there already")
	}
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := consumer(func() error { return s.Wait(context.Background(), ok.Load) })
		ok.Store(true)
		s.Source().Notify()
		<-c
	})
	if shows() == seam.CanPark {
		t.Errorf("a wait that is parked: %t, and shows: %t", seam.CanPark, !seam.CanPark)
	}
}

// No goroutine per wait, nor per context that is waited under.
func TestNoGoroutines(t *testing.T) {
	testenv.Limit(t)
	var s diatomic.WakeSink
	before := runtime.NumGoroutine()
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		for range 8 { // from then on the context is watched
			looks := 0
			s.Wait(ctx, func() bool {
				if looks++; looks == 2 {
					s.Source().Notify()
				}
				return looks == 3
			})
		}
		if n := runtime.NumGoroutine(); n > before {
			t.Fatalf("%d goroutines while a context is watched, %d before", n, before)
		}
		s.Forget()
		cancel()
	}
}
