package mpsc_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/mpsc"
)

// BenchmarkLatency measures the time from send to receive while four senders send at a given total
// rate, in bursts of a hundredth of a second. Timestamps are taken on both sides.
func BenchmarkLatency(b *testing.B) {
	for _, rate := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("rate=%d/chan", rate), func(b *testing.B) {
			c := make(chan time.Time, 1000)
			latency(b, rate, func(t time.Time) { c <- t }, func() time.Time { return <-c })
		})
		b.Run(fmt.Sprintf("rate=%d/mpsc", rate), func(b *testing.B) {
			rx, tx := mpsc.New[time.Time](1000)
			latency(b, rate, func(t time.Time) { tx.Send(bg, t) }, func() time.Time { t, _ := rx.Recv(bg); return t })
		})
	}
}

func latency(b *testing.B, rate int, send func(time.Time), recv func() time.Time) {
	const senders = 4
	n := b.N/senders + 1
	all := make([]time.Duration, 0, n*senders)
	interval := time.Second * senders / time.Duration(rate)
	both(senders, func() {
		for range n * senders {
			t := recv()
			all = append(all, time.Since(t))
		}
	}, func() {
		start := time.Now()
		for i := range n {
			// The whole burst that is due, so that the timer doesn't set the rate.
			if d := time.Until(start.Add(time.Duration(i) * interval)); d > 0 {
				time.Sleep(max(d, 10*time.Millisecond))
			}
			send(time.Now())
		}
	})
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2]), "p50-ns")
	b.ReportMetric(float64(all[len(all)*99/100]), "p99-ns")
	b.ReportMetric(0, "ns/op")
}
