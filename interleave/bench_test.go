package interleave_test

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
)

// counters is n threads that each add k times to one of two counters in turn.
func counters(n, k int) model {
	return model{Name: fmt.Sprintf("counters %dx%d", n, k), Setup: func(s *sim) {
		v := new([2]atomic.Uint32)
		s.Name(v, "v")
		for i := range n {
			s.Go(fmt.Sprint("t", i), func() {
				for j := range k {
					v[j%2].Add(uint32(i + 1))
					s.Checkpoint(j)
				}
			})
		}
	}}
}

// BenchmarkSearch reports the speed of the search in steps, replayed ones included, and
// in states.
func BenchmarkSearch(b *testing.B) {
	for range b.N {
		r := interleave.Check(counters(4, 14), opts{})
		if r.Verdict != interleave.OK {
			b.Fatal(r)
		}
		b.ReportMetric(float64(r.Steps)/r.Elapsed.Seconds(), "steps/s")
		b.ReportMetric(float64(r.States)/r.Elapsed.Seconds(), "states/s")
		b.ReportMetric(float64(r.Bytes)/float64(r.States), "bytes/state")
		b.ReportMetric(float64(r.Executions), "executions")
		b.ReportMetric(float64(r.States), "states")
	}
}
