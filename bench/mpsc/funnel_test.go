package mpsc_test

import (
	"fmt"
	"runtime"
	"testing"
)

func BenchmarkFunnel(b *testing.B) {
	b.Run("int", func(b *testing.B) { funnel(b, rigsOf[int]()) })
	b.Run("64-bytes", func(b *testing.B) { funnel(b, rigsOf[large]()) })
}

func funnel(b *testing.B, peers []rig) {
	for _, r := range []struct{ rigs, senders int }{{61, 13}, {1, 1}, {1, 4}, {1, 13}} {
		for _, c := range []int{1, 10, 100, 1000} {
			for _, p := range peers {
				b.Run(fmt.Sprintf("%dx%d/cap=%d/%s", r.rigs, r.senders, c, p.name), func(b *testing.B) {
					n := b.N/(r.rigs*r.senders) + 1
					measure(b, n*r.rigs*r.senders, func() {
						each(r.rigs, func() { p.run(r.senders, c, n) })
					})
				})
			}
		}
	}
}

// measure runs f, which moves n messages.
func measure(b *testing.B, n int, f func()) {
	runtime.GC()
	b.ResetTimer()
	cpu := cpuTime()
	f()
	cpu = cpuTime() - cpu
	b.ReportMetric(float64(cpu)/float64(n), "cpu-ns/msg")
	b.ReportMetric(float64(n)/b.Elapsed().Seconds()/1e6, "M/s")
}
