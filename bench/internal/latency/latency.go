// Package latency measures under a given load: the time from when a notification or a
// message was due until the consumer had it.
//
// There are as many senders as processors. Each has a schedule, made beforehand and the
// same for all peers, with independent gaps (a Poisson process). It waits for nothing but
// the clock: what could not be sent in time, because the channel or the scheduler held up
// its sender, counts from when it was due, so that nothing is left out of the figures. (A
// benchmark that takes the time only when a sender gets to send leaves out just what
// waited longest: coordinated omission.) Senders watch the clock and don't sleep, for a
// timer is late by more than what is measured. While a sender waits, it yields. So the
// processors are always busy, and a consumer that sleeps runs where the sender that woke
// it did. The time from the beginning of the send is reported too: what is only in the
// other was lost before it, mostly by a processor that did something else.
package latency

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Rates are the loads: so many are due in a second, of all senders together.
var Rates = []int{10_000, 100_000, 1_000_000}

// Capacity is that of the channels.
const Capacity = 1000

// Quantiles are those that are reported, in units like p99.9-ns, and sent-p99.9-ns for
// the time from the beginning of the send.
var Quantiles = []float64{50, 75, 90, 95, 99, 99.5, 99.9}

// Messages benchmarks a peer at each rate. new makes a channel; send may be called by any
// goroutine. An iteration is a message.
func Messages(b *testing.B, peer string, new func() (send func(int), recv func() int)) {
	atEachRate(b, peer, func(r *run, over func()) func(s, i int) { return r.messages(new, over) })
}

// Waiter is a consumer, and what wakes it.
type Waiter struct {
	// Start starts the consumer, which calls run whenever ready holds, until run returns
	// false. Runs don't overlap; ready may overlap all.
	Start func(ready, run func() bool)
	// Notify is called after ready has changed.
	Notify func(sender int)
}

// WakeUps benchmarks a peer at each rate: how long it takes until the consumer sees that
// a sender has counted up. An iteration is a notification. The consumer may see several
// at once, and then each counts.
func WakeUps(b *testing.B, peer string, new func() Waiter) {
	atEachRate(b, peer, func(r *run, over func()) func(s, i int) { return r.wakeUps(new(), over) })
}

// Goroutine is for [Waiter.Start]: a goroutine that blocks in wait until ready holds.
func Goroutine(wait func(ready func() bool)) func(ready, run func() bool) {
	return func(ready, run func() bool) {
		go func() {
			for wait(ready); run(); wait(ready) {
			}
		}()
	}
}

func atEachRate(b *testing.B, peer string, begin begin) {
	for _, rate := range Rates {
		b.Run(fmt.Sprintf("rate=%d/peer=%s", rate, peer), func(b *testing.B) {
			r := newRun(runtime.GOMAXPROCS(0), b.N, rate)
			r.measure(begin, func() clock {
				runtime.GC()
				b.ResetTimer()
				start := time.Now().Add(time.Millisecond)
				return func() int64 { return int64(time.Since(start)) }
			})
			b.StopTimer()
			for prefix, v := range map[string][]int64{"": r.sinceDue, "sent-": r.sinceSent} {
				slices.Sort(v)
				for _, q := range Quantiles {
					b.ReportMetric(float64(quantile(v, q)), fmt.Sprintf("%sp%g-ns", prefix, q))
				}
			}
		})
	}
}

// quantile is the least value in v, which is sorted, that so many percent don't exceed.
func quantile(v []int64, percent float64) int64 {
	i := int(math.Ceil(percent*float64(len(v))/100)) - 1
	return v[max(i, 0)]
}

// clock tells the nanoseconds since the run began.
type clock func() int64

// begin starts the consumer, which calls over at the end, and returns how sender s sends
// for the i-th time.
type begin func(r *run, over func()) (send func(s, i int))

// run is one measurement.
type run struct {
	now       clock
	each      int       // how often each sender sends
	due, sent [][]int64 // by sender; sent is written by the sender, before it sends

	sinceDue, sinceSent []int64 // the consumer's
}

func newRun(senders, n, rate int) *run {
	r := &run{each: max((n+senders-1)/senders, 1)}
	for s := range senders {
		r.due = append(r.due, schedule(uint64(s), 1e9*float64(senders)/float64(rate), r.each))
		r.sent = append(r.sent, touched(r.each))
	}
	r.sinceDue, r.sinceSent = touched(r.each * senders)[:0], touched(r.each * senders)[:0]
	return r
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

// touched makes a slice that is in memory already.
func touched(n int) []int64 { return slices.Repeat([]int64{1}, n) }

// measure returns when the consumer has seen everything. The clock is started when all
// senders are there.
func (r *run) measure(begin begin, start func() clock) {
	var here, done sync.WaitGroup
	done.Add(1)
	send := begin(r, done.Done)
	begun := make(chan struct{})
	here.Add(len(r.due))
	for s := range r.due {
		done.Go(func() {
			here.Done()
			<-begun
			for i, due := range r.due[s] {
				r.sent[s][i] = r.until(due)
				send(s, i)
			}
		})
	}
	here.Wait()
	r.now = start()
	close(begun)
	done.Wait()
}

// How long a sender that waits lets nobody else run.
const (
	firstTurn = time.Microsecond
	lastTurn  = 20 * time.Microsecond
)

// until waits for a time, and returns what time it is then. It yields at once, and soon
// again: at every 61st decision Go's scheduler looks first at the queue in which it has
// just put the goroutine that yielded.
func (r *run) until(due int64) int64 {
	now := r.now()
	for turn := firstTurn; now < due; turn = min(2*turn, lastTurn) {
		runtime.Gosched()
		for end := min(due, now+int64(turn)); now < end; {
			now = r.now()
		}
	}
	return now
}

// saw is called by the consumer, and reports whether that was all.
func (r *run) saw(now int64, s, i int) (all bool) {
	r.sinceDue = append(r.sinceDue, now-r.due[s][i])
	r.sinceSent = append(r.sinceSent, now-r.sent[s][i])
	return len(r.sinceDue) == r.each*len(r.due)
}

func (r *run) messages(new func() (send func(int), recv func() int), over func()) func(s, i int) {
	send, recv := new()
	go func() {
		defer over()
		for {
			v := recv()
			if r.saw(r.now(), v/r.each, v%r.each) {
				return
			}
		}
	}()
	return func(s, i int) { send(s*r.each + i) }
}

// counter is how often a sender has counted up.
type counter struct {
	there atomic.Int64
	_     [56]byte
	seen  atomic.Int64 // by the consumer, whose ready may overlap its next run
	_     [56]byte
}

func (r *run) wakeUps(w Waiter, over func()) func(s, i int) {
	counters := make([]counter, len(r.due))
	there := make([]int64, len(r.due))
	w.Start(func() bool {
		for s := range counters {
			if c := &counters[s]; c.there.Load() != c.seen.Load() {
				return true
			}
		}
		return false
	}, func() (goOn bool) {
		for s := range counters {
			there[s] = counters[s].there.Load()
		}
		now := r.now() // after all of them: nothing is seen before it is there
		all := false
		for s := range counters {
			c := &counters[s]
			for i := c.seen.Load(); i < there[s]; i++ {
				all = r.saw(now, s, int(i))
			}
			c.seen.Store(there[s])
		}
		if all {
			over()
		}
		return !all
	})
	return func(s, i int) {
		counters[s].there.Store(int64(i + 1))
		w.Notify(s)
	}
}
