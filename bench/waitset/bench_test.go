package main

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// BenchmarkMany is the time of each work, by the number of sources.
func BenchmarkMany(b *testing.B) {
	for _, w := range works {
		for _, n := range counts {
			for _, p := range peers {
				run, stop := w.start(p, n)
				if run == nil {
					continue
				}
				run(n)
				b.Run(caseName(w, n, p.name), func(b *testing.B) {
					b.ReportAllocs()
					run(b.N)
				})
				stop()
			}
		}
	}
}

// TestWorks runs each of them a little, so that the race detector sees it.
func TestWorks(t *testing.T) {
	for _, w := range works {
		for _, p := range peers {
			if run, stop := w.start(p, 10); run != nil {
				run(200)
				stop()
			}
		}
	}
}

// A report is made of whatever there is.
func TestReport(t *testing.T) {
	d := stats.New()
	for _, p := range peers[:2] {
		d.Add("Many/"+caseName(works[0], 1, p.name), "ns/op", 10, 20)
		d.Add("Many/"+caseName(works[0], 1000, p.name), "ns/op", 40, 80)
	}
	text := ""
	for _, s := range newReport(d).Sections[1:] {
		text += s.Text
	}
	if want := "| `waitset` | 15.0 ns | 1.00 | 60.0 ns | 1.00 | 4.00 |"; strings.Count(text, want) != 1 ||
		strings.Count(text, "\n") != 4 {
		t.Errorf("want %q and one peer more in one table:\n%s", want, text)
	}
}
