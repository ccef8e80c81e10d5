package rt_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
)

// list is a stack of nodes that are used again, with room for ABA.
type list struct {
	top   atomic.Int32
	nodes [3]struct{ next atomic.Int32 }
}

func (l *list) push(n int32) {
	for {
		top := l.top.Load()
		l.nodes[n].next.Store(top)
		if l.top.CompareAndSwap(top, n) {
			return
		}
	}
}

func (l *list) pop() int32 {
	for {
		top := l.top.Load()
		if top == 0 {
			return 0
		}
		if next := l.nodes[top].next.Load(); l.top.CompareAndSwap(top, next) {
			return top
		}
	}
}

// aba pops twice and pushes, with some work in between, beside another pop, and some
// goroutines that do as many steps of their own.
func aba(others, steps, work int) func(s *interleave.Sim) {
	return func(s *interleave.Sim) {
		l := rt.Alloc(new(list), "l")
		held := rt.Alloc(new([3]atomic.Int32), "held")
		take := func() int32 {
			n := l.pop()
			if n != 0 && !held[n].CompareAndSwap(0, 1) {
				s.Fail("node %d is popped twice", n)
			}
			return n
		}
		l.push(2)
		l.push(1)
		rt.Go("one", func() { take() })
		rt.Go("two", func() {
			n := take()
			var x atomic.Int32
			for range work {
				x.Add(1)
			}
			take()
			if n != 0 {
				held[n].Store(0)
				l.push(n)
			}
			take()
		})
		for i := range others {
			rt.Go(fmt.Sprint("other", i), func() {
				var x atomic.Int32
				for range steps {
					x.Add(1)
				}
			})
		}
	}
}

// elusive are bugs, and how many steps must come in an order for them to show.
var elusive = []struct {
	name  string
	depth int
	body  func(s *interleave.Sim)
}{
	{"lost update", 2, func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		wg := rt.Alloc(new(sync.WaitGroup), "wg")
		for range 2 {
			wg.Go(func() {
				for range 10 {
					x.Add(0)
				}
				x.Store(x.Load() + 1)
			})
		}
		wg.Wait()
		if x.Load() != 2 {
			s.Fail("lost")
		}
	}},
	{"two locks in two orders", 2, func(s *interleave.Sim) {
		a, b := rt.Alloc(new(sync.Mutex), "a"), rt.Alloc(new(sync.Mutex), "b")
		for i := range 4 {
			first, second := a, b
			if i == 3 {
				first, second = b, a
			}
			rt.Go(fmt.Sprint(i), func() {
				first.Lock()
				second.Lock()
				defer first.Unlock()
				second.Unlock()
			})
		}
	}},
	{"ABA", 3, aba(0, 0, 0)},
	{"ABA, with 30 steps in between", 3, aba(0, 0, 30)},
	{"ABA, with 100 steps in between", 3, aba(0, 0, 100)},
	{"ABA, beside 2 goroutines of 50 steps", 3, aba(2, 50, 0)},
}

var (
	seeds  = flag.Uint64("seeds", 15, "so many searches at random for each bug and method")
	update = flag.Bool("update", false, "write the table of the guide anew")
)

// most is how many executions a search at random has.
const most = 20000

// found is after how many executions each search has found the bug, in order.
func found(body func(s *interleave.Sim), o interleave.Options) (list []int64) {
	for seed := range some(*seeds) {
		o.Seed, o.NoShrink = seed, true
		r := core.Walk(core.Body("bug", "test", body), o, new(interleave.Result), most)
		n := r.Executions
		if r.Verdict != interleave.Failed {
			n = most + 1
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// TestPCT: an ABA is found by PCT, with fewer executions than by uniform choice.
func TestPCT(t *testing.T) {
	pct := found(aba(0, 0, 0), interleave.Options{Depth: 3})
	uniform := found(aba(0, 0, 0), interleave.Options{Uniform: true})
	if n := len(pct); pct[n-1] > most || pct[n/2] > uniform[n/2] {
		t.Errorf("PCT: %v, uniform: %v", pct, uniform)
	}
	if pct := found(aba(0, 0, 100), interleave.Options{Depth: 3}); pct[len(pct)-1] > most {
		t.Errorf("with 100 steps in between: %v", pct)
	}
}

// TestRandomMethods compares the methods that run at random, by the executions that they
// take to find bugs. With -update it writes the table into the guide.
func TestRandomMethods(t *testing.T) {
	if !*update {
		t.Skip("run it with -update: it takes some minutes")
	}
	*seeds = max(*seeds, 15)
	text := "| | depth | uniform | random | pct |\n|---|--:|--:|--:|--:|\n"
	for _, b := range elusive {
		text += fmt.Sprintf("| %s | %d |", b.name, b.depth)
		for _, o := range []interleave.Options{{Uniform: true}, {}, {Depth: b.depth}} {
			list := found(b.body, o)
			cell := fmt.Sprintf(" %d (%d) |", list[len(list)/2], list[len(list)*9/10])
			text += strings.ReplaceAll(cell, fmt.Sprint(most+1), fmt.Sprintf("over %d", most))
		}
		text += "\n"
	}
	const file = "../../docs/checking.md"
	guide, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(guide), "<!-- begin random methods -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- end random methods -->\n")
	if !ok || !ok2 {
		t.Fatal("no place for the table")
	}
	guide = []byte(before + "<!-- begin random methods -->\n\n" + text + "\n<!-- end random methods -->\n" + after)
	if err := os.WriteFile(file, guide, 0o666); err != nil {
		t.Fatal(err)
	}
}
