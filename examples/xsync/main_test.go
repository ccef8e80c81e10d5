package main

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
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
	for _, want := range []string{
		"ok = false", "deadline exceeded", `"hello"`, `2 ticks, then "hello again"`,
		"3000 messages of 3 producers", "the sum is right",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

func TestUsage(t *testing.T) {
	if code, out, _ := runMain("-h"); code != 0 || !strings.Contains(out, "-table page") {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, args := range [][]string{
		{"-nosuch"}, {"argument"}, {"-producers", "0"}, {"-messages", "0"}, {"-runs", "0"}} {
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
		all, err := measure(t.Context(), l, ways, 2)
		if err != nil {
			t.Fatal(err)
		}
		text := table(l, ways, all)
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

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"}, []string{"-messages", "10"})
}
