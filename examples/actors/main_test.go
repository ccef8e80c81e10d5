package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/examples/actors/epidemic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestMain lets the test binary stand in for the program where -table runs it.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-sample" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func runMain(args ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestSimulate(t *testing.T) {
	testenv.Limit(t)
	code, out, err := runMain("-quick", "-people", "1000", "-days", "50", "-workers", "3")
	if code != 0 || err != "" {
		t.Fatalf("exit code %d, %s", code, err)
	}
	for _, want := range []string{"1000, each an actor, on 3 workers", "infected", "digest", "verified: "} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	_, again, _ := runMain("-people", "1000", "-days", "50", "-workers", "1")
	if d, e := digest(out), digest(again); d == "" || d != e {
		t.Errorf("two runs have the digests %q and %q", d, e)
	}
	_, other, _ := runMain("-people", "1000", "-days", "50", "-seed", "2")
	if d, e := digest(out), digest(other); d == e {
		t.Errorf("two seeds have the digest %q", d)
	}
}

func digest(out string) string {
	_, d, _ := strings.Cut(out, "digest")
	d, _, _ = strings.Cut(d, "\n")
	return d
}

func TestUsage(t *testing.T) {
	if code, out, _ := runMain("-h"); code != 0 || !strings.Contains(out, "-table page") {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, args := range [][]string{
		{"-nosuch"}, {"argument"}, {"-people", "1"}, {"-days", "0"},
		{"-tracing", "2"}, {"-tracing", "NaN"}, {"-workers", "0"},
		{"-workers", "65"}, {"-runs", "0"}, {"-draw"}, {"-draw", "-table", "-"},
		{"-sample", ""}, {"-sample", "x"}, {"-sample", "actors"}, {"-sample", "threads 1000"},
		{"-sample", "actors 1"}, {"-sample", "actors 1000 junk"}, {"-sample", "actors 1000junk"},
	} {
		if code, _, err := runMain(args...); code != 2 ||
			!strings.HasPrefix(err, "actors: -") && !strings.Contains(err, "no arguments") &&
				!strings.Contains(err, "nosuch") {
			t.Errorf("%v: exit code %d, %s", args, code, err)
		}
	}
	none := filepath.Join(t.TempDir(), "none.md")
	if code, _, err := runMain("-table", none); code != 1 || !strings.Contains(err, none) {
		t.Errorf("exit code %d, %s", code, err)
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{{"-quick"}, {"-quick", "-table", "-"}, {"-sample", "actors 10000"}} {
		var out, err strings.Builder
		if code := run(ctx, args, &out, &err); code != 130 || out.Len() > 0 ||
			!strings.Contains(err.String(), "interrupted") {
			t.Errorf("%v: exit code %d, %s", args, code, err.String())
		}
	}
}

func TestSparkline(t *testing.T) {
	for _, c := range []struct {
		curve []int
		width int
		want  string
	}{
		{nil, 5, ""},
		{[]int{0, 0}, 5, "▁▁"},
		{[]int{0, 7, 3}, 5, "▁█▄"},
		{[]int{0, 9, 1, 1, 18, 0}, 3, "▄▁█"},
	} {
		if got := spark(c.curve, c.width); got != c.want {
			t.Errorf("%v: %q, want %q", c.curve, got, c.want)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriteFails(t *testing.T) {
	var err strings.Builder
	if code := run(t.Context(), []string{"-people", "100", "-days", "1"}, failingWriter{}, &err); code != 1 ||
		!strings.Contains(err.String(), "no room") {
		t.Errorf("exit code %d, %s", code, err.String())
	}
}

// TestSmallest runs with as few people as may be.
func TestSmallest(t *testing.T) {
	testenv.Limit(t)
	if err := (epidemic.Params{People: 100, Days: 1}).Check(); err != nil {
		t.Fatal(err)
	}
	if code, _, err := runMain("-people", "100", "-days", "1"); code != 0 {
		t.Error(err)
	}
}

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"}, []string{"-people", "100", "-days", "1"},
		[]string{"-sample", "actors 100"})
}
