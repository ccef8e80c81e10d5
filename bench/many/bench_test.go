package main

import (
	"fmt"
	"testing"
)

func BenchmarkMany(b *testing.B) {
	for _, w := range works {
		for _, n := range counts {
			for _, p := range peers {
				b.Run(fmt.Sprintf("%s/n=%d/%s", w.name, n, p.name), func(b *testing.B) {
					run, stop := w.start(p, n)
					if run == nil {
						b.Skip("it can't")
					}
					defer stop()
					run(n)
					b.ReportAllocs()
					b.ResetTimer()
					run(b.N)
				})
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

func TestSpread(t *testing.T) {
	if got, want := spread([]float64{9, 1, 5, 2, 3, 4, 6, 8, 7, 10}), "5.5 (2–9)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
