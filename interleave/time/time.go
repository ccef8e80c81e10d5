// Package time stands in for time in checked code. The clock of a model moves only when a
// timer fires. An armed timer may fire at any moment.
package time

import (
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Duration is time.Duration.
type Duration = time.Duration

// The durations of package time.
const (
	Nanosecond  = time.Nanosecond
	Microsecond = time.Microsecond
	Millisecond = time.Millisecond
	Second      = time.Second
	Minute      = time.Minute
	Hour        = time.Hour
)

// Time is a moment of the model's clock.
type Time struct{ ns int64 }

// Now reads the clock; it is an operation of the thread. It is never the zero Time.
func Now() Time { return Time{1 + core.Clock()} }

// Since is Now().Sub(t).
func Since(t Time) Duration { return Now().Sub(t) }

// Until is t.Sub(Now()).
func Until(t Time) Duration { return t.Sub(Now()) }

// Add returns the moment d later.
func (t Time) Add(d Duration) Time { return Time{t.ns + int64(d)} }

// Sub returns the time since u.
func (t Time) Sub(u Time) Duration { return Duration(t.ns - u.ns) }

// After reports whether t is later than u.
func (t Time) After(u Time) bool { return t.ns > u.ns }

// Before reports whether t is earlier than u.
func (t Time) Before(u Time) bool { return t.ns < u.ns }

// Equal reports whether t and u are the same moment.
func (t Time) Equal(u Time) bool { return t.ns == u.ns }

// Compare compares t with u.
func (t Time) Compare(u Time) int {
	switch {
	case t.ns < u.ns:
		return -1
	case t.ns > u.ns:
		return 1
	}
	return 0
}

// IsZero reports whether t is the zero Time.
func (t Time) IsZero() bool { return t.ns == 0 }

// Timer is a timer that calls a function.
type Timer struct{ t core.Timer }

// AfterFunc calls f, in a thread of its own, when the timer fires.
func AfterFunc(d Duration, f func()) *Timer {
	t := new(Timer)
	t.t.Start(f, int64(d))
	return t
}

// Stop disarms the timer and reports whether it was armed.
func (t *Timer) Stop() bool { return t.t.Stop() }

// Reset arms the timer anew and reports whether it was armed.
func (t *Timer) Reset(d Duration) bool { return t.t.Reset(int64(d)) }
