package main

import "testing"

// BenchmarkBells is the measurement of -table for go test and benchstat.
func BenchmarkBells(b *testing.B) {
	for _, l := range loads {
		b.Run(l.name, func(b *testing.B) {
			for _, bell := range bells {
				l := l
				b.Run(bell.name, func(b *testing.B) {
					l.tasks = (b.N + l.producers - 1) / l.producers * l.producers
					s, err := l.run(bell.make)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(s.cpu, "cpu-ns/op")
					b.ReportMetric(s.writes/1000, "writes/op")
				})
			}
		})
	}
}
