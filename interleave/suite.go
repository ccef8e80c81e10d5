package interleave

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Suite runs a test of a suite at random, some executions of it: it is called by code
// that the command has rewritten, by way of package rt/testing. skipped says why the test
// has skipped itself, "" if it has not.
func Suite(t testing.TB, body func(s *Sim), skipped func() string) {
	t.Helper()
	o := testOptions(nil)
	o.NoShrink, o.MaxDepth, o.Ticks = true, 1_000_000, 100
	m := core.SuiteTest(t.Name(), body)
	if *flagReplay != "" {
		runReplay(t, m, o)
		return
	}
	r := core.Walk(m, o, new(Result), executions())
	defer record(t, r, "")
	switch r.Verdict {
	case OK, Incomplete:
		if why := skipped(); why != "" {
			t.Skip(why)
		}
		t.Log(Summary(r))
	case Refused:
		t.Skip(r.Reason)
	case Failed:
		t.Errorf("%s", Story(r))
	}
}
