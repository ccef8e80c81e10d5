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
	"github.com/diatomic-go/diatomic/interleave/rt/context"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
)

// operations are random operations of goroutines: each is some acts, one after the other,
// and returns what they saw.
type operations struct {
	threads [][][]act
	cap     [2]int
	timers  bool
}

func newOperations(seed uint64) operations {
	r := rand.New(rand.NewPCG(seed, 5))
	p := operations{cap: [2]int{r.IntN(2), r.IntN(3)}}
	for range 2 + r.IntN(2) {
		var ops [][]act
		for range 1 + r.IntN(2) {
			var op []act
			for range r.IntN(3) {
				a := acts(r)
				op = append(op, a)
				p.timers = p.timers || strings.Contains(a.name, "timer")
			}
			ops = append(ops, op)
		}
		p.threads = append(p.threads, ops)
	}
	return p
}

func (p operations) String() string {
	text := fmt.Sprint("channels ", p.cap)
	for i, ops := range p.threads {
		text += fmt.Sprintf("\n  t%d:", i)
		for _, op := range ops {
			text += " ["
			for _, a := range op {
				text += " " + a.name + ";"
			}
			text += " ]"
		}
	}
	return text
}

// interval is an operation as it was made.
type interval struct {
	id, out   string
	call, ret int
}

// past spells out a history: each operation, and what precedes it.
func past(list []interval) string {
	slices.SortFunc(list, func(a, b interval) int { return strings.Compare(a.id, b.id) })
	text := ""
	for _, o := range list {
		text += o.id + " = " + o.out + " after"
		for _, p := range list {
			if p.ret >= 0 && p.ret < o.call {
				text += " " + p.id
			}
		}
		text += "\n"
	}
	return text
}

// model is one whose histories go to see: as the engine keeps them, or with a step of its
// own for each call and each return.
func (p operations) model(steps bool, see func([]interval)) interleave.Model {
	return core.Body("random operations", "main", func(s *interleave.Sim) {
		w := rt.Alloc(new(world), "w")
		w.cond = sync.NewCond(&w.mu)
		w.ctx, w.stop = context.WithCancel(context.Background())
		for i := range w.c {
			w.c[i] = rt.Chan(make(chan int, p.cap[i]), fmt.Sprint("c", i))
		}
		if p.timers {
			w.start()
		}
		var list []interval
		events := 0
		judge := func(records []core.OpRecord) (kind, text string) {
			list = nil // a timer may fire after the end
			for _, r := range records {
				o := interval{id: fmt.Sprint(r.Goroutine, r.Index), ret: -1, call: 2 * int(r.Call), out: "waits"}
				if r.Returned {
					o.ret, o.out = 2*int(r.Return)+1, r.Out.(string)
				}
				list = append(list, o)
			}
			see(list)
			return "", ""
		}
		if steps {
			judge = nil
		}
		s.Operations(judge)
		for i, ops := range p.threads {
			s.Operator(fmt.Sprint("t", i), func() {
				for j, op := range ops {
					at := 0
					if steps {
						s.Yield()
						at = len(list)
						list = append(list, interval{id: fmt.Sprint(i+1, j), call: events, ret: -1})
						events++
					} else {
						s.CallOperation(i+1, j, func() string { return "" })
					}
					out := ""
					for _, a := range op {
						out += a.do(w, out) + ";"
					}
					if steps {
						s.Yield()
						list[at].ret, list[at].out = events, out
						events++
					} else {
						s.ReturnOperation(out, func() string { return out })
					}
				}
			})
		}
		s.JoinOperators()
		if steps {
			see(list)
		}
	})
}

// histories are those that a method comes to.
func (p operations) histories(steps bool, check func(interleave.Model) *interleave.Result) (map[string]bool, string) {
	seen := map[string]bool{}
	r := check(p.model(steps, func(list []interval) { seen[past(list)] = true }))
	verdict := string(r.Verdict)
	if r.Failure != nil {
		verdict = r.Failure.Kind
	}
	return seen, verdict
}

// telling are programs that show what few random ones do.
var telling = []operations{
	// A thread waits for the lock, in an operation, and others begin theirs meanwhile:
	// DPOR must look again at one that is blocked.
	{cap: [2]int{1, 2}, threads: [][][]act{
		{{named("locked x*2+3")}},
		{{named("select recv c0, send c1<-3"), named("locked x*2+3")}},
		{{}},
	}},
	// An operation begins with a step of another thread, which it communicates with.
	{cap: [2]int{1, 0}, threads: [][][]act{
		{{named("select recv c0, send c1<-3")}},
		{{named("select send c0<-1, recv c1, or not")}},
	}},
}

// TestHistories compares the histories that the methods come to, which must be the same.
// With steps for calls and returns there are more: each of them must have the results of
// one of the others, and no more that precedes.
func TestHistories(t *testing.T) {
	n := some(*programs / 5)
	var list []operations
	for seed := range n {
		list = append(list, newOperations(seed))
	}
	list = append(list, telling...)
	counts := map[string]int{}
	for seed, p := range list {
		o := interleave.Options{MaxStates: 10000, MaxDepth: 1000, NoShrink: true}
		all := o
		all.NoReduce = true
		type method = func(interleave.Model) *interleave.Result
		check := func(o interleave.Options) method {
			return func(m interleave.Model) *interleave.Result { return interleave.Check(m, o) }
		}
		oracle := func(o interleave.Options) method {
			return func(m interleave.Model) *interleave.Result { return interleave.Oracle(m, o) }
		}
		states, verdict := p.histories(false, check(o))
		counts[verdict]++
		if verdict == "incomplete" {
			continue
		}
		for name, m := range map[string]method{
			"dpor": oracle(o), "all": oracle(all), "states without reduction": check(all),
		} {
			got, v := p.histories(false, m)
			if v == "incomplete" {
				counts[name+" too large"]++
				continue
			}
			if v != verdict {
				t.Errorf("seed %d: %s: %s, states: %s\n%v", seed, name, v, verdict, p)
			} else if v == "ok" {
				same(t, fmt.Sprintf("seed %d: %s and states\n%v", seed, name, p), got, states)
			}
		}
		if verdict != "ok" {
			continue
		}
		steps, v := p.histories(true, oracle(all))
		if v != "ok" {
			counts["steps: "+v]++
			continue
		}
		counts["steps"]++
		for h := range states {
			if !steps[h] {
				t.Errorf("seed %d: a history that can't be:\n%s%v", seed, h, p)
			}
		}
		for h := range steps {
			if !covered(h, states) {
				t.Errorf("seed %d: a history is missing:\n%s%v", seed, h, p)
			}
		}
	}
	t.Log(counts)
	if counts["steps"] < int(n)/20 {
		t.Error("too few")
	}
}

func same(t *testing.T, what string, a, b map[string]bool) {
	t.Helper()
	for h := range a {
		if !b[h] {
			t.Errorf("%s: only the first comes to\n%s", what, h)
		}
	}
	for h := range b {
		if !a[h] {
			t.Errorf("%s: only the second comes to\n%s", what, h)
		}
	}
}

// covered reports whether one of the histories has the results of h, and at least what
// precedes in h.
func covered(h string, histories map[string]bool) bool {
	if histories[h] {
		return true
	}
	want := strings.Split(h, "\n")
next:
	for g := range histories {
		for i, line := range strings.Split(g, "\n") {
			out, before, _ := strings.Cut(line, " after")
			wantOut, wantBefore, _ := strings.Cut(want[i], " after")
			if out != wantOut || !has(before, wantBefore) {
				continue next
			}
		}
		return true
	}
	return false
}

// has reports whether a list has all of another.
func has(list, other string) bool {
	for _, x := range strings.Fields(other) {
		if !slices.Contains(strings.Fields(list), x) {
			return false
		}
	}
	return true
}
