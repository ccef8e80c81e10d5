package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func runMain(args ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestDemo(t *testing.T) { synctest.Test(t, testDemo) }

func testDemo(t *testing.T) {
	code, out, err := runMain("-producers", "3", "-messages", "1000")
	if code != 0 || err != "" {
		t.Fatalf("exit code %d, %s", code, err)
	}
	for _, want := range []string{"ok = false", "deadline exceeded", `"hello"`, `2 ticks, then "hello again"`, "3000 messages of 3 producers", "the sum is right"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

func TestUsage(t *testing.T) {
	if code, out, _ := runMain("-h"); code != 0 || !strings.Contains(out, "-table page") {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, args := range [][]string{{"-nosuch"}, {"argument"}, {"-producers", "0"}, {"-messages", "0"}, {"-runs", "0"}} {
		if code, _, err := runMain(args...); code != 2 || !strings.HasPrefix(err, "xsync: ") {
			t.Errorf("%v: exit code %d, %s", args, code, err)
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, err strings.Builder
	if code := run(ctx, nil, &out, &err); code != 130 {
		t.Errorf("exit code %d, %s", code, err.String())
	}
}

func TestTable(t *testing.T) {
	for _, l := range []load{{"full", 1, 100, 0}, {"many", 4, 100, 0}, {"paced", 1, 3, time.Microsecond}} {
		text := table(l, ways, measure(t.Context(), l, ways, 2))
		want := len(ways) + 4 // lines
		if l.every == 0 {
			want-- // the pace alone
		}
		if l.producers > 1 {
			want-- // the sink on both sides
		}
		if got := strings.Count(text, "\n"); got != want {
			t.Errorf("%d lines, want %d:\n%s", got, want, text)
		}
	}
}

func TestPublish(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("before\n"+begin+"old\n"+end+"after\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := publish(nil, page, "new\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(page)
	if want := "before\n" + begin + "\nnew\n\n" + end + "after\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := os.WriteFile(page, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := publish(nil, page, "new\n"); err == nil {
		t.Error("no error for a page without markers")
	}
}

func TestStats(t *testing.T) {
	v := []float64{4, 1, 3, 2}
	if got := spread(v); got != "2.50 (1.75–3.25)" {
		t.Error(got)
	}
	if got := times(v, []float64{2, 1, 1, 1}); got != "2.00" {
		t.Error(got)
	}
	if got := times(v, make([]float64, 4)); got != "–" {
		t.Error(got)
	}
	if got := figure(1234.5) + " " + figure(12.34); got != "1234 12.3" {
		t.Error(got)
	}
}
