package rt_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
)

// TestDPORWaits: loops that wait have an end under dpor.
func TestDPORWaits(t *testing.T) {
	m := core.Body("SPSC", "test", func(s *interleave.Sim) { spsc(3, s.Fail) })
	r := interleave.Oracle(m, interleave.Options{MaxDepth: 200})
	if r.Verdict != interleave.OK || r.Executions > 2000 {
		t.Errorf("%s", interleave.Summary(r))
	}
	t.Log(r.Executions)
}

// waiter is a random program of threads that store, add and wait in loops.
type waiter struct {
	threads [][]string
}

func newWaiter(seed uint64) *waiter {
	r := rand.New(rand.NewPCG(seed, 7))
	w := new(waiter)
	for range 2 + r.IntN(2) {
		var l []string
		for range 1 + r.IntN(3) {
			kinds := []string{"store", "add", "wait", "both", "swap", "load", "count"}
			l = append(l, fmt.Sprintf("%s %d %d", kinds[r.IntN(len(kinds))], r.IntN(2), r.IntN(3)))
		}
		w.threads = append(w.threads, l)
	}
	return w
}

func (w *waiter) model() interleave.Model {
	logs := make([]string, len(w.threads))
	var x *[2]atomic.Int32
	m := core.Body("waits", "test", func(s *interleave.Sim) {
		clear(logs)
		x = rt.Alloc(new([2]atomic.Int32), "x")
		for i, l := range w.threads {
			rt.Go(fmt.Sprint("t", i), func() {
				f := rt.Enter()
				for j, text := range l {
					var what string
					var v int
					var n int32
					fmt.Sscan(text, &what, &v, &n)
					switch what {
					case "store":
						x[v].Store(n)
					case "add":
						x[v].Add(1)
					case "load":
						logs[i] += fmt.Sprint(x[v].Load(), ";")
					case "swap":
						logs[i] += fmt.Sprint(x[v].CompareAndSwap(n, n+1), ";")
					case "wait":
						for {
							rt.Head(f, uint64(10*j), logs[i])
							if x[v].Load() >= n {
								break
							}
						}
					case "count":
						for {
							rt.Head(f, uint64(10*j+2), logs[i])
							if x[v].Add(1) > n {
								break
							}
						}
					case "both":
						for {
							rt.Head(f, uint64(10*j+1), logs[i])
							if a, b := x[v].Load(), x[1-v].Load(); a >= n || b > n {
								logs[i] += fmt.Sprint(a, b, ";")
								break
							}
						}
					}
				}
			})
		}
	})
	setup := m.Setup
	m.Setup = func(s *interleave.Sim) {
		setup(s)
		s.Final(func() error {
			s.Outcome("%s x=%d,%d", strings.Join(logs, "|"), x[0].Load(), x[1].Load())
			return nil
		})
	}
	return m
}

// TestDPORDifferential: with loops that wait, dpor comes to the outcomes that the search
// of states finds, and to its verdict.
func TestDPORDifferential(t *testing.T) {
	n := some(*programs)
	verdicts := map[string]int{}
	for seed := range n {
		w := newWaiter(seed)
		o := interleave.Options{MaxStates: 20000, MaxDepth: 200, NoShrink: true, NoRandom: true}
		states := interleave.Check(w.model(), o)
		if states.Verdict == interleave.Incomplete {
			verdicts["too large"]++
			continue
		}
		kind := string(states.Verdict)
		if states.Failure != nil {
			kind = states.Failure.Kind
		}
		verdicts[kind]++
		dpor := interleave.Oracle(w.model(), o)
		if dpor.Verdict != states.Verdict {
			t.Fatalf("seed %d: states: %s, dpor: %s\n%v\n%s\n%s", seed, states.Verdict, dpor.Verdict, w.threads,
				interleave.Story(states), interleave.Story(dpor))
		}
		got, want := dpor.OutcomeNames(), states.OutcomeNames()
		if dpor.Verdict == interleave.OK && !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v\nonly dpor: %q\nonly states: %q", seed, w.threads, without(got, want),
				without(want, got))
		}
	}
	t.Log(verdicts)
	if verdicts["ok"] < int(n)/10 || verdicts["livelock"] < int(n)/20 {
		t.Errorf("too few of a kind: %v", verdicts)
	}
}
