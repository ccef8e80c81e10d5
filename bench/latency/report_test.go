package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/latency"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// The rooms have what is listed here: in a run, each peer has its figures at each rate.
func TestRun(t *testing.T) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("builds the rooms")
	}
	dir := t.TempDir()
	t.Chdir("..")
	var out, reason strings.Builder
	args := []string{"-quick", "-count", "1", "-o", dir}
	if code := command.Run(t.Context(), args, &out, &reason); code != program.OK {
		t.Fatalf("exit code %d, %s", code, reason.String())
	}
	d, err := stats.Read(filepath.Join(dir, "latency-raw.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r := &report{d}
	for _, k := range kinds {
		for _, rate := range latency.Rates {
			for _, p := range k.peers {
				if !seam.CanPark && (p.name == "lockfree" || p.name == "locked") {
					continue // needs what this toolchain, or the race detector, doesn't have
				}
				for _, unit := range []string{"p50-ns", "p99-ns", "p99.9-ns"} {
					since, sent := r.times(k, rate, p, unit), r.times(k, rate, p, "sent-"+unit)
					if len(since) != 1 || len(sent) != 1 || since[0] < sent[0] || sent[0] < 0 {
						t.Errorf("%s of %s, rate %d, %s: since due %v, since sent %v, want one each, "+
							"the first not less", k.bench, p.text, rate, unit, since, sent)
					}
				}
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "latency-"+k.section+".svg")); err != nil {
			t.Error(err)
		}
	}
}

// A report is made of whatever there is.
func TestReport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "raw.txt")
	if err := os.WriteFile(file, []byte(`date: 2000-01-01
commit: abc
go: go1.99
parker: runtime
BenchmarkWakeLatency/rate=100000/peer=sink-2 1 1 ns/op 1500 p50-ns 1000 sent-p50-ns
parker: portable
BenchmarkWakeLatency/rate=100000/peer=sink-2 1 1 ns/op 2500 p50-ns 2000 sent-p50-ns
`), 0o666); err != nil {
		t.Fatal(err)
	}
	d, err := stats.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	r := newReport(d)
	want := `| µs, at 100 000 notifications/s | since due: median | since sent: median |
|---|---:|---:|
| **diatomic.WakeSink** | 1.50 | 1 |
| **the same, portable parker** | 2.50 | 2 |
`
	if got := strings.ReplaceAll(r.Sections[1].Text, "\u202f", " "); got != want || r.Sections[2].Text != "" {
		t.Errorf("got\n%s%s, want\n%s", got, r.Sections[2].Text, want)
	}
	drawn := 0
	for _, p := range r.Pictures["wake"] {
		if p.Plot != nil {
			drawn++
		}
	}
	if drawn != 1 {
		t.Errorf("%d pictures of wake-ups, want one", drawn)
	}
}

// Results are told apart by the parker and the names, and lines by their colours.
func TestPeers(t *testing.T) {
	for _, k := range kinds {
		seen, lines := make(map[[2]string]bool), 0
		for _, p := range k.peers {
			if id := [2]string{p.parker, p.name}; seen[id] {
				t.Errorf("%s: two peers %v", k.section, id)
			} else {
				seen[id] = true
			}
			if p.line.Name != "" {
				lines++
			}
		}
		if lines > 7 {
			t.Errorf("%s: %d lines in a picture can't be told apart", k.section, lines)
		}
	}
}
