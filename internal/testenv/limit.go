package testenv

import (
	"runtime/debug"
	"testing"
	"time"
)

// limit is far more than any test takes that has one.
const limit = 2 * time.Minute

// Limit is for a test that would hang if what it tests is broken: it ends the test binary
// after two minutes, with the stacks of all goroutines. With -timeout 0 there is no
// limit. It may not be called in a synctest bubble, which ends by itself when all are
// blocked.
func Limit(t testing.TB) { LimitAfter(t, 0) }

// LimitAfter is Limit for a test that does something for so long.
func LimitAfter(t testing.TB, work time.Duration) {
	if t, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if _, ok := t.Deadline(); !ok {
			return
		}
	}
	t.Cleanup(alarm(t.Name(), limit+work))
}

// alarm ends the test binary after some time, with the stacks of all goroutines, unless
// stop is called before.
func alarm(name string, d time.Duration) (stop func()) {
	timer := time.AfterFunc(d, func() {
		debug.SetTraceback("all")
		panic("testenv: " + name + " hangs: it runs for more than " + d.String())
	})
	return func() { timer.Stop() }
}
