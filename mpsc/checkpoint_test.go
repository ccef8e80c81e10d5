//go:build !interleave && !race

package mpsc_test

import (
	"bytes"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// TestCheckpoints adds a checkpoint that forgets what is still needed. The search then
// counts different states as one, and the executions beside it must come to some that it
// has not seen.
func TestCheckpoints(t *testing.T) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("slow: the model checker runs")
	}
	mutants.Touch(t, "..", mutants.Channel)
	for _, c := range []struct{ what, file, old, new, model string }{
		{"close forgets tail", "mpsc/channel.go",
			"		t := c.gate.tail.Load()\n		if t&closed != 0 {\n			return",
			"		t := c.gate.tail.Load() //interleave:checkpoint\n		if t&closed != 0 {\n			return",
			"Try$/^one_that_tries,_and_close$"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			o, err := overlay.New(
				overlay.Config{Dir: "..", Packages: mutants.Channel.Packages, Mutate: []overlay.Mutation{
					{File: c.file, Old: c.old, New: c.new},
				}},
			)
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			out, err := o.Test("./mpsc", "-run=^TestModel"+c.model, "-interleave.oracle=2s")
			if err == nil || !bytes.Contains(out, []byte("has not seen this state")) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
