package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// What a page has around its table.
const (
	before = "before\n<!-- begin table -->\n"
	after  = "<!-- end table -->\nafter\n"
)

// TestTables measures a little, and looks at what comes out.
func TestTables(t *testing.T) {
	testenv.Limit(t)
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	dir := t.TempDir()
	page := filepath.Join(dir, "page.md")
	if err := os.WriteFile(page, []byte(before+"old\n"+after), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, out, err := runMain("-quick", "-runs", "1", "-table", page); code != 0 || out != "" || err != "" {
		t.Fatalf("exit code %d, %s%s", code, out, err)
	}
	got, _ := os.ReadFile(page)
	for _, want := range []string{before, after, "1 000", "10 000", "Bytes per idle actor", "Measured by"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(string(got), "old") {
		t.Error("the old tables are still there")
	}
	raw, _ := os.ReadFile(filepath.Join(dir, "page.csv"))
	if n := strings.Count(string(raw), "\n"); n != 2+2*2 {
		t.Errorf("%d lines of raw data:\n%s", n, raw)
	}
	svg, _ := os.ReadFile(filepath.Join(dir, "page.svg"))
	if code, out, err := runMain("-draw", "-table", page); code != 0 || out != "" || err != "" {
		t.Fatalf("exit code %d, %s%s", code, out, err)
	}
	// The raw data are rounded, so points may have moved a little.
	again, _ := os.ReadFile(filepath.Join(dir, "page.svg"))
	if strings.Count(string(again), "<path") != strings.Count(string(svg), "<path") {
		t.Error("drawn again, the plot is another one")
	}
	for _, want := range []string{"</svg>", "goroutine and channel", "actor.Actor", "10 000"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("the plot lacks %q", want)
		}
	}
}

// What isn't raw data draws nothing.
func TestDrawGarbage(t *testing.T) {
	dir := t.TempDir()
	page, raw, plot := filepath.Join(dir, "p.md"), filepath.Join(dir, "p.csv"), filepath.Join(dir, "p.svg")
	for file, text := range map[string]string{page: before + after, plot: "old"} {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	head := strings.Join(rawHead, ",") + "\n"
	for _, text := range []string{
		"", "garbage\nmore\n", "\x00\xff", head, head + "actors,1000,1,1,1,1,1\n", head + "actors,1000,1,1,1,x,1\n",
		head + "threads,1000,1,1,1,1,1\n",
	} {
		if err := os.WriteFile(raw, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		code, _, err := runMain("-draw", "-table", page)
		got, _ := os.ReadFile(plot)
		if code != 1 || !strings.Contains(err, raw) || string(got) != "old" {
			t.Errorf("%q: exit code %d, %s; the plot is now %q", text, code, err, got)
		}
	}
}

// A file beside the page that can't be written is noticed before anything is measured.
func TestUnwritableBesidePage(t *testing.T) {
	for _, ext := range []string{".csv", ".svg"} {
		dir := t.TempDir()
		page, beside := filepath.Join(dir, "p.md"), filepath.Join(dir, "p"+ext)
		if err := errors.Join(os.WriteFile(page, []byte(before+after), 0o666), os.Mkdir(beside, 0o777)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // so a measurement would be interrupted at once
		var stderr strings.Builder
		if err := tables(ctx, io.Discard, &stderr, options{page: page, quick: true, runs: 1}); err == nil ||
			!strings.Contains(err.Error(), beside) {
			t.Errorf("got %v", err)
		}
	}
}

func TestPageWithoutMarkers(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, err := runMain("-table", page); code != 1 || !strings.Contains(err, "begin table") {
		t.Errorf("exit code %d, %s", code, err)
	}
}

// fake has the samples that the functions say, of three runs.
func fake(ours, theirs func(run int) sample) *results {
	r := &results{[]int{1000, 10_000}, map[string]map[int][]sample{byActors: {}, byGoroutines: {}}}
	for _, n := range r.sizes {
		for run := range 3 {
			r.samples[byActors][n] = append(r.samples[byActors][n], ours(run))
			r.samples[byGoroutines][n] = append(r.samples[byGoroutines][n], theirs(run))
		}
	}
	return r
}

func TestTable(t *testing.T) {
	r := fake(
		func(run int) sample { return sample{Bytes: 100, Rate: 4e6 * float64(run+1)} },
		func(run int) sample { return sample{Bytes: 1000 * float64(run+1), Rate: 2e6} },
	)
	want := "| 1 000 | 100 (100–100) | 2000 (1167–2833) | **20.0** (11.7–28.3) |\n"
	if got := r.table(measured[0]); !strings.Contains(got, want) {
		t.Errorf("got\n%s, want a line %s", got, want)
	}
	want = "| 10 000 | 8.00 (4.67–11.3) | 2.00 (2.00–2.00) | **4.00** (2.33–5.67) |\n"
	if got := r.table(measured[2]); !strings.Contains(got, want) {
		t.Errorf("got\n%s, want a line %s", got, want)
	}
}

// TestWalk counts messages, of both kinds.
func TestWalk(t *testing.T) {
	testenv.Limit(t)
	for _, f := range []field{newActorField(200, 3), newGoField(200, balls)} {
		walk(f, 200, 200, 200)
		walk(f, 200, balls, 100*balls)
		walk(f, 200, 1, 1000)
		if got, want := f.stop(), 200+100*balls+1000; got != want {
			t.Errorf("%T: %d messages were received, %d sent", f, got, want)
		}
	}
}

// TestBall expects each actor to be visited, and hops to be counted down.
func TestBall(t *testing.T) {
	b := newBall(5, 1000)
	var visits [10]int
	for i := range 1000 {
		if b.hops() != 1000-i {
			t.Fatalf("%d hops left after %d", b.hops(), i)
		}
		var to int
		b, to = b.next(len(visits))
		visits[to]++
	}
	for i, n := range visits {
		if n < 50 || n > 150 {
			t.Errorf("actor %d was visited %d times of 1000, by one in 10", i, n)
		}
	}
}
