package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/race"
	"golang.org/x/perf/benchfmt"
)

func TestMain(m *testing.M) {
	rmw.Child(paths)
	os.Exit(m.Run())
}

// The counts don't depend on the machine, so they are tested: ours as the design says,
// and the ports as their descriptions do.
func TestRMW(t *testing.T) {
	if race.Enabled {
		t.Skip("the race detector does the atomics itself")
	}
	var out strings.Builder
	if err := rmw.Count(t.Context(), &out, paths()); err != nil {
		t.Skip("can't count here: ", err)
	}
	got := make(map[string]float64)
	r := benchfmt.NewReader(strings.NewReader(out.String()), "")
	for r.Scan() {
		if rec, ok := r.Result().(*benchfmt.Result); ok {
			got[rec.Name.String()] = rec.Values[0].Value
		}
	}
	for name, want := range map[string]float64{
		"IdleNotify/peer=sink": 0, "Renotify/peer=sink": 0,
		"Same/peer=sink": 3, "Alternate/peer=sink": 3, "Unregister/peer=sink": 2,
		"IdleNotify/peer=atomicwaker": 2,
		"Same/peer=atomicwaker":       4, "Same/peer=mutex": 4, "Same/peer=onepointer": 2, "Same/peer=seqlock": 2,
		"Renotify/peer=mailbox": 1,
	} {
		if n, ok := got["RMW/path="+name]; !ok || n != want {
			t.Errorf("%s has %g read-modify-writes, want %g", name, n, want)
		}
	}
}

// A report is made of whatever there is, and tells a target that is missed.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	raw := filepath.Join(dir, "raw.txt")
	doc, goals := filepath.Join(dir, command.Page), filepath.Join(dir, "targets.md")
	must(t, os.WriteFile(raw, []byte(`date: 2000-01-01
commit: abc
go: go1.99
cores: 2
parker: runtime
BenchmarkUnit/op=failedCAS-2 1 10 ns/op
BenchmarkIdleNotify/peer=sink/goroutines=1-2 1 1 ns/op
BenchmarkIdleNotify/peer=sink/goroutines=2-2 1 1 ns/op
BenchmarkNotifyAwake/peer=sink-2 1 1 ns/op
BenchmarkNotifyAwake/peer=cap1-2 1 4 ns/op
parker: portable
BenchmarkPingPong/wait=plain/peer=sink-2 1 100 ns/op 0 allocs/op
BenchmarkPingPong/wait=plain/peer=cap1-2 1 100 ns/op 0 allocs/op
`), 0o666))
	d, err := stats.Read(raw)
	must(t, err)
	r := newReport(d)
	var marks strings.Builder
	for _, s := range r.Sections {
		marks.WriteString("<!-- begin " + s.Name + " -->\nold\n<!-- end " + s.Name + " -->\n")
	}
	must(t, os.WriteFile(doc, []byte(marks.String()), 0o666))
	must(t, os.WriteFile(goals, []byte("<!-- begin primitive -->\n<!-- end primitive -->\n"), 0o666))
	must(t, command.Write(r, dir, dir))
	must(t, command.Write(r, dir, dir)) // again, over itself
	text, err := os.ReadFile(doc)
	must(t, err)
	table, err := os.ReadFile(goals)
	must(t, err)
	if strings.Count(string(table), "**no**") != 1 || strings.Contains(string(text), "**no**") {
		t.Errorf("the page of targets, and no other, should have one that is missed:\n%s", table)
	}
	if want := "| **diatomic.WakeSink** | 1 ns |"; strings.Count(string(text), want) != 1 {
		t.Errorf("the page should have one %q:\n%s", want, text)
	}
	if _, err := os.Stat(filepath.Join(dir, "notify.svg")); err != nil {
		t.Error(err)
	}
	var out strings.Builder
	if page.PrintTargets(&out, r.Targets, false) || strings.Count(out.String(), "MISSED") != 1 ||
		strings.Count(out.String(), "\nok") != 2 {
		t.Errorf("two targets hold and one doesn't:\n%s", out.String())
	}
}

// A quick run judges nothing.
func TestQuick(t *testing.T) {
	d := stats.New()
	d.Config["mode"] = "quick"
	d.Add("Unit/op=failedCAS", "ns/op", 10)
	d.Add("IdleNotify/peer=sink/goroutines=1", "ns/op", 10)
	r := newReport(d)
	var out strings.Builder
	met := page.PrintTargets(&out, r.Targets, d.Quick())
	text := out.String() + r.Table
	if !met || strings.Contains(text, "MISSED") || strings.Contains(text, "holds") || strings.Contains(text, "**no**") {
		t.Errorf("met: %v\n%s", met, text)
	}
}

// What is generated is up to date.
func TestGenerated(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ports")
	if out, err := exec.Command("go", "run", "gen.go", file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want, err := os.ReadFile(file)
	must(t, err)
	got, err := os.ReadFile("ports.go")
	must(t, err)
	if string(got) != string(want) {
		t.Error("ports.go is out of date: run go generate ./primitive in bench")
	}
}

// Names are part of regular expressions and file formats.
func TestNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, p := range peers {
		if seen[p.name] || strings.Trim(p.name, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			t.Errorf("bad or doubled name %q", p.name)
		}
		seen[p.name] = true
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
