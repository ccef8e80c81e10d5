package main

import "testing"

// BenchmarkWays is the measurement of -table for go test and benchstat. It adds the CPU
// time.
func BenchmarkWays(b *testing.B) {
	for _, l := range loads {
		b.Run(l.name, func(b *testing.B) {
			for _, w := range ways {
				l := l
				p := w.make(b.Context(), l)
				if p.put == nil {
					continue
				}
				b.Run(w.name, func(b *testing.B) {
					b.ReportAllocs()
					l.messages = (b.N + l.producers - 1) / l.producers * l.producers
					s := l.run(p)
					b.ReportMetric(s.cpu, "cpu-ns/op")
				})
			}
		})
	}
}

// BenchmarkAwake has one goroutine put and get: what the sink adds if nobody ever sleeps.
func BenchmarkAwake(b *testing.B) {
	l := load{producers: 1}
	for _, w := range ways {
		p := w.make(b.Context(), l)
		if p.put == nil {
			continue
		}
		b.Run(w.name, func(b *testing.B) {
			for b.Loop() {
				p.put(1)
				p.get()
			}
		})
	}
}
