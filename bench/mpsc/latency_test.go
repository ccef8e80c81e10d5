package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"
)

var window = flag.Duration("window", 200*time.Millisecond, "how long BenchmarkLatency sends")

// quantiles that BenchmarkLatency reports.
var quantiles = []float64{50, 75, 90, 95, 99, 99.5, 99.9}

// How long a sender that has nothing to do lets nobody else run.
const (
	firstTurn = time.Microsecond
	lastTurn  = 20 * time.Microsecond
)

// BenchmarkLatency: the time from when a message was due to when it was received, under a
// given load. Run it with -benchtime=1x.
//
// There are as many senders as processors. Each has a schedule, made beforehand and the
// same for all peers, with independent gaps (a Poisson process). It waits for nothing but
// the clock: a message that could not be sent in time, because the channel or the
// scheduler held up its sender, counts from when it was due, so that nothing is left out
// of the figures. Senders watch the clock and don't sleep, for a timer is late by more
// than what is measured. A sender yields after each message, as one does that waits for
// its next input; so the processors are always busy, and a receiver that sleeps runs
// where the sender that woke it did. The time from the beginning of the send is reported
// too: what is only in the other was lost before it, mostly by a processor that did
// something else.
func BenchmarkLatency(b *testing.B) {
	for _, rate := range rates {
		for _, p := range peers {
			if p.pipe != nil {
				b.Run(
					fmt.Sprintf("rate=%d/peer=%s", rate, p.name),
					func(b *testing.B) { latency(b, p.pipe(1000), rate) },
				)
			}
		}
	}
}

// schedule is when a sender sends: n times from now on, in nanoseconds.
func schedule(seed uint64, gap float64, n int) []int64 {
	random := rand.New(rand.NewPCG(seed, seed))
	due := make([]int64, n)
	var at float64
	for i := range due {
		at += random.ExpFloat64() * gap
		due[i] = int64(at)
	}
	return due
}

// until waits until start + due, and returns when it is. It yields at once, and soon
// again: at every 61st decision Go's scheduler looks first at the queue in which it has
// just put who yielded.
func until(start time.Time, due int64) int64 {
	now := int64(time.Since(start))
	for turn := firstTurn; now < due; turn = min(2*turn, lastTurn) {
		runtime.Gosched()
		for end := min(due, now+int64(turn)); now < end; {
			now = int64(time.Since(start))
		}
	}
	return now
}

func latency(b *testing.B, p pipe, rate int) {
	senders := runtime.GOMAXPROCS(0)
	each := max(int(window.Seconds()*float64(b.N*rate))/senders, 1)
	sinceDue := make([]int64, each*senders)
	sinceSent := make([]int64, each*senders)
	for i := range sinceDue { // so that they are in memory
		sinceDue[i], sinceSent[i] = 1, 1
	}
	var (
		c     crew
		start time.Time
	)
	c.add(func() {
		for i := range sinceDue {
			v := p.recv()
			now := int64(time.Since(start))
			sinceDue[i], sinceSent[i] = now-v.due, now-v.sent
		}
	})
	for s := range senders {
		due := schedule(uint64(s), 1e9*float64(senders)/float64(rate), each)
		c.add(func() {
			for _, due := range due {
				p.send(stamp{due, until(start, due)})
			}
		})
	}
	c.here.Wait()
	runtime.GC()
	b.ResetTimer()
	start = time.Now().Add(time.Millisecond)
	close(c.start)
	c.done.Wait()
	b.StopTimer()
	b.ReportMetric(float64(len(sinceDue))/b.Elapsed().Seconds(), "msg/s")
	report := func(prefix string, v []int64) {
		slices.Sort(v)
		for _, q := range quantiles {
			i := int(q / 100 * float64(len(v)))
			b.ReportMetric(float64(v[min(i, len(v)-1)]), fmt.Sprintf("%sp%g-ns", prefix, q))
		}
	}
	report("", sinceDue)
	report("sent-", sinceSent)
}
