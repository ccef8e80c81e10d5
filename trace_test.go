package diatomic_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime/trace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

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
