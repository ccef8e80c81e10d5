// Package gvisor has models of gvisor.dev/gvisor/pkg/sleep. It parks goroutines by
// functions of package runtime that it links, and by assembly: so testdata/sync.go plays
// the part of gvisor.dev/gvisor/pkg/sync.
package gvisor

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"gvisor.dev/gvisor/pkg/sleep"
)

// Two wakers are asserted, and each is fetched.
func TestSleep(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var s sleep.Sleeper
		var a, b sleep.Waker
		s.AddWaker(&a)
		s.AddWaker(&b)
		go a.Assert()
		go b.Assert()
		first, second := s.Fetch(true), s.Fetch(true)
		if first == second || first != &a && first != &b || second != &a && second != &b {
			t.Error("not each waker was fetched once")
		}
		if s.Fetch(false) != nil {
			t.Error("a waker was fetched twice")
		}
		s.Done()
	})
}

// A waker is asserted twice, while it is fetched and cleared.
func TestAgain(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var s sleep.Sleeper
		var w sleep.Waker
		s.AddWaker(&w)
		go func() {
			w.Assert()
			w.Assert()
		}()
		if s.Fetch(true) != &w {
			t.Error("another waker was fetched")
		}
		if w.Clear() && w.IsAsserted() {
			return // it was asserted again
		}
	})
}

// Done waits for a waker that is just being asserted.
func TestDone(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var s sleep.Sleeper
		var a, b sleep.Waker
		s.AddWaker(&a)
		s.AddWaker(&b)
		done := make(chan bool)
		go func() {
			a.Assert()
			done <- true
		}()
		s.Done()
		<-done
		var other sleep.Sleeper
		other.AddWaker(&a)
		if !a.IsAsserted() && other.Fetch(false) != nil {
			t.Error("a waker was fetched that isn't asserted")
		}
	})
}
