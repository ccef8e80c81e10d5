package latency

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// BenchmarkWakeLatency is for room latency: there is no consumer, and senders see
// themselves what they send. What they lose all the same is the machine's doing.
func BenchmarkWakeLatency(b *testing.B) {
	atEachRate(b, "none", func(r *run, over func()) func(s, i int) {
		var mu sync.Mutex
		return func(s, i int) {
			mu.Lock()
			defer mu.Unlock()
			if r.saw(r.now(), s, i) {
				over()
			}
		}
	})
}

// A clock of tests goes on at each look.
type testClock struct{ atomic.Int64 }

func (c *testClock) start() clock { return func() int64 { return c.Add(100) } }

const (
	senders = 2
	rate    = 1_000_000
)

// What is due while a sender is held up counts from when it was due.
func TestHeldUp(t *testing.T) {
	testenv.Limit(t)
	const long = 1 << 40
	r := newRun(senders, 1000, rate)
	var now testClock
	var order []int
	r.measure(func(r *run, over func()) func(s, i int) {
		c := make(chan int, 1000)
		return r.messages(func() (func(int), func() int) {
			return func(v int) {
					if v == 0 { // the first of the first sender
						now.Add(long)
					}
					c <- v
				}, func() int {
					v := <-c
					order = append(order, v)
					return v
				}
		}, over)
	}, now.start)
	for k, v := range order {
		due, sent := r.sinceDue[k], r.sinceSent[k]
		if sent < 0 || due < sent {
			t.Errorf("message %d: %d ns since it was due, %d since it was sent", v, due, sent)
		}
		if 0 < v && v < r.each && (due < long/2 || sent > long/2) {
			t.Errorf("message %d, which was held up: %d ns since it was due, %d since it was sent", v, due, sent)
		}
	}
	if !eachOnce(r) {
		t.Error("not each message is in the result, or one is there twice")
	}
}

// Each notification counts, also where the consumer sees many of them at once.
func TestSeenAtOnce(t *testing.T) {
	testenv.Limit(t)
	for _, atOnce := range []bool{false, true} {
		r := newRun(senders, 1000, rate)
		var now testClock
		notified, runs := make(chan struct{}, 1000), 0
		wait := func(ready func() bool) {
			for !ready() {
				<-notified
			}
		}
		if atOnce {
			wait = func(func() bool) {
				for range 1000 {
					<-notified
				}
			}
		}
		r.measure(func(r *run, over func()) func(s, i int) {
			return r.wakeUps(Waiter{
				Start: func(ready, run func() bool) {
					Goroutine(wait)(ready, func() bool { runs++; return run() })
				},
				Notify: func(int) { notified <- struct{}{} },
			}, over)
		}, now.start)
		if !eachOnce(r) {
			t.Errorf("at once: %t: not each notification is in the result, or one is there twice", atOnce)
		}
		if atOnce && runs != 1 {
			t.Errorf("the consumer ran %d times, want once", runs)
		}
	}
}

// What comes while the consumer looks at its clock counts the next time.
func TestSeenNext(t *testing.T) {
	r := newRun(1, 2, rate)
	var ready, run func() bool
	over := false
	send := r.wakeUps(Waiter{
		Start:  func(yes, do func() bool) { ready, run = yes, do },
		Notify: func(int) {},
	}, func() { over = true })
	r.now = func() int64 {
		send(0, 1)
		return 0
	}
	send(0, 0)
	for seen := 1; seen <= 2; seen++ {
		if over || !ready() {
			t.Fatalf("look %d: over: %t, or there is nothing", seen, over)
		}
		if goOn := run(); goOn != (seen == 1) || len(r.sinceDue) != seen {
			t.Errorf("look %d: goes on: %t, seen: %d", seen, goOn, len(r.sinceDue))
		}
	}
	if !over || ready() {
		t.Error("that was all")
	}
}

// eachOnce reports whether the delays of all senders are in the result. No two are equal,
// mostly.
func eachOnce(r *run) bool {
	var want, got []int64
	for s := range r.due {
		for i := range r.due[s] {
			want = append(want, r.sent[s][i]-r.due[s][i])
		}
	}
	for k := range r.sinceDue {
		got = append(got, r.sinceDue[k]-r.sinceSent[k])
	}
	slices.Sort(want)
	slices.Sort(got)
	return slices.Equal(want, got)
}

// Schedules are the same each time, differ by sender, and have the rate.
func TestSchedule(t *testing.T) {
	const gap, n = 1000, 100_000
	due := schedule(1, gap, n)
	if !slices.IsSorted(due) || !slices.Equal(due, schedule(1, gap, n)) || slices.Equal(due, schedule(2, gap, n)) {
		t.Error("not in order, not the same twice, or the same for two senders")
	}
	if mean := due[n-1] / n; mean < gap*99/100 || mean > gap*101/100 {
		t.Errorf("the mean gap is %d ns, want %d", mean, gap)
	}
	r := newRun(2, 2*n-1, 1_000_000) // so a sender has half the rate
	if mean := r.due[0][r.each-1] / n; r.each != n || mean < 1980 || mean > 2020 {
		t.Errorf("each of two senders sends %d times, every %d ns", r.each, mean)
	}
}

func TestQuantile(t *testing.T) {
	var v []int64
	for i := range int64(1000) {
		v = append(v, i+1)
	}
	for percent, want := range map[float64]int64{50: 500, 99: 990, 99.9: 999} {
		if got := quantile(v, percent); got != want {
			t.Errorf("%g %%: got %d, want %d", percent, got, want)
		}
	}
	if got := quantile(v[:7], 50); got != 4 {
		t.Errorf("50 %% of seven: got %d, want 4", got)
	}
	if got := quantile(v[:1], 99.9); got != 1 {
		t.Errorf("99.9 %% of one: got %d", got)
	}
}
