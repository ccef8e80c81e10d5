package interleave_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
)

var nestedSeed = flag.Uint64("nested", 0, "run the nested random program of this seed only")

// act is an operation of a nested random program. Some have a program of their own, for
// the thread that they start.
type act struct {
	kind     string
	obj, arg int
	body     []act
}

// The weight of a kind is how often it is here.
var actKinds = strings.Fields(`go go go load load store store add cas choose ghost set clear wait select try
	timer timer stop reset now after after unwatch cancel err cell`)

// nestedProgram spends steps, and starts threads at any point, before their first
// operation too.
func nestedProgram(r *rand.Rand, steps *int, depth int) []act {
	var l []act
	for n := 1 + r.IntN(3); n > 0 && *steps > 0; n-- {
		a := act{actKinds[r.IntN(len(actKinds))], r.IntN(3) / 2, r.IntN(2), nil}
		switch a.kind {
		case "go", "timer", "after":
			if depth == 3 {
				continue
			}
			if a.kind != "go" {
				*steps--
			}
			a.body = nestedProgram(r, steps, depth+1)
		case "ghost":
		default:
			*steps--
		}
		l = append(l, a)
	}
	return l
}

func (a act) String() string { return fmt.Sprint(a.kind, a.obj, a.arg, a.body) }

// nestedWorld is what the threads of a nested random program share.
type nestedWorld struct {
	s      *sim
	daemon bool
	v      [2]atomic.Uint32
	cell   seam.Cell[int]
	sig    [2]seam.Signal
	ctx    context.Context
	cancel func()
	ghost  int
	saw    []*[]string // by run of a program: its name, and what it has seen
}

// nestedLocals are the variables of a thread, which threads that it starts begin with.
type nestedLocals struct {
	timer *time.Timer
	stop  func() bool
}

func (w *nestedWorld) run(name string, l []act, my nestedLocals) {
	saw := &[]string{name}
	w.saw = append(w.saw, saw)
	see := func(x any) { *saw = append(*saw, fmt.Sprint(x)) }
	for i, a := range l {
		v, sig, child := &w.v[a.obj], w.sig[a.obj], fmt.Sprint(name, ".", i)
		locals := my
		body := func() { w.run(child, a.body, locals) }
		switch a.kind {
		case "go":
			if w.daemon {
				w.s.Daemon(child, body)
			} else {
				w.s.Go(child, body)
			}
		case "load":
			see(v.Load())
		case "store":
			v.Store(uint32(a.arg + 1))
		case "add":
			see(v.Add(1))
		case "cas":
			see(v.CompareAndSwap(uint32(a.arg), 5))
		case "choose":
			if n := w.s.Choose(2); n == a.arg {
				w.ghost = 10 + len(name)
			} else {
				see(n)
			}
		case "ghost":
			w.ghost = w.ghost*3 + 1
		case "set":
			sig.Set()
		case "clear":
			sig.Clear()
		case "wait":
			sig.Wait()
		case "select":
			see(runtime.Select(w.sig[0].C(), w.ctx.Done(), w.sig[1].C()))
		case "try":
			see(runtime.TrySelect(sig.C(), w.ctx.Done()))
		case "timer":
			my.timer = time.AfterFunc(time.Duration(a.arg), body)
		case "stop":
			if my.timer != nil {
				see(my.timer.Stop())
			}
		case "reset":
			if my.timer != nil {
				see(my.timer.Reset(2))
			}
		case "now":
			see(time.Now())
		case "after":
			my.stop = context.AfterFunc(w.ctx, body)
		case "unwatch":
			if my.stop != nil {
				see(my.stop())
			}
		case "cancel":
			w.cancel()
		case "err":
			see(w.ctx.Err() != nil)
		case "cell":
			if a.arg == 0 {
				see(w.cell.Get())
			} else if v.Load() == 0 {
				w.cell.Set(1)
			}
		}
	}
}

func nestedModel(seed uint64) (model, string) {
	r := rand.New(rand.NewPCG(seed, 2))
	steps := 4 + r.IntN(5)
	var threads [][]act
	for range 2 {
		threads = append(threads, nestedProgram(r, &steps, 0))
	}
	threads[1] = append(threads[1], act{kind: "load"}) // or it might be refused for doing nothing
	daemon := r.IntN(4) > 0
	setup := func(s *sim) {
		w := &nestedWorld{s: s, daemon: daemon}
		w.sig[0], w.sig[1] = seam.NewSignal(), seam.NewSignal()
		w.ctx, w.cancel = context.WithCancel(context.Background())
		s.Name(&w.v, "v")
		s.Name(&w.cell, "cell")
		s.Ghost(&w.ghost)
		w.run("setup", []act{{"go", 0, 0, threads[0]}, {"go", 0, 0, threads[1]}}, nestedLocals{})
		s.Final(func() error {
			var all []string
			for _, l := range w.saw {
				all = append(all, strings.Join(*l, ","))
			}
			slices.Sort(all) // a timer that is reset may run its program twice
			s.Outcome("%s ghost=%d v=%d,%d", strings.Join(all, " "), w.ghost, w.v[0].Load(), w.v[1].Load())
			return nil
		})
	}
	return model{Name: fmt.Sprint("nested", seed), Setup: setup}, fmt.Sprint(threads, " daemon=", daemon)
}

// TestNested is TestAgreement for programs whose threads start threads: by go
// statements, timers and contexts, before their first operation and later. The bounded
// search, with more preemptions than there can be, must agree too; and random walks
// must stay in the states that the search has seen.
func TestNested(t *testing.T) {
	n := batch(2000)
	first := uint64(1)
	if *nestedSeed > 0 {
		first, n = *nestedSeed, 1
	}
	verdicts := map[string]int{}
	skipped, outcomes := 0, 0
	for seed := first; seed < first+n; seed++ {
		m, text := nestedModel(seed)
		all := interleave.Oracle(m, opts{NoReduce: true, MaxStates: 3000})
		if all.Verdict == interleave.Incomplete {
			skipped++
			continue
		}
		want, _, _ := strings.Cut(outcome(all), ": ")
		quick := interleave.Check(m, opts{NoShrink: true})
		results := []*interleave.Result{
			quick,
			interleave.Check(m, opts{NoReduce: true, NoShrink: true}),
			interleave.Check(model{Name: m.Name, Setup: m.Setup, Graph: true}, opts{NoShrink: true}),
			interleave.Check(m, opts{Preemptions: 50, NoShrink: true}),
			interleave.Oracle(m, opts{}),
		}
		if r := results[3]; r.Bounded == 50 {
			r.Verdict, r.Reason = interleave.OK, ""
		}
		for i, r := range results {
			if got, _, _ := strings.Cut(outcome(r), ": "); got != want {
				t.Errorf(
					"seed %d: search %d, %s:\n%s\nall interleavings:\n%s\n%s\n%s",
					seed, i, r.Method, got, want, text, interleave.Story(r))
			}
		}
		if quick.Verdict == interleave.OK {
			if r := core.Walk(m, opts{}, quick, 20); r.Verdict != interleave.OK {
				t.Errorf("seed %d: %v\n%s", seed, r, text)
			}
			outcomes += len(quick.Outcomes)
		}
		verdicts[string(all.Verdict)]++
	}
	t.Logf("seeds %d to %d: %v, %d outcomes, %d skipped", first, first+n-1, verdicts, outcomes, skipped)
	if n > 1000 &&
		(verdicts["ok"] < int(n)/2 || verdicts["failed"] < int(n)/20 || outcomes < int(n) || skipped > int(n)/20) {
		t.Error("the programs are one-sided")
	}
}
