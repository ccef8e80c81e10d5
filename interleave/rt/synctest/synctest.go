// Package synctest stands in for testing/synctest in suites. A model is a bubble: its
// clock moves when nothing else can run.
package synctest

import (
	"testing/synctest"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt/testing"
)

// Test runs f in the model of the test.
func Test(t *testing.T, f func(t *testing.T)) { testing.Bubble(t, f) }

// Wait blocks until nothing else can run.
func Wait() {
	if s := core.In(); s != nil {
		s.AwaitIdle()
		return
	}
	synctest.Wait()
}
