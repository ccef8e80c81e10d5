// Package time stands in for what reads the clock, or waits, in package time: the rest is
// what it is there.
//
// The clock of a model moves only when a timer fires. A timer that is armed may fire at
// any moment, or, if the search is told so, only when nothing else can go on.
package time

import (
	"reflect"
	"time"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
)

// epoch is when the clocks of all models begin.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Now reads the clock, which is a step.
func Now() time.Time {
	if s := core.In(); s != nil {
		return epoch.Add(time.Duration(s.ReadClock()))
	}
	return time.Now()
}

// Since is Now().Sub(t).
func Since(t time.Time) time.Duration {
	if core.In() != nil {
		return Now().Sub(t)
	}
	return time.Since(t)
}

// Until is t.Sub(Now()).
func Until(t time.Time) time.Duration {
	if core.In() != nil {
		return t.Sub(Now())
	}
	return time.Until(t)
}

// Later is when d is over. It is no step: it is for what only tells others.
func Later(d time.Duration) time.Time {
	if s := core.In(); s != nil {
		return epoch.Add(time.Duration(s.LookAtClock()) + d)
	}
	return time.Now().Add(d)
}

// Sleep blocks for d.
func Sleep(d time.Duration) {
	if s := core.In(); s != nil {
		s.Sleep(int64(d))
		return
	}
	time.Sleep(d)
}

// Timer is a timer.
type Timer struct {
	C    <-chan time.Time
	real *time.Timer // outside of models
}

// NewTimer returns a timer that sends the time on its channel after d.
func NewTimer(d time.Duration) *Timer {
	s := core.In()
	if s == nil {
		r := time.NewTimer(d)
		return &Timer{r.C, r}
	}
	c := rt.Chan(make(chan time.Time), "timer.C")
	t := rt.Alloc(&Timer{C: c}, "timer")
	s.TimerStart(unsafe.Pointer(t), word(c), int64(d), 0, tick(c), func() { drain(c) })
	return t
}

// tick returns what a timer with the channel c does: it sends the time, unless the
// channel is full.
func tick(c chan time.Time) func() {
	return func() {
		s := core.In()
		now := epoch.Add(time.Duration(s.LookAtClock()))
		if !s.ReadsClock() {
			now = epoch
		}
		s.Deposit(word(c), unsafe.Pointer(&now),
			core.MemOf(reflect.TypeFor[time.Time]()))
	}
}

func word(c chan time.Time) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&c)) }

// drain empties the channel: nothing stale is left in it when the timer is stopped or
// reset.
func drain(c chan time.Time) { core.In().Drain(word(c)) }

// AfterFunc calls f, in a goroutine of its own, after d.
func AfterFunc(d time.Duration, f func()) *Timer {
	s := core.In()
	if s == nil {
		return &Timer{real: time.AfterFunc(d, f)}
	}
	t := rt.Alloc(&Timer{}, "timer")
	s.TimerStart(unsafe.Pointer(t), nil, int64(d), 0, f, nil)
	return t
}

// After returns a channel on which the time is sent after d.
func After(d time.Duration) <-chan time.Time {
	if core.In() == nil {
		return time.After(d)
	}
	return NewTimer(d).C
}

// Stop disarms the timer, and reports whether it was armed.
func (t *Timer) Stop() bool {
	s := core.In()
	if s == nil {
		if t.real == nil {
			panic("time: Stop called on uninitialized Timer")
		}
		return t.real.Stop()
	}
	return s.TimerStop(unsafe.Pointer(t))
}

// Reset arms the timer anew, and reports whether it was armed.
func (t *Timer) Reset(d time.Duration) bool {
	s := core.In()
	if s == nil {
		if t.real == nil {
			panic("time: Reset called on uninitialized Timer")
		}
		return t.real.Reset(d)
	}
	return s.TimerReset(unsafe.Pointer(t), int64(d), 0)
}

// Ticker is a timer that fires again and again. In a model it fires twice at most, which
// the verdict says; and a few times more when nothing else can run.
type Ticker struct {
	C    <-chan time.Time
	real *time.Ticker // outside of models
}

// NewTicker returns a ticker that sends the time on its channel each d.
func NewTicker(d time.Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	s := core.In()
	if s == nil {
		r := time.NewTicker(d)
		return &Ticker{r.C, r}
	}
	c := rt.Chan(make(chan time.Time), "ticker.C")
	t := rt.Alloc(&Ticker{C: c}, "ticker")
	s.TimerStart(unsafe.Pointer(t), word(c), int64(d), int64(d), tick(c), func() { drain(c) })
	return t
}

// Tick is NewTicker(d).C.
func Tick(d time.Duration) <-chan time.Time {
	if d <= 0 {
		return nil
	}
	if core.In() == nil {
		return time.Tick(d)
	}
	return NewTicker(d).C
}

// Stop disarms the ticker.
func (t *Ticker) Stop() {
	s := core.In()
	if s == nil {
		if t.real != nil {
			t.real.Stop()
		}
		return
	}
	s.TimerStop(unsafe.Pointer(t))
}

// Reset arms the ticker anew.
func (t *Ticker) Reset(d time.Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	s := core.In()
	if s == nil {
		if t.real == nil {
			panic("time: Reset called on uninitialized Ticker")
		}
		t.real.Reset(d)
		return
	}
	s.TimerReset(unsafe.Pointer(t), int64(d), int64(d))
}
