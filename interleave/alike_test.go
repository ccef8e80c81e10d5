package interleave_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
)

// likeNode is what like threads make for themselves and show to each other.
type likeNode struct {
	n    atomic.Uint32
	data seam.Cell[int]
	next seam.Cell[*likeNode]
}

// likeWorld is what the threads of a likeModel share.
type likeWorld struct {
	v     [2]atomic.Uint32
	cells [2]seam.Cell[int]
	g     atomic.Uintptr
	top   atomic.Pointer[likeNode]
	any   seam.Cell[any]
}

type likeOp struct{ kind, obj, arg int }

// likeModel is a random program with one or two classes of like threads. With
// forget, its threads forget what they have seen, and it has no outcomes.
func likeModel(seed uint64, forget bool) model {
	r := rand.New(rand.NewPCG(seed, 3))
	kinds := 10 + 6*int(seed%3)
	sizes := [][]int{{2}, {2, 1}, {3}, {2, 2}, {1, 2}}[seed%5]
	total := 0
	for _, n := range sizes {
		total += n
	}
	programs := make([][]likeOp, len(sizes))
	for i := range programs {
		for range 1 + r.IntN(10/total) {
			programs[i] = append(programs[i], likeOp{r.IntN(kinds), r.IntN(2), r.IntN(3)})
		}
	}
	named, ghosts := r.IntN(2) == 0, r.IntN(3) == 0
	return model{Name: fmt.Sprint("alike", seed), Setup: func(s *sim) {
		w := new(likeWorld)
		s.Name(w, "w")
		sig := seam.NewSignal()
		ctx, cancel := context.WithCancel(context.Background())
		var saw [][]string
		var last struct {
			n    int
			node *likeNode
		}
		if ghosts {
			s.Ghost(&last)
		}
		for i, n := range sizes {
			s.Alike(fmt.Sprint("class", i), n, func() {
				me := len(saw)
				saw = append(saw, []string{fmt.Sprint(i)})
				see := func(x any) { saw[me] = append(saw[me], fmt.Sprint(x)) }
				var mine *likeNode
				var timer *time.Timer
				for j, o := range programs[i] {
					a := &w.v[o.obj]
					switch o.kind {
					case 0:
						see(a.Load())
					case 1:
						a.Store(uint32(o.arg))
					case 2:
						see(a.Add(1))
					case 3:
						see(a.CompareAndSwap(uint32(o.arg), uint32(o.arg+1)))
					case 4:
						if a.Load() == uint32(o.arg) {
							w.cells[o.obj].Set(o.arg)
							a.Store(uint32(o.arg + 1))
						}
					case 5:
						if a.Load() == uint32(o.arg+1) {
							see(w.cells[o.obj].Get())
						}
					case 6: // a node of its own
						mine = new(likeNode)
						if named {
							s.Name(mine, "mine")
						}
						mine.n.Store(uint32(o.arg))
						if o.obj == 0 {
							mine.data.Set(o.arg)
						}
					case 7: // shows it
						if o.arg > 0 {
							w.top.Store(mine)
						} else {
							see(w.top.CompareAndSwap(nil, mine))
						}
					case 8: // uses the one shown
						if p := w.top.Load(); p != nil {
							see(p == mine)
							see(p.n.Add(1))
							if o.obj == 0 {
								see(p.data.Get())
							} else if mine != nil {
								mine.next.Set(p)
							}
						}
					case 9:
						see(s.Choose(2))
						if ghosts {
							last.n, last.node = o.arg, mine
						}
					case 10:
						sig.Set()
					case 11:
						sig.Wait()
					case 12, 13:
						seam.Park(
							func(p, arg unsafe.Pointer) bool {
								return w.g.CompareAndSwap(0, uintptr(p)|uintptr(o.obj))
							},
							nil,
						)
					case 14, 15:
						if p := w.g.Load(); p != 0 && w.g.CompareAndSwap(p, 0) {
							p &^= 1
							if forget && o.obj == 0 {
								s.Checkpoint(p)
							}
							seam.Ready(seam.G(p))
						}
					case 16:
						if timer == nil {
							timer = time.AfterFunc(3, func() { a.Add(5) })
						} else {
							see(timer.Stop())
						}
					case 17:
						stop := context.AfterFunc(ctx, func() { a.Add(3) })
						if o.arg == 0 {
							see(stop())
						}
					case 18:
						cancel()
					case 19:
						s.Go("kid", func() { a.Swap(uint32(o.arg)) })
					case 20:
						if a.Load() == uint32(o.arg) {
							w.any.Set(mine)
							a.Add(1)
						}
					case 21:
						if a.Load() == uint32(o.arg+1) {
							see(w.any.Get() == any(mine))
						}
					}
					if forget {
						s.Checkpoint(j, mine, timer)
					}
				}
			})
		}
		s.Final(func() error {
			var all []string
			for _, l := range saw {
				all = append(all, strings.Join(l, ","))
			}
			slices.Sort(all)
			if !forget {
				s.Outcome("%s", strings.Join(all, " "))
			}
			return nil
		})
	}}
}

// places sets how like threads are given their places, for this test.
func places(t *testing.T, how int) {
	core.Places = how
	t.Cleanup(func() { core.Places = core.PlacesSort })
}

// TestAlikeAgreement: with symmetry and without, however places are chosen, and
// whatever the oracle explores, the verdict and the outcomes are the same.
func TestAlikeAgreement(t *testing.T) {
	places(t, core.PlacesSort)
	verdicts, skipped := map[string]int{}, 0
	merged := [2]int64{}
	n := batch(300)
	for seed := range n {
		m := likeModel(seed, false)
		all := interleave.Oracle(m, opts{NoReduce: true, MaxStates: 20000})
		if all.Verdict == interleave.Incomplete {
			skipped++
			continue
		}
		want, _, _ := strings.Cut(outcome(all), ": ")
		agree := func(how string, r *interleave.Result) *interleave.Result {
			if got, _, _ := strings.Cut(outcome(r), ": "); got != want {
				t.Fatalf("seed %d: %s:\n%s\nall interleavings:\n%s\n%s", seed, how, got, want, interleave.Story(r))
			}
			return r
		}
		core.Places = core.PlacesCheck
		plain := agree("no symmetry", interleave.Check(m, opts{NoShrink: true, NoSymmetry: true}))
		sorted := agree("sorted", interleave.Check(m, opts{NoShrink: true}))
		agree("sorted, no reduction", interleave.Check(m, opts{NoShrink: true, NoReduce: true}))
		core.Places = core.PlacesAny
		agree("any", interleave.Check(m, opts{NoShrink: true}))
		core.Places = core.PlacesBest
		best := agree("best", interleave.Check(m, opts{NoShrink: true}))
		core.Places = core.PlacesSort
		agree("graph", interleave.Check(model{Name: m.Name, Setup: m.Setup, Graph: true}, opts{NoShrink: true}))
		agree("dpor", interleave.Oracle(m, opts{}))
		if all.Verdict == interleave.OK {
			if best.States > sorted.States || sorted.States > plain.States || plain.States > 6*best.States {
				t.Errorf(
					"seed %d: %d states at best, %d sorted, %d without symmetry",
					seed,
					best.States,
					sorted.States,
					plain.States,
				)
			}
			merged[0] += plain.States
			merged[1] += sorted.States
		}
		verdicts[string(all.Verdict)+kind(all)]++
	}
	t.Logf("%v, %d skipped, %d states to %d by symmetry", verdicts, skipped, merged[0], merged[1])
	if !raceDetector && (verdicts["ok"] < int(n)/4 || merged[1]*3 > merged[0]*2) {
		t.Errorf("the programs are one-sided")
	}
}

func kind(r *interleave.Result) string {
	if r.Failure == nil {
		return ""
	}
	return " " + r.Failure.Kind
}

// TestAlikeStates: the same for programs that forget, where states merge most. With the
// best places for all, sleep sets save no states.
func TestAlikeStates(t *testing.T) {
	places(t, core.PlacesSort)
	merged, verdicts := [3]int64{}, map[string]int{}
	for seed := range batch(300) {
		m := likeModel(seed, true)
		core.Places = core.PlacesCheck
		plain := interleave.Check(m, opts{NoShrink: true, NoSymmetry: true, MaxStates: 5000})
		if plain.Verdict == interleave.Incomplete {
			continue
		}
		sorted := interleave.Check(m, opts{NoShrink: true})
		core.Places = core.PlacesAny
		bad := interleave.Check(m, opts{NoShrink: true})
		core.Places = core.PlacesBest
		best := interleave.Check(m, opts{NoShrink: true})
		full := interleave.Check(m, opts{NoShrink: true, NoReduce: true})
		for _, r := range []*interleave.Result{sorted, bad, best, full} {
			if r.Verdict != plain.Verdict || r.Reason != plain.Reason {
				t.Fatalf("seed %d: %s without symmetry, else\n%s", seed, interleave.Story(plain), interleave.Story(r))
			}
		}
		verdicts[string(plain.Verdict)+kind(plain)]++
		if plain.Verdict != interleave.OK {
			continue
		}
		if best.States != full.States || best.States > sorted.States || plain.States > 6*best.States {
			t.Errorf(
				"seed %d: %d states at best (%d without reduction), %d sorted, %d without symmetry",
				seed,
				best.States,
				full.States,
				sorted.States,
				plain.States,
			)
		}
		merged[0] += plain.States
		merged[1] += sorted.States
		merged[2] += best.States
	}
	t.Logf("%v: %d states without symmetry, %d sorted, %d at best", verdicts, merged[0], merged[1], merged[2])
}
