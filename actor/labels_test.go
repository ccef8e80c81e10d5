//go:build !interleave

package actor

import (
	"runtime/pprof"
	"strings"
	"testing"
)

// TestLabels looks for the label of a worker in the goroutine profile.
func TestLabels(t *testing.T) {
	for _, on := range []bool{false, true} {
		s := start(Options{Workers: 1, Labels: on})
		a, hold, _ := held(s.System)
		in := make(chan struct{})
		b := Spawn(s.System, do[bool](func(*Context[bool], bool) { close(in); <-hold }))
		send(t, b, true)
		<-in
		var text strings.Builder
		if err := pprof.Lookup("goroutine").WriteTo(&text, 1); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), `"actor":"actor.do[bool]"`); got != on {
			t.Errorf("labels %t: in the profile: %t\n%s", on, got, text.String())
		}
		close(hold)
		_ = a
		s.stop(t)
	}
}
