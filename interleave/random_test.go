package interleave_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
)

var more = flag.Bool("more", false, "run thousands of random programs")

// randomModel is a small program of random operations. Its outcome is all that its
// threads have seen.
func randomModel(seed uint64) model {
	r := rand.New(rand.NewPCG(seed, 1))
	type op struct{ kind, obj, arg int }
	kinds := 8
	switch seed % 4 {
	case 1:
		kinds = 12 // signals, too
	case 2:
		kinds = 14 // park and ready
	case 3:
		kinds = 20 // timers and contexts, too
	}
	threads := make([][]op, 2+r.IntN(2))
	for i := range threads {
		for range 1 + r.IntN(9/len(threads)) {
			threads[i] = append(threads[i], op{r.IntN(kinds), r.IntN(2), r.IntN(3)})
		}
	}
	ghosts := r.IntN(3) == 0
	names := r.IntN(3) > 0
	name := fmt.Sprint("random", seed)
	if names && kinds == 8 {
		name = "named " + name // everything in it is
	}
	return model{Name: name, Setup: func(s *sim) {
		v := new([2]atomic.Uint32)
		cells := new([2]seam.Cell[int])
		sig := seam.NewSignal()
		g := new(atomic.Uintptr)
		ctx, cancel := context.WithCancel(context.Background())
		timer := new(*time.Timer)
		stop := new(func() bool)
		if names {
			s.Name(v, "v")
			s.Name(cells, "cells")
			s.Name(g, "g")
		}
		saw := make([][]string, len(threads)+2)
		last := 0
		if ghosts {
			s.Ghost(&last)
		}
		if kinds == 20 {
			*timer = time.AfterFunc(
				5,
				func() { saw[len(threads)] = append(saw[len(threads)], fmt.Sprint(v[0].Add(7))) },
			)
			*stop = context.AfterFunc(
				ctx,
				func() { saw[len(threads)+1] = append(saw[len(threads)+1], fmt.Sprint(v[1].Swap(9))) },
			)
		}
		for i, ops := range threads {
			s.Go(fmt.Sprint("t", i), func() {
				see := func(x any) { saw[i] = append(saw[i], fmt.Sprint(x)) }
				for _, o := range ops {
					a := &v[o.obj]
					switch o.kind {
					case 0, 1:
						see(a.Load())
					case 2:
						a.Store(uint32(o.arg))
					case 3:
						see(a.Add(1))
					case 4:
						see(a.CompareAndSwap(uint32(o.arg), uint32(o.arg+1)))
					case 5:
						if a.Load() == uint32(o.arg) {
							cells[o.obj].Set(o.arg)
							a.Store(uint32(o.arg + 1))
						}
					case 6:
						if a.Load() == uint32(o.arg+1) {
							see(cells[o.obj].Get())
						}
					case 7:
						see(s.Choose(2))
						if ghosts {
							last = i
						}
					case 8, 9:
						sig.Set()
					case 10:
						sig.Clear()
					case 11:
						sig.Wait()
					case 12:
						seam.Park(func(p, arg unsafe.Pointer) bool {
							return g.CompareAndSwap(0, uintptr(p))
						}, nil)
					case 13:
						if p := g.Load(); p != 0 && g.CompareAndSwap(p, 0) {
							seam.Ready(seam.G(p))
						}
					case 14:
						see((*timer).Stop())
					case 15:
						see((*timer).Reset(3))
					case 16:
						cancel()
					case 17:
						see(ctx.Err() != nil)
					case 18:
						see((*stop)())
					case 19:
						see(time.Now())
					}
				}
			})
		}
		s.Final(func() error {
			var all []string
			for _, l := range saw {
				all = append(all, strings.Join(l, ","))
			}
			s.Outcome("%s last=%d", strings.Join(all, " "), last)
			return nil
		})
	}}
}

func outcome(r *interleave.Result) string {
	if r.Failure != nil {
		return "failed: " + r.Failure.Kind
	}
	return string(r.Verdict) + r.Reason + "\n" + strings.Join(r.OutcomeNames(), "\n")
}

// TestAgreement runs random programs through four searches, which must agree on
// whether they fail and on all outcomes.
func TestAgreement(t *testing.T) {
	n := batch(120)
	verdicts := map[string]int{}
	skipped := 0
	for seed := range n {
		m := randomModel(seed)
		all := interleave.Oracle(m, opts{NoReduce: true, MaxStates: 30000})
		if all.Verdict == interleave.Incomplete {
			skipped++
			continue
		}
		want, _, _ := strings.Cut(outcome(all), ": ")
		quick := interleave.Check(m, opts{NoShrink: true})
		plain := interleave.Check(m, opts{NoReduce: true, NoShrink: true})
		if strings.HasPrefix(m.Name, "named") && plain.Verdict == interleave.OK && quick.States != plain.States {
			// Sleep sets save steps, not states.
			t.Fatalf("seed %d: %d states with reduction, %d without", seed, quick.States, plain.States)
		}
		for _, r := range []*interleave.Result{
			quick,
			plain,
			interleave.Check(model{Name: m.Name, Setup: m.Setup, Graph: true}, opts{NoShrink: true}),
			interleave.Oracle(m, opts{}),
		} {
			got, _, _ := strings.Cut(outcome(r), ": ")
			if got != want {
				t.Fatalf("seed %d: %s:\n%s\nall interleavings:\n%s\n%s", seed, r.Method, got, want, interleave.Story(r))
			}
		}
		verdicts[string(all.Verdict)]++
	}
	t.Logf("%v, %d skipped", verdicts, skipped)
	if !raceDetector && (verdicts["ok"] < int(n)/4 || verdicts["failed"] < int(n)/10 || skipped > int(n)/5) {
		t.Fatalf("the programs are one-sided: %v, %d skipped", verdicts, skipped)
	}
}

// batch is how many random programs to run. The race detector makes them slow, and they
// do nothing that the others don't.
func batch(n uint64) uint64 {
	switch {
	case *more:
		return 40 * n
	case raceDetector:
		return n / 15
	}
	return n
}
