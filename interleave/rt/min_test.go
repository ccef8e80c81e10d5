package rt_test

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

func TestMin(t *testing.T) {
	seed, err := strconv.Atoi(os.Getenv("SEED"))
	if err != nil {
		t.Skip()
	}
	p := newProgram(uint64(seed))
	o := interleave.Options{MaxStates: 20000, MaxDepth: 1000, NoShrink: true}
	bad := func(p program) bool {
		a, b := interleave.Check(p.model(), o), interleave.Oracle(p.model(), o)
		return a.Verdict != b.Verdict || a.Verdict == interleave.OK && !slices.Equal(a.OutcomeNames(), b.OutcomeNames())
	}
	for again := true; again; {
		again = false
		for i := range p.threads {
			for j := range p.threads[i] {
				q := p
				q.threads = slices.Clone(p.threads)
				q.threads[i] = slices.Delete(slices.Clone(p.threads[i]), j, j+1)
				if bad(q) {
					p, again = q, true
					break
				}
			}
		}
	}
	t.Log(p)
	a, b := interleave.Check(p.model(), o), interleave.Oracle(p.model(), o)
	t.Logf("%s %q\n%s %q", a.Verdict, a.OutcomeNames(), b.Verdict, b.OutcomeNames())
}
