package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

func runMain(args ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestDemo(t *testing.T) {
	testenv.Limit(t)
	code, out, err := runMain("-producers", "3", "-tasks", "1000")
	if code != 0 || err != "" {
		t.Fatalf("exit code %d, %s", code, err)
	}
	for _, want := range []string{
		"while tasks come", "from a sleep",
		"3000 posted by 3 goroutines, 3000 done", "writes of the eventfd"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

func TestUsage(t *testing.T) {
	if code, out, _ := runMain("-h"); code != 0 || !strings.Contains(out, "-table page") {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, args := range [][]string{{"-nosuch"}, {"argument"}, {"-producers", "0"}, {"-tasks", "0"}, {"-runs", "0"}} {
		if code, _, err := runMain(args...); code != 2 || !strings.HasPrefix(err, "eventloop: ") {
			t.Errorf("%v: exit code %d, %s", args, code, err)
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{nil, {"-table", "-"}} {
		var out, err strings.Builder
		if code := run(ctx, args, &out, &err); code != 130 {
			t.Errorf("%v: exit code %d, %s", args, code, err.String())
		}
	}
}

func TestTable(t *testing.T) {
	testenv.Limit(t)
	for _, l := range []load{{"full", 4, 100, 1, 0}, {"paced", 1, 8, 4, time.Microsecond}} {
		all, err := measure(t.Context(), l, 2)
		if err != nil {
			t.Fatal(err)
		}
		text := table(l, all)
		if got, want := strings.Count(text, "\n"), len(bells)+4; got != want {
			t.Errorf("%d lines, want %d:\n%s", got, want, text)
		}
		for i, samples := range all {
			for _, s := range samples {
				if bells[i].name == "eventfd written each time" && s.writes != 1000 {
					t.Errorf("%v writes for 1000 tasks", s.writes)
				}
			}
		}
	}
}

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"}, []string{"-tasks", "10"})
}
